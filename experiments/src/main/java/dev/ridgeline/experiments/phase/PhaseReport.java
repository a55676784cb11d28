// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.workbench.cli.Grid;
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
      String title,
      PhaseStudy study,
      List<PhaseStudy.Curve> curves,
      List<String> findings,
      List<Chart> charts) {
    HtmlReport report = HtmlReport.titled(title);
    report = report.found(findings).paragraph(QUESTION);
    for (Chart chart : charts) {
      report =
          report.picture(
              chart,
              "The source penalty that is best for the target task, over the one that is best for"
                  + " the source task. Above the line the source should be regularised more than"
                  + " its own task asks for, below it less."
                  + (study.exact()
                      ? " Lines and bands are of the optima between grid points; dots are the"
                          + " choices on the grid, which move in its steps."
                      : ""));
    }
    for (PhaseStudy.Curve curve : curves) {
      report =
          report
              .heading(curve.setting().toString())
              .table(header(study.exact()), table(curve, study.exact()));
    }
    return report.citation(Citation.PAPER);
  }

  /** The figures of this run, in sentences; the remedy is for optima at an end of the grid. */
  static List<String> findings(PhaseStudy study, List<PhaseStudy.Curve> curves, String remedy) {
    PhaseStudy.Curve first = curves.getFirst();
    List<String> sentences = new ArrayList<>();
    sentences.add(extremes(first, study.exact()));
    if (study.exact() && study.seeds().length > 1) {
      sentences.add(agreement(curves));
    }
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
                + " beyond: "
                + remedy
                + ".");
    return sentences;
  }

  private static String agreement(List<PhaseStudy.Curve> curves) {
    List<PhaseStudy.Point> points =
        curves.stream().flatMap(curve -> curve.points().stream()).toList();
    long inside = points.stream().filter(PhaseStudy.Point::theoryInside).count();
    long undefined = points.stream().filter(p -> Double.isNaN(p.exact().ci95())).count();
    return "Between grid points the theory lies in the 95 % interval of the mean ratio at "
        + inside
        + " of "
        + points.size()
        + (curves.size() == 1 ? " alignments" : " alignments of all settings")
        + (undefined == 0
            ? "."
            : "; at "
                + undefined
                + " an optimum lies beyond the search, and there is no interval.");
  }

  private static double median(PhaseStudy.Point point, boolean exact) {
    return exact ? point.exactMedian() : point.ratio().median();
  }

  private static String extremes(PhaseStudy.Curve curve, boolean exact) {
    Comparator<PhaseStudy.Point> byRho = Comparator.comparingDouble(PhaseStudy.Point::rho);
    PhaseStudy.Point low = curve.points().stream().min(byRho).orElseThrow();
    PhaseStudy.Point high = curve.points().stream().max(byRho).orElseThrow();
    boolean crosses =
        low.rho() < 1 && high.rho() > 1 && median(low, exact) > 1 && median(high, exact) < 1;
    return "In the setting "
        + curve.setting()
        + " the median over seeds is "
        + times(low, exact)
        + (low.rho() == high.rho() ? "" : " and " + times(high, exact))
        + (crosses
            ? ": only near ρ = 1 does the penalty that is best for the source serve the target"
                + " best."
            : "; theory puts the crossing for isotropic rows at ρ = 1.");
  }

  private static String times(PhaseStudy.Point point, boolean exact) {
    return inWords(median(point, exact))
        + " at ρ = "
        + Grid.spelling(point.rho())
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

  private static List<String> header(boolean exact) {
    List<String> names = new ArrayList<>(List.of("ρ"));
    if (exact) {
      names.addAll(List.of("mean ratio", "95 % interval", "median ratio"));
    }
    names.add("theory");
    String where = exact ? ", on the grid" : "";
    names.addAll(List.of("mean ratio" + where, "95 % interval" + where, "median ratio" + where));
    names.add("cells at the edge");
    return names;
  }

  private static List<List<String>> table(PhaseStudy.Curve curve, boolean exact) {
    List<List<String>> rows = new ArrayList<>();
    for (PhaseStudy.Point point : curve.points()) {
      List<String> row = new ArrayList<>(List.of(Grid.spelling(point.rho())));
      if (exact) {
        row.addAll(figures(point.exact(), point.exactMedian()));
      }
      row.add(number(point.theory()));
      row.addAll(figures(point.ratio(), point.ratio().median()));
      row.add(Integer.toString(point.edgeCells()));
      rows.add(row);
    }
    return rows;
  }

  private static List<String> figures(Spread ratio, double median) {
    String interval =
        Double.isNaN(ratio.ci95()) ? "" : number(ratio.low()) + " to " + number(ratio.high());
    return List.of(number(ratio.mean()), interval, number(median));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }
}
