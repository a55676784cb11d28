// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.transfer.average.Decision;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Tables of what was advised, and of how often that was wrong. */
final class AdviceTables {
  /** A loss of more than this share of the variance of the response is harm. */
  private static final double HARM = 0.05;

  /** A gain of more than this share of the excess risk from scratch should not be missed. */
  private static final double GAIN = 0.2;

  /** Bins of the probability. */
  private static final double[] BINS = {0, 0.1, 0.3, 0.5, 0.7, 0.9, 1};

  private AdviceTables() {}

  /**
   * How often each advice is given, and how often it is wrong.
   *
   * @param laws outcomes by the name of their law
   */
  static String rates(Map<String, List<Outcome>> laws) {
    String[] head = new String[laws.size() + 2];
    head[0] = "Advice";
    head[1] = "goal";
    int column = 2;
    for (String name : laws.keySet()) {
      head[column++] = name;
    }
    Markdown table = new Markdown(head);
    rate(table, laws, "`transfer`, of all", "", o -> o.decision() == Decision.TRANSFER);
    rate(table, laws, "`scratch`, of all", "", o -> o.decision() == Decision.SCRATCH);
    rate(
        table,
        laws,
        "`no clear difference`, of all",
        "≤ 50 %",
        o -> o.decision() == Decision.NO_CLEAR_DIFFERENCE);
    rate(
        table,
        laws,
        "`transfer` where plain transfer costs over 5 % of Var y, of all",
        "< 2 %",
        o -> o.decision() == Decision.TRANSFER && o.trueGain() < -HARM * o.variance());
    rate(
        table,
        laws,
        "the average costs over 5 % of Var y against scratch, of all",
        "",
        o -> o.risks().get(Choice.AVERAGE) - o.risks().get(Choice.SCRATCH) > HARM * o.variance());
    share(
        table,
        laws,
        "`transfer`, of the cases where it gains over 20 % of scratch's risk",
        "≥ 60 %",
        all ->
            share(
                all.stream().filter(AdviceTables::gains).toList(),
                o -> o.decision() == Decision.TRANSFER));
    rate(
        table,
        laws,
        "`scratch` where transfer gains over 20 % of scratch's risk, of all",
        "< 1 %",
        o -> o.decision() == Decision.SCRATCH && gains(o));
    share(
        table,
        laws,
        "`transfer` where scratch is better, of those told to transfer",
        "",
        all ->
            share(
                all.stream().filter(o -> o.decision() == Decision.TRANSFER).toList(),
                o -> o.trueGain() < 0));
    share(
        table,
        laws,
        "`scratch` where transfer is better, of those told to train from scratch",
        "",
        all ->
            share(
                all.stream().filter(o -> o.decision() == Decision.SCRATCH).toList(),
                o -> o.trueGain() > 0));
    return table.toString();
  }

  private static boolean gains(Outcome outcome) {
    return outcome.trueGain() > GAIN * outcome.risks().get(Choice.SCRATCH);
  }

  private static double share(List<Outcome> among, Predicate<Outcome> of) {
    return among.isEmpty() ? Double.NaN : (double) among.stream().filter(of).count() / among.size();
  }

  private static void rate(
      Markdown table,
      Map<String, List<Outcome>> laws,
      String what,
      String goal,
      Predicate<Outcome> of) {
    share(table, laws, what, goal, all -> share(all, of));
  }

  private static void share(
      Markdown table,
      Map<String, List<Outcome>> laws,
      String what,
      String goal,
      ToDoubleFunction<List<Outcome>> of) {
    Object[] cells = new Object[laws.size() + 2];
    cells[0] = what;
    cells[1] = goal;
    int column = 2;
    for (List<Outcome> all : laws.values()) {
      cells[column++] = Markdown.percent(of.applyAsDouble(all));
    }
    table.row(cells);
  }

  /**
   * The probability that plain transfer is better than scratch, and how often it was.
   *
   * @param laws outcomes by the name of their law
   */
  static String reliability(Map<String, List<Outcome>> laws) {
    Markdown table = new Markdown("Law", "probability", "problems", "predicted", "observed");
    laws.forEach(
        (name, all) -> {
          for (int bin = 0; bin + 1 < BINS.length; bin++) {
            double low = BINS[bin];
            double high = BINS[bin + 1];
            boolean last = high == 1;
            List<Outcome> in =
                all.stream()
                    .filter(o -> o.probability() >= low)
                    .filter(o -> last || o.probability() < high)
                    .toList();
            table.row(
                name,
                low + " to " + high,
                in.size(),
                Markdown.number(
                    in.stream().mapToDouble(Outcome::probability).average().orElse(Double.NaN), 2),
                Markdown.number(share(in, o -> o.trueGain() > 0), 2));
          }
        });
    return table.toString();
  }
}
