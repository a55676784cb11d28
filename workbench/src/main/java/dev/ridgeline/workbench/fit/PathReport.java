// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.RidgeFit;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The page and the picture of {@code path}. */
final class PathReport {
  /** Curves in one picture. */
  private static final int CURVES = 8;

  private PathReport() {}

  static void write(Run run, PathResults results) {
    RidgeFit fit = results.fit();
    Chart chart = chart(results);
    FolderRun.write(run, "path", chart);
    HtmlReport report =
        HtmlReport.titled("Ridge path of " + String.join(", ", results.responses()));
    for (String finding : results.findings()) {
      report = report.lead(finding);
    }
    for (String warning : results.warnings()) {
      report = report.lead(warning);
    }
    if (fit.responses() == 1 && !results.streamed()) {
      report = report.paragraph(results.indistinguishable(0));
    }
    report =
        report
            .picture(chart, caption(results))
            .heading("Solution")
            .table(
                List.of("response", "penalty", "loss", "route", "condition", "residual"),
                solutions(results));
    run.write("report.html", report.parameters(FolderRun.inWords(run), run.parameters()).html());
  }

  private static String caption(PathResults results) {
    return results.fit().responses() == 1
        ? "The " + results.judged() + " loss over the penalty; the best is marked."
        : "The "
            + results.judged()
            + " loss over the penalty, of each response relative to its least value.";
  }

  private static List<List<String>> solutions(PathResults results) {
    RidgeFit fit = results.fit();
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < fit.responses(); t++) {
      int best = fit.best(t);
      rows.add(
          List.of(
              results.responses().get(t),
              Figures.of(fit.lambda(t)),
              Figures.of(fit.scores(t)[best]),
              fit.route(best).toString(),
              Figures.of(fit.condition(best)),
              t < CURVES && !results.streamed() ? Figures.of(fit.residual(t)) : ""));
    }
    return rows;
  }

  private static Chart chart(PathResults results) {
    RidgeFit fit = results.fit();
    boolean single = fit.responses() == 1;
    Chart chart =
        Chart.titled(
            single ? "Ridge path of " + results.responses().getFirst() : "Ridge paths",
            Axis.log("penalty λ (" + results.scale() + " scale)"),
            Axis.linear(
                results.judged()
                    + (single ? " mean squared error" : " loss, relative to its least value")));
    for (int t = 0; t < Math.min(CURVES, fit.responses()); t++) {
      double[] scores = fit.scores(t);
      double least = single ? 1 : scores[fit.best(t)];
      double unit = least > 0 ? least : 1;
      chart =
          chart.with(
              Series.line(
                      single ? "loss" : results.responses().get(t),
                      fit.lambdas().values(),
                      Arrays.stream(scores).map(s -> s / unit).toArray())
                  .colour(t));
    }
    return single ? chart.vertical(fit.lambda(0), "best") : chart;
  }
}
