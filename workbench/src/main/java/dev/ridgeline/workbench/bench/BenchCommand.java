// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import dev.ridgeline.BackendProbe;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What this machine can do: every backend on the same works, each checked before it is timed. */
@Command(
    name = "bench",
    description = "What the backends of this machine can do, in FP64.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline bench --out out/bench",
      "  ridgeline bench --backend cpu-simd,cuda --profile full \\",
      "      --compare out/bench --out out/again"
    })
public final class BenchCommand implements Subcommand {
  private static final String REFERENCE = "reference";

  @Mixin private RunOptions options;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "quick",
      description = "quick or full: how many sizes, and for how long (default: ${DEFAULT-VALUE}).")
  private Profile profile;

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      description = "The folder of an earlier run, to set beside this one.")
  private Path earlier;

  @Option(names = "--no-report", description = "Leave report.html and the picture out.")
  private boolean noReport;

  /** Names are those of the option. */
  enum Profile {
    quick,
    full;

    BenchPlan plan() {
      return this == full ? BenchPlan.full() : BenchPlan.quick();
    }
  }

  private final BenchPlan fixed;

  /** Made by the service loader. */
  public BenchCommand() {
    this(null);
  }

  /** With a plan of its own in place of a profile's. */
  BenchCommand(BenchPlan fixed) {
    this.fixed = fixed;
  }

  @Override
  public boolean takesSeveralBackends() {
    return true;
  }

  @Override
  public Integer call() {
    Map<String, String> devices = devices();
    BenchPlan plan = fixed != null ? fixed : profile.plan();
    Map<String, Double> before = earlier == null ? Map.of() : Earlier.read(earlier);
    options.plan(
        "It would time "
            + plan.items().size()
            + " works on "
            + String.join(", ", devices.keySet())
            + ", with "
            + new TreeSet<>(threads(""))
            + " threads.");
    if (options.dryRun()) {
      return options.printPlan();
    }
    try (Run run = options.open(asked -> String.join(",", devices.keySet()))) {
      if (!run.alreadyFinished()) {
        run.work(
            () -> {
              List<Measurement> rows = measure(run, plan, devices);
              BenchReport.write(run, rows, before, noReport);
            });
        run.finish();
      }
      return ExitCode.DONE;
    }
  }

  /** Backends and what they compute on: those asked for, or all that can run. */
  private Map<String, String> devices() {
    String asked = options.global().backend();
    boolean all = asked.equals(GlobalOptions.AUTO);
    List<String> wanted = List.of(asked.split(",", -1));
    Map<String, String> devices = new LinkedHashMap<>();
    for (BackendProbe probe : Ridgeline.probes()) {
      if (!all && !wanted.contains(probe.name())) {
        continue;
      }
      switch (probe.availability()) {
        case Availability.Available(var device) ->
            devices.put(probe.name(), device.device() + " (" + device.lanes() + ")");
        case Availability.Unavailable no -> {
          if (!all) {
            throw new RunFailedException(probe.toString(), null);
          }
        }
      }
    }
    for (String name : wanted) {
      if (!all && !devices.containsKey(name)) {
        throw new BadInputException("--backend", asked, "names of backends, separated by commas");
      }
    }
    return devices;
  }

  /** One thread and all of them; of a device that has its own the host's say nothing. */
  private List<Integer> threads(String backend) {
    int all = options.global().threads();
    boolean host = backend.isEmpty() || backend.equals(REFERENCE) || backend.startsWith("cpu");
    return all == 1 || !host ? List.of(all) : List.of(1, all);
  }

  private List<Measurement> measure(Run run, BenchPlan plan, Map<String, String> devices) {
    List<Measurement> rows = new ArrayList<>();
    for (Map.Entry<String, String> device : devices.entrySet()) {
      String backend = device.getKey();
      double peak = run.timed("peak of " + backend, () -> peak(backend));
      Set<String> done = new HashSet<>();
      for (int threads : threads(backend)) {
        for (BenchPlan.Item item : plan.items()) {
          String what = backend + ", " + item.work() + " " + item.size();
          rows.add(
              run.timed(
                  what,
                  () -> {
                    try (Work work = item.maker().open(backend, threads)) {
                      work.verified(what);
                      Stopwatch.Time time =
                          Stopwatch.measure(
                              work,
                              done.add(item.work() + threads),
                              plan.warmSeconds(),
                              plan.seconds());
                      return new Measurement(
                          backend,
                          device.getValue(),
                          item,
                          threads,
                          time,
                          work.flops(),
                          peak * threads);
                    } catch (IllegalStateException wrong) {
                      throw new RunFailedException(wrong.getMessage(), wrong);
                    }
                  }));
        }
      }
    }
    return rows;
  }

  private static double peak(String backend) {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(backend))
        .mapToDouble(provider -> provider.peak().orElse(Double.NaN))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** A duration for people. */
  static String seconds(double seconds) {
    return seconds < 1e-3
        ? String.format(Locale.ROOT, "%.3g us", 1e6 * seconds)
        : seconds < 1
            ? String.format(Locale.ROOT, "%.3g ms", 1e3 * seconds)
            : String.format(Locale.ROOT, "%.3g s", seconds);
  }
}
