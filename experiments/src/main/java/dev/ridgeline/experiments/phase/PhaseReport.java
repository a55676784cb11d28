// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.HtmlReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The page of a phase run: the picture, what it means, the table, the parameters. */
final class PhaseReport {
  /** For a newcomer. */
  private static final String QUESTION =
      "A source model serves as the prior of a target task; for each alignment ρ between the two"
          + " the run finds the source penalty that makes the target model best, and divides it"
          + " by the penalty that makes the source model itself best.";

  private PhaseReport() {}

  static HtmlReport page(
      String title, PhaseStudy study, List<PhaseStudy.Curve> curves, List<Chart> charts) {
    HtmlReport report = HtmlReport.titled(title);
    report = report.lead(QUESTION);
    for (String finding : findings(study, curves)) {
      report = report.lead(finding);
    }
    for (Chart chart : charts) {
      report =
          report.picture(
              chart,
              "The source penalty that is best for the target task, over the one that is best for"
                  + " the source task. Above the line the source should be regularised more than"
                  + " its own task asks for, below it less.");
    }
    for (PhaseStudy.Curve curve : curves) {
      report = report.heading(curve.setting().toString()).table(header(), table(curve));
    }
    return report.citation(Citation.PAPER);
  }

  /** The figures of this run, in sentences. */
  static List<String> findings(PhaseStudy study, List<PhaseStudy.Curve> curves) {
    PhaseStudy.Curve first = curves.getFirst();
    List<String> sentences = new ArrayList<>();
    sentences.add(extremes(first));
    int edges = curves.stream().mapToInt(PhaseStudy.Curve::edgeCells).sum();
    int cells = curves.size() * study.seeds().length * study.rho().length;
    sentences.add(
        edges == 0
            ? "No optimum lies at an end of the penalty grid, so none of the "
                + cells
                + " cells is cut off."
            : edges
                + " of "
                + cells
                + " cells have an optimum at an end of the penalty grid, where the true one may lie"
                + " beyond: widen --penalties, or read medians.");
    return sentences;
  }

  private static String extremes(PhaseStudy.Curve curve) {
    Comparator<PhaseStudy.Point> byRho = Comparator.comparingDouble(PhaseStudy.Point::rho);
    PhaseStudy.Point low = curve.points().stream().min(byRho).orElseThrow();
    PhaseStudy.Point high = curve.points().stream().max(byRho).orElseThrow();
    boolean crosses =
        low.rho() < 1 && high.rho() > 1 && low.ratio().median() > 1 && high.ratio().median() < 1;
    return "In the setting "
        + curve.setting()
        + " the median over seeds is "
        + times(low)
        + (low.rho() == high.rho() ? "" : " and " + times(high))
        + (crosses
            ? ": only near ρ = 1 does the penalty that is best for the source serve the target"
                + " best."
            : "; theory puts the crossing for isotropic rows at ρ = 1.");
  }

  private static String times(PhaseStudy.Point point) {
    return inWords(point.ratio().median())
        + " at ρ = "
        + point.rho()
        + " (theory: "
        + inWords(point.theory())
        + ")";
  }

  private static String inWords(double ratio) {
    if (Double.isNaN(ratio)) {
      return "undefined";
    }
    return Double.isInfinite(ratio)
        ? "without bound"
        : String.format(Locale.ROOT, "%.2f times the source-optimal penalty", ratio);
  }

  private static List<String> header() {
    return List.of(
        "ρ", "mean ratio", "95 % interval", "median ratio", "theory", "cells at the edge");
  }

  private static List<List<String>> table(PhaseStudy.Curve curve) {
    List<List<String>> rows = new ArrayList<>();
    for (PhaseStudy.Point point : curve.points()) {
      rows.add(
          List.of(
              Double.toString(point.rho()),
              number(point.ratio().mean()),
              Double.isNaN(point.ratio().ci95())
                  ? ""
                  : number(point.ratio().low()) + " to " + number(point.ratio().high()),
              number(point.ratio().median()),
              number(point.theory()),
              Integer.toString(point.edgeCells())));
    }
    return rows;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }
}
