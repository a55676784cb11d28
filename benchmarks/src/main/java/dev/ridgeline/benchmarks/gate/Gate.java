// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.gate;

import dev.ridgeline.benchmarks.Machine;
import dev.ridgeline.benchmarks.report.Report;
import dev.ridgeline.benchmarks.report.Results;
import dev.ridgeline.benchmarks.report.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the targets of speed, prints every figure and fails when one is missed. Each target runs
 * in a JVM of its own, so that none is judged by what another did to the compiler.
 */
@Command(name = "gate", description = "Measures P1 to P9; exit code 1 when a target is missed.")
public final class Gate implements Runnable {
  private static final List<String> TARGETS =
      List.of("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9");

  @Option(names = "--targets", split = ",", description = "Such as P1,P4; by default all.")
  private List<String> targets = TARGETS;

  @Option(names = "--numpy", required = true, description = "The NumPy program of P6 and P7.")
  private String numpy;

  @Option(names = "--ridgeline", required = true, description = "The launcher of P7.")
  private String ridgeline;

  @Option(names = "--pairs", description = "Pairs of turns per figure.")
  private int pairs = 21;

  @Option(names = "--out", required = true, description = "The file to write.")
  private Path out;

  @Option(names = "--child", hidden = true)
  private boolean child;

  private final List<Verdict> verdicts = new ArrayList<>();

  /** For picocli. */
  public Gate() {}

  /**
   * Measures.
   *
   * @param args see the options
   */
  public static void main(String[] args) {
    Gate gate = new Gate();
    int code =
        new CommandLine(gate)
            .setExecutionExceptionHandler(
                (exception, line, parsed) -> {
                  exception.printStackTrace();
                  return 3;
                })
            .execute(args);
    if (code == 0 && !gate.child) {
      code = gate.verdicts.stream().allMatch(Verdict::pass) ? 0 : 1;
    }
    System.exit(code);
  }

  @Override
  public void run() {
    try {
      if (child) {
        targets.forEach(this::measure);
        write(null);
      } else {
        parent();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void parent() throws IOException, InterruptedException {
    for (String variable : List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")) {
      if (System.getenv(variable) != null) {
        throw new IllegalStateException("unset " + variable + ": it may slow OpenBLAS down");
      }
    }
    Machine machine = Machine.here();
    System.out.printf(
        Locale.ROOT,
        "%s, %d cores, JDK %s%nFMA peak %.1f GFLOP/s a core, memory stream %.1f GB/s, OpenBLAS"
            + " runs its %s kernels%n",
        machine.processor(),
        machine.cores(),
        machine.jdk(),
        machine.fmaPeak(),
        machine.memoryStream(),
        machine.openblasCore());
    System.out.println(
        line("", "work", "threads", "peer", "ours", "peer's", "ratio", "best", "required", ""));
    int failed = 0;
    for (String target : targets) {
      Path file = Files.createTempFile("gate", ".json");
      failed += inChild(target, file) == 0 ? 0 : 1;
      if (Files.size(file) > 0) {
        verdicts.addAll(Results.read(file).verdicts());
      }
      Files.delete(file);
    }
    write(machine);
    long met = verdicts.stream().filter(Verdict::pass).count();
    System.out.printf("%d of %d figures meet their target%n", met, verdicts.size());
    if (failed > 0) {
      throw new IllegalStateException(failed + " targets could not be measured, see above");
    }
  }

  private int inChild(String target, Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Gate.class.getName()));
    command.addAll(List.of("--child", "--targets", target, "--out", file.toString()));
    command.addAll(List.of("--numpy", numpy, "--ridgeline", ridgeline));
    command.addAll(List.of("--pairs", Integer.toString(pairs)));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private void write(Machine machine) throws IOException {
    String date = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    new Results("gate", date, machine, List.of(), verdicts).write(out);
  }

  private void measure(String target) {
    Pairing many = new Pairing(pairs, 1);
    Pairing few = new Pairing(Math.max(3, pairs / 4), 0);
    Programs programs = new Programs(this::show, numpy, ridgeline, Math.max(5, pairs / 3));
    switch (target) {
      case "P6" -> programs.warmSweep();
      case "P7" -> programs.wholeProcess();
      default -> new Targets(this::show, many, few).measure(target);
    }
  }

  private void show(Verdict v) {
    verdicts.add(v);
    System.out.println(
        line(
            v.target(),
            v.work(),
            Integer.toString(v.threads()),
            v.peer(),
            Report.time(v.ours()),
            Report.time(v.theirs()),
            Report.number(v.ratio()),
            Report.number(v.best()),
            Report.number(v.required()),
            v.pass() ? "PASS" : "MISS"));
  }

  private static String line(String... cells) {
    return String.format(
            Locale.ROOT, "%-3s %-34s %7s %-13s %9s %9s %6s %6s %8s %s", (Object[]) cells)
        .stripTrailing();
  }
}
