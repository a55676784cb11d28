// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page of a study of weight decay: what was found, pictures, tables, parameters. */
final class NeuralReport {
  private NeuralReport() {}

  static HtmlReport page(
      String title, Outcome outcome, List<String> notes, Chart accuracies, Chart distances) {
    HtmlReport report = HtmlReport.titled(title);
    for (String sentence : meaning(outcome)) {
      report = report.lead(sentence);
    }
    report =
        report
            .picture(
                accuracies,
                "Accuracy on the source and on the target test set over the weight decay that the"
                    + " source was trained with.")
            .picture(
                distances,
                "How far fine-tuning moves the copied parameters, by the weight decay of the"
                    + " source.")
            .heading("Optima")
            .table(
                List.of(
                    "fine-tuning",
                    "best for the source",
                    "best for the target",
                    "accuracy lost",
                    "95 % interval"),
                List.of(
                    optima("standard", outcome, outcome.standardShift()),
                    optima("L2-SP", outcome, outcome.l2spShift())))
            .paragraph(
                "In parentheses, and for the accuracy lost, 95 % of the resamples of a bootstrap"
                    + " over seeds. The accuracy lost is what the target loses in percentage points"
                    + " when the source is trained with the weight decay that is best for itself;"
                    + " its interval is taken on the seeds that a resample left out.")
            .heading("Accuracies in percent")
            .table(header(), rows(outcome))
            .heading("What to know")
            .paragraph("Networks on ND4J, float32.");
    for (String note : notes) {
      report = report.paragraph(note);
    }
    return report.citation(Citation.PAPER);
  }

  /** What the run found, and how sure it is. */
  static List<String> meaning(Outcome outcome) {
    List<String> sentences = new ArrayList<>();
    sentences.add(shift("standard fine-tuning", outcome, outcome.standardShift()));
    sentences.add(shift("L2-SP", outcome, outcome.l2spShift()));
    sentences.add(gap(outcome));
    sentences.add(negative(outcome));
    return sentences;
  }

  /** Both optima in words; a shift is claimed only where the bootstrap shows it. */
  static String shift(String way, Outcome outcome, Shift shift) {
    String source = Charts.number(outcome.weightDecays()[shift.sourceOptimum()]);
    String transfer = Charts.number(outcome.weightDecays()[shift.transferOptimum()]);
    String both =
        "With "
            + way
            + " the weight decay "
            + source
            + " is best for the source task and "
            + transfer
            + " for the target task";
    if (outcome.seeds() == 1) {
      return both + "; one seed says nothing about how sure that is.";
    }
    if (shift.isShown()) {
      return both
          + ": the shift is shown, and the source-optimal weight decay costs the target "
          + points(shift.lost())
          + " (95 % interval "
          + Figures.of(shift.lostLow())
          + " to "
          + Figures.of(shift.lostHigh())
          + ").";
    }
    return both
        + "; over these "
        + outcome.seeds()
        + " seeds a shift is not shown: in "
        + percent(shift.above())
        + " of the resamples the target optimum lies above, in "
        + percent(shift.below())
        + " below, and the source-optimal weight decay costs "
        + points(shift.lost())
        + " (95 % interval "
        + Figures.of(shift.lostLow())
        + " to "
        + Figures.of(shift.lostHigh())
        + ").";
  }

  private static String points(double value) {
    return Figures.of(value) + " percentage points";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** How much the two ways of fine-tuning differ in their means. */
  private static String gap(Outcome outcome) {
    double[] gaps =
        Outcome.curve(Outcome.difference(outcome.l2sp(), outcome.standard()), OverSeeds::mean);
    int widest = 0;
    for (int w = 1; w < gaps.length; w++) {
      widest = Math.abs(gaps[w]) > Math.abs(gaps[widest]) ? w : widest;
    }
    return "L2-SP less standard fine-tuning is "
        + Figures.of(Arrays.stream(gaps).average().orElseThrow())
        + " percentage points on average over the grid, and at most "
        + Figures.of(gaps[widest])
        + ", at weight decay "
        + Charts.number(outcome.weightDecays()[widest])
        + ".";
  }

  /** Where training from scratch is better in the mean. */
  private static String negative(Outcome outcome) {
    double[] standard =
        Outcome.curve(
            Outcome.difference(outcome.standard(), outcome.fromScratch()), OverSeeds::mean);
    double[] l2sp =
        Outcome.curve(Outcome.difference(outcome.l2sp(), outcome.fromScratch()), OverSeeds::mean);
    List<String> worse = new ArrayList<>();
    for (int w = 0; w < standard.length; w++) {
      if (standard[w] < 0 || l2sp[w] < 0) {
        worse.add(
            Charts.number(outcome.weightDecays()[w])
                + (standard[w] < 0 ? l2sp[w] < 0 ? "" : " (standard)" : " (L2-SP)"));
      }
    }
    return worse.isEmpty()
        ? "Transfer beats training from scratch at every weight decay."
        : "Negative transfer, training from scratch is better, at the weight decays "
            + String.join(", ", worse)
            + ".";
  }

  private static List<String> optima(String way, Outcome outcome, Shift shift) {
    double[] grid = outcome.weightDecays();
    boolean known = outcome.seeds() > 1;
    return List.of(
        way,
        Charts.number(grid[shift.sourceOptimum()])
            + (known ? range(grid, shift.sourceLow(), shift.sourceHigh()) : ""),
        Charts.number(grid[shift.transferOptimum()])
            + (known ? range(grid, shift.transferLow(), shift.transferHigh()) : ""),
        Figures.of(shift.lost()),
        known ? Figures.range(shift.lostLow(), shift.lostHigh()) : "");
  }

  private static String range(double[] grid, int low, int high) {
    return " (" + Charts.number(grid[low]) + " to " + Charts.number(grid[high]) + ")";
  }

  private static List<String> header() {
    return List.of(
        "weight decay", "source", "standard fine-tuning", "L2-SP", "from scratch", "benefit");
  }

  private static List<List<String>> rows(Outcome outcome) {
    List<List<String>> rows = new ArrayList<>();
    double[][] benefit = Outcome.difference(outcome.standard(), outcome.fromScratch());
    for (int w = 0; w < outcome.weightDecays().length; w++) {
      rows.add(
          List.of(
              Charts.number(outcome.weightDecays()[w]),
              figure(Outcome.at(outcome.source(), w)),
              figure(Outcome.at(outcome.standard(), w)),
              figure(Outcome.at(outcome.l2sp(), w)),
              figure(Outcome.at(outcome.fromScratch(), w)),
              figure(Outcome.at(benefit, w))));
    }
    return rows;
  }

  /** A mean with its standard deviation. */
  static String figure(OverSeeds figure) {
    String mean = String.format(Locale.ROOT, "%.2f", figure.mean());
    return Double.isNaN(figure.deviation())
        ? mean
        : mean + String.format(Locale.ROOT, " (%.2f)", figure.deviation());
  }
}
