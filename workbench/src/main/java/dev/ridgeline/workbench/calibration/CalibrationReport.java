// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.workbench.calibration.CalibrationTable.Summary;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The page and the picture of {@code calibration}. */
final class CalibrationReport {
  /** What cannot be used is no answer: it measures the others. */
  private static final Set<CalibrationModel> MEASURES =
      EnumSet.of(CalibrationModel.OWN, CalibrationModel.HINDSIGHT);

  private CalibrationReport() {}

  static void write(Run run, CalibrationTable table, List<String> notes) {
    Chart chart = chart(table);
    FolderRun.write(run, "calibration", chart);
    HtmlReport report = HtmlReport.titled("From one instrument to another");
    for (String finding : findings(table)) {
      report = report.lead(finding);
    }
    for (String note : notes) {
      report = report.paragraph(note);
    }
    report =
        report.picture(
            chart,
            "RMSEP on test samples that no model saw, over that of the model of all calibration"
                + " samples measured on the target (1: as good as measuring them all); geometric"
                + " mean of "
                + table.cases()
                + " cases.");
    for (int s = 0; s < table.standards().length; s++) {
      report =
          report.heading(table.standards()[s] + " standards").table(header(table), rows(table, s));
    }
    FolderRun.writePage(
        run,
        report.paragraph(
            "Medians of RMSEP in the units of the property, over all pairs of instruments and"
                + " splits; RMSEP over that of the best pair of penalties in hindsight,"
                + " geometric mean; and in how many cases a model beats bias correction."
                + " calibration_summary.csv has every pair of instruments, calibration.csv"
                + " every split with bias, SEP and RPD."));
  }

  private static Chart chart(CalibrationTable table) {
    Chart chart =
        Chart.titled(
                "Error on the target instrument over the number of standards",
                Axis.linear("standards measured on the target"),
                Axis.log("RMSEP / RMSEP of all samples on the target"))
            .horizontal(1, "all samples on the target");
    // the last ones are the better ones: they come first, and get the colours that stand out
    for (CalibrationModel model : List.of(CalibrationModel.values()).reversed()) {
      if (!MEASURES.contains(model)) {
        chart =
            chart.with(
                Series.line(model.words(), table.counts(), table.curve(model, Summary::overOwn))
                    .markers());
      }
    }
    return chart;
  }

  /** What was found, a sentence for every number of standards. */
  static List<String> findings(CalibrationTable table) {
    List<String> findings = new ArrayList<>();
    for (int s = 0; s < table.standards().length; s++) {
      CalibrationModel best = CalibrationModel.BIAS;
      for (CalibrationModel model : CalibrationModel.values()) {
        double error = table.overall(s, model).overOwn();
        if (!MEASURES.contains(model) && error < table.overall(s, best).overOwn()) {
          best = model;
        }
      }
      Summary summary = table.overall(s, best);
      findings.add(
          "With "
              + table.standards()[s]
              + " standards the least error on the target is that of "
              + best.words()
              + ", "
              + Figures.of(summary.overOwn())
              + " times that of all samples measured on the target"
              + (best == CalibrationModel.BIAS
                  ? "."
                  : "; bias correction has "
                      + Figures.of(table.overall(s, CalibrationModel.BIAS).overOwn())
                      + " times, and a greater one in "
                      + summary.winsOverBias()
                      + " of "
                      + table.cases()
                      + " cases."));
    }
    return findings;
  }

  private static List<String> header(CalibrationTable table) {
    List<String> header = new ArrayList<>(List.of("model"));
    header.addAll(table.responses());
    header.addAll(List.of("over hindsight", "wins over bias"));
    return header;
  }

  private static List<List<String>> rows(CalibrationTable table, int standards) {
    List<List<String>> rows = new ArrayList<>();
    for (CalibrationModel model : CalibrationModel.values()) {
      List<String> row = new ArrayList<>(List.of(model.words()));
      for (int t = 0; t < table.responses().size(); t++) {
        row.add(Figures.of(table.overall(t, standards, model).median()));
      }
      Summary all = table.overall(standards, model);
      row.add(Figures.of(all.overHindsight()));
      row.add(String.valueOf(all.winsOverBias()));
      rows.add(row);
    }
    return rows;
  }
}
