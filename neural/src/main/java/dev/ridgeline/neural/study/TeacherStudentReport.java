// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Pictures and page of a teacher-student study.
 *
 * @param rhos alignments, ascending
 * @param outcomes one for every rho
 */
record TeacherStudentReport(double[] rhos, List<Outcome> outcomes) {
  private static final String EXPLAINED = "share of the teacher explained (%)";

  private double[] grid() {
    return outcomes.getFirst().weightDecays();
  }

  /** The best weight decays over rho: the phase transition, for networks. */
  Chart optima() {
    return Chart.titled(
            "Best source weight decay over the alignment",
            Axis.linear("alignment rho of the target's teacher"),
            Axis.log("source weight decay" + (grid()[0] == 0 ? " (0 drawn at 1e-7)" : "")))
        .subtitle("bands: 95 % of the resamples of the seeds; dashed: best for the source")
        .with(optimum("target, L2-SP", Outcome::l2spShift).colour(Charts.L2SP))
        .with(
            optimum("target, standard fine-tuning", Outcome::standardShift).colour(Charts.STANDARD))
        .with(
            Series.theory(
                    "source",
                    rhos,
                    Charts.optima(outcomes, Outcome::standardShift, Shift::sourceOptimum))
                .colour(Charts.SOURCE))
        .vertical(1, "rho = 1");
  }

  private Series optimum(String name, Function<Outcome, Shift> way) {
    return Series.line(name, rhos, Charts.optima(outcomes, way, Shift::transferOptimum))
        .band(
            Charts.optima(outcomes, way, Shift::transferLow),
            Charts.optima(outcomes, way, Shift::transferHigh))
        .markers();
  }

  /** What the source explains, and the target for some rho, over the weight decay of the source. */
  Chart explained() {
    double[] x = Charts.abscissas(grid());
    Outcome any = outcomes.getFirst();
    Chart chart =
        Chart.titled(
                "What source and target explain",
                Charts.weightDecayAxis(),
                Axis.linear(EXPLAINED).between(0, 100))
            .subtitle(
                Charts.seeds(any.seeds()) + "; fine-tuned with L2-SP; dots: the best weight decays")
            .with(Charts.banded("source", x, any.source()).colour(Charts.SOURCE))
            .with(
                Charts.optimum(
                    x, any.source(), any.standardShift().sourceOptimum(), Charts.SOURCE));
    int colour = Charts.SOURCE + 1;
    for (int r : Charts.spread(rhos.length)) {
      Outcome outcome = outcomes.get(r);
      chart =
          chart
              .with(
                  Charts.banded("target, rho " + Figures.of(rhos[r]), x, outcome.l2sp())
                      .colour(colour))
              .with(
                  Charts.optimum(x, outcome.l2sp(), outcome.l2spShift().transferOptimum(), colour));
      colour++;
    }
    return chart;
  }

  /** The page. */
  HtmlReport page(String words) {
    HtmlReport page = HtmlReport.titled("Networks with a constructed alignment");
    for (String sentence : meaning()) {
      page = page.lead(sentence);
    }
    page =
        page.picture(optima(), "The weight decay that is best for the target, over rho.")
            .picture(
                explained(),
                "What a network explains of its teacher on fresh inputs; values below 0 are not"
                    + " drawn.")
            .heading("Optima, L2-SP")
            .table(
                List.of(
                    "rho",
                    "best for the source",
                    "best for the target",
                    "95 % interval",
                    "lost with the source's",
                    "95 % interval",
                    "shift"),
                rows())
            .paragraph(
                "Lost: percentage points of the teacher that the target explains less when the"
                    + " source is trained with the weight decay that is best for itself. A shift is"
                    + " shown where 97.5 % of the resamples of a bootstrap over seeds put the"
                    + " target's optimum on the same side and the interval of the loss, taken on"
                    + " the seeds that a resample left out, lies above zero.")
            .heading("What to know")
            .paragraph(words + ".")
            .paragraph(
                "The source's teacher is a network of one hidden layer with random weights, its"
                    + " mean square 1; the target's teacher is rho times it. Inputs are standard"
                    + " normal. All weight decays and all rho of a seed see the same draws.");
    return page.citation(Citation.PAPER);
  }

  /** What was found on either side of rho = 1, and how sure it is. */
  List<String> meaning() {
    List<String> sentences = new ArrayList<>();
    sentences.add(side("below 1", 0, 1, Shift::above, "more strongly"));
    sentences.add(side("above 1", 1, Double.POSITIVE_INFINITY, Shift::below, "less strongly"));
    List<String> worse = new ArrayList<>();
    for (int r = 0; r < rhos.length; r++) {
      Outcome outcome = outcomes.get(r);
      int best = outcome.l2spShift().transferOptimum();
      if (Outcome.at(outcome.l2sp(), best).mean()
          < Outcome.at(outcome.fromScratch(), best).mean()) {
        worse.add(Figures.of(rhos[r]));
      }
    }
    sentences.add(
        worse.isEmpty()
            ? "With its best weight decay the transfer beats training from scratch at every rho."
            : "Negative transfer: at rho "
                + String.join(", ", worse)
                + " training from scratch is better than the best transfer.");
    return sentences;
  }

  private String side(
      String name, double from, double to, Function<Shift, Double> expected, String words) {
    List<String> shown = new ArrayList<>();
    int all = 0;
    for (int r = 0; r < rhos.length; r++) {
      if (rhos[r] > from && rhos[r] < to) {
        all++;
        Shift shift = outcomes.get(r).l2spShift();
        if (shift.isShown() && expected.apply(shift) > 0.5) {
          shown.add(Figures.of(rhos[r]));
        }
      }
    }
    if (all == 0) {
      return "No rho " + name + " was run.";
    }
    return "rho "
        + name
        + ": theory says that the source should be regularised "
        + words
        + " than is best for itself; with L2-SP that is "
        + (shown.isEmpty()
            ? "not shown at any of the " + all + " values."
            : "shown at rho " + String.join(", ", shown) + " (of " + all + " values).");
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (int r = 0; r < rhos.length; r++) {
      Shift shift = outcomes.get(r).l2spShift();
      boolean known = outcomes.get(r).seeds() > 1;
      rows.add(
          List.of(
              Figures.of(rhos[r]),
              Charts.number(grid()[shift.sourceOptimum()]),
              Charts.number(grid()[shift.transferOptimum()]),
              known
                  ? Charts.number(grid()[shift.transferLow()])
                      + " to "
                      + Charts.number(grid()[shift.transferHigh()])
                  : "",
              Figures.of(shift.lost()),
              known ? Figures.range(shift.lostLow(), shift.lostHigh()) : "",
              shift.isShown() ? "shown" : "not shown"));
    }
    return rows;
  }
}
