// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Picture;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.List;

/** The page of a benefit study: what was found, the picture, the table, the parameters. */
public final class BenefitReport {
  private static final String MEASURE =
      "The benefit of transfer is the excess risk of the target model trained from scratch less"
          + " that of the model that starts from the source: above zero transfer helps.";

  private BenefitReport() {}

  /**
   * Writes report.html.
   *
   * @param run where to
   * @param title of the page
   * @param findings sentences with the figures of this run
   * @param picture with its caption below
   * @param caption what the picture shows
   * @param header of the table
   * @param rows of the table
   */
  public static void write(
      Run run,
      String title,
      List<String> findings,
      Picture picture,
      String caption,
      List<String> header,
      List<List<String>> rows) {
    HtmlReport report = HtmlReport.titled(title).found(findings).paragraph(MEASURE);
    FolderRun.writePage(
        run,
        report
            .picture(picture, caption)
            .heading("Figures")
            .table(header, rows)
            .citation(Citation.PAPER));
  }
}
