// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.Main;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.Subcommand;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A small study for the tests, in this JVM or in one of its own. */
@Command(name = "probe")
public final class ProbeStudy implements Subcommand {
  /** Doubles that are easily lost in a file. */
  private static final double[] AWKWARD = {
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    0.1 + 0.2
  };

  static final AtomicInteger COMPUTED = new AtomicInteger();

  /** What goes wrong, by name: nothing, backend, cell, write or finish. */
  static volatile String trouble = "nothing";

  @Mixin private StudyOptions options;

  @Option(names = "--cells", converter = Numbers.Count.class, defaultValue = "6")
  private int cells;

  @Option(names = "--shift", converter = Numbers.NonNegative.class, defaultValue = "0.5")
  private double shift;

  record Item(int number, double shift) implements Cell {
    @Override
    public String id() {
      return "item-" + number;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // read once and never compared
  record Value(double plain, double[] several, String text) implements Serializable {}

  /** Runs the study in a JVM of its own. */
  public static void main(String[] args) {
    System.exit(Main.commandLine(List.of(new ProbeStudy())).execute(args));
  }

  static Value compute(Item item) throws InterruptedException {
    Thread.sleep(Integer.getInteger("probe.delay", 0));
    COMPUTED.incrementAndGet();
    if (trouble.equals("cell") && item.number() == 3) {
      throw new ArithmeticException("no such item");
    }
    double value = AWKWARD[item.number() % AWKWARD.length];
    return new Value(value, new double[] {value, item.shift() / 3}, "caf\u00e9 \u03c1\n\"");
  }

  @Override
  public Integer call() {
    try (Run run = options.open(ProbeStudy::resolve)) {
      if (run.alreadyFinished()) {
        return ExitCode.DONE;
      }
      run.work(() -> work(run));
      stopAt("finish");
      run.finish();
      return ExitCode.DONE;
    }
  }

  private void work(Run run) {
    List<Item> items = IntStream.range(0, cells).mapToObj(i -> new Item(i, shift)).toList();
    List<Value> values = run.sweep(items, Value.class, ProbeStudy::compute);
    run.write("values.csv", values.stream().map(ProbeStudy::line).collect(Collectors.joining()));
    stopAt("write");
    run.write("bits.bin", new byte[] {1, 2, 3});
    run.note("route", "PROBE");
  }

  private static void stopAt(String place) {
    if (trouble.equals(place)) {
      throw new IllegalStateException("stopped at " + place);
    }
  }

  private static String line(Value value) {
    return Long.toHexString(Double.doubleToRawLongBits(value.plain()))
        + ","
        + Long.toHexString(Double.doubleToRawLongBits(value.several()[0]))
        + ","
        + value.several()[1]
        + ","
        + value.text().length()
        + "\n";
  }

  private static String resolve(String choice) {
    stopAt("backend");
    return choice.equals("auto") ? "reference" : choice;
  }
}
