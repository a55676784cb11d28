// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Tables of the excess risks of choices. */
final class RegretTables {
  /** A model that is worse than scratch by more than this share is counted. */
  private static final double NOTABLY = 1.05;

  private RegretTables() {}

  /**
   * Mean regrets with their standard errors, and medians.
   *
   * @param laws outcomes by the name of their law
   */
  static String regrets(Map<String, List<Outcome>> laws) {
    return byLaw(
        laws,
        "Regret",
        choice ->
            all -> {
              double[] r = all.stream().mapToDouble(o -> o.regret(choice)).sorted().toArray();
              double mean = Arrays.stream(r).average().orElse(Double.NaN);
              double square = Arrays.stream(r).map(v -> (v - mean) * (v - mean)).sum();
              double error = Math.sqrt(square / (r.length - 1.0) / r.length);
              return String.format(Locale.ROOT, "%.3f ± %.3f (%.3f)", mean, error, r[r.length / 2]);
            });
  }

  /**
   * Geometric means of the excess risk over that of the best pair.
   *
   * @param laws outcomes by the name of their law
   */
  static String ratios(Map<String, List<Outcome>> laws) {
    return byLaw(
        laws,
        "Excess risk over the best pair's, geometric mean",
        choice ->
            all ->
                Markdown.number(
                    Math.exp(
                        all.stream()
                            .mapToDouble(o -> Math.log(o.ratios().get(choice)))
                            .average()
                            .orElse(Double.NaN)),
                    3));
  }

  private static String byLaw(
      Map<String, List<Outcome>> laws,
      String title,
      Function<Choice, Function<List<Outcome>, String>> cell) {
    String[] head = new String[laws.size() + 1];
    head[0] = title;
    int column = 1;
    for (Map.Entry<String, List<Outcome>> law : laws.entrySet()) {
      head[column++] = law.getKey() + ", " + law.getValue().size() + " problems";
    }
    Markdown table = new Markdown(head);
    for (Choice choice : Choice.values()) {
      Object[] cells = new Object[head.length];
      cells[0] = choice;
      column = 1;
      for (List<Outcome> all : laws.values()) {
        cells[column++] = cell.apply(choice).apply(all);
      }
      table.row(cells);
    }
    return table.toString();
  }

  /**
   * Regimes: sums of excess risks over the sum of the best ones.
   *
   * @param regimes outcomes by the name of their law
   */
  static String regimes(Map<String, List<Outcome>> regimes) {
    Markdown table =
        new Markdown(
            "Regime",
            "average",
            "pair or scratch",
            "scratch",
            "average over the better of both",
            "average worse than scratch by over 5 %");
    regimes.forEach(
        (name, all) -> {
          double best = sum(all, Outcome::best);
          double average = sum(all, o -> o.best() * o.ratios().get(Choice.AVERAGE)) / best;
          double pair = sum(all, o -> o.best() * o.ratios().get(Choice.BETTER)) / best;
          double scratch = sum(all, o -> o.best() * o.ratios().get(Choice.SCRATCH)) / best;
          long worse =
              all.stream()
                  .filter(
                      o ->
                          o.ratios().get(Choice.AVERAGE) > NOTABLY * o.ratios().get(Choice.SCRATCH))
                  .count();
          table.row(
              name,
              Markdown.number(average, 2),
              Markdown.number(pair, 2),
              Markdown.number(scratch, 2),
              String.format(Locale.ROOT, "%+.1f %%", 100 * (average / Math.min(pair, scratch) - 1)),
              Markdown.percent((double) worse / all.size()));
        });
    return table.toString();
  }

  private static double sum(List<Outcome> all, ToDoubleFunction<Outcome> of) {
    return all.stream().mapToDouble(of).sum();
  }
}
