// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Ridgeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * Measures the choices of a transfer on random problems whose truth is known, and writes the tables
 * into a page, or fits the factors that widen intervals.
 */
public final class ChoiceBench {
  private static final int WIDE = 3000;
  private static final int OTHER = 1200;
  private static final int PEERS = 1000;
  private static final int REGIMES = 400;

  /** Problems for each number of target rows. */
  private static final int INTERVALS = 1000;

  private static final int[] TARGET_ROWS = {8, 15, 30, 60};

  private final BiFunction<Law, Integer, List<Outcome>> runs;

  /**
   * Creates a bench.
   *
   * @param runs the outcomes of the first problems of a law, by their number
   */
  ChoiceBench(BiFunction<Law, Integer, List<Outcome>> runs) {
    this.runs = runs;
  }

  /**
   * Runs the bench.
   *
   * @param args {@code --fit}, or the page
   * @throws IOException when the page cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: ChoiceBench --fit | PAGE");
      System.exit(2);
    }
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).open()) {
      ChoiceBench bench = new ChoiceBench((law, count) -> timed(ridgeline, law, count));
      if (args[0].equals("--fit")) {
        System.out.print(CoverageTables.factors(bench.intervals()));
      } else {
        Path page = Path.of(args[0]);
        Files.writeString(page, Page.filled(Files.readString(page), bench.results()));
      }
    }
  }

  private static List<Outcome> timed(Ridgeline ridgeline, Law law, int count) {
    long begin = System.nanoTime();
    List<Outcome> all = Runs.of(ridgeline, law, count, Runtime.getRuntime().availableProcessors());
    System.err.printf(
        "choice: %s: %d problems, %.1f s%n", law.name(), count, (System.nanoTime() - begin) / 1e9);
    return all;
  }

  /** All tables. */
  String results() {
    Map<String, List<Outcome>> choices = new LinkedHashMap<>();
    PeerLaws.choices().forEach(law -> choices.put(law.name(), runs.apply(law, PEERS)));
    Map<String, List<Outcome>> wide = new LinkedHashMap<>();
    wide.put("wide", runs.apply(new WideLaw(0), WIDE));
    wide.put("other", runs.apply(new OtherLaw(0), OTHER));
    choices.putAll(wide);
    Map<String, List<Outcome>> regimes = new LinkedHashMap<>();
    PeerLaws.regimes().forEach(law -> regimes.put(law.name(), runs.apply(law, REGIMES)));
    Map<String, List<Outcome>> intervals = intervals();
    return String.join(
        "\n",
        Page.section("Regret", RegretTables.regrets(choices)),
        RegretTables.ratios(choices),
        Page.section("Regimes", RegretTables.regimes(regimes)),
        Page.section("Advice", AdviceTables.rates(wide)),
        Page.section("Probability", AdviceTables.reliability(wide)),
        Page.section("Intervals", CoverageTables.coverage(intervals)),
        CoverageTables.byChoice(intervals),
        Page.section("Factors", CoverageTables.factors(intervals)));
  }

  /** Outcomes with fixed numbers of target rows, by family. */
  private Map<String, List<Outcome>> intervals() {
    Map<String, List<Outcome>> families = new LinkedHashMap<>();
    families.put("wide", intervals(WideLaw::new));
    families.put("other", intervals(OtherLaw::new));
    return families;
  }

  private List<Outcome> intervals(IntFunction<Law> family) {
    List<Outcome> all = new ArrayList<>();
    for (int rows : TARGET_ROWS) {
      all.addAll(runs.apply(family.apply(rows), INTERVALS));
    }
    return all;
  }
}
