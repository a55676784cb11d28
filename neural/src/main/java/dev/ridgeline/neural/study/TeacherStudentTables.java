// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.report.CsvFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The CSV files of a teacher-student study: the share of the teacher explained, in percent ({@code
 * r2}), in the place of accuracies.
 *
 * @param rhos alignments
 * @param outcomes one for every rho
 */
record TeacherStudentTables(double[] rhos, List<Outcome> outcomes) {
  /** One row for every rho, seed and weight decay. */
  CsvFile raw() {
    CsvFile csv =
        CsvFile.of(
            "rho",
            "seed",
            "weight_decay",
            "source_r2",
            "transfer_r2_standard",
            "transfer_r2_l2sp",
            "scratch_r2",
            "distance_standard",
            "distance_l2sp");
    for (int r = 0; r < rhos.length; r++) {
      Outcome outcome = outcomes.get(r);
      for (int s = 0; s < outcome.seeds(); s++) {
        for (int w = 0; w < outcome.weightDecays().length; w++) {
          CellResult.Target target = outcome.target(s, w);
          csv.row(
              rhos[r],
              s,
              outcome.weightDecays()[w],
              outcome.cells().get(s).get(w).sourceTest(),
              target.standardTest(),
              target.l2spTest(),
              outcome.scratchTarget(s).standardTest(),
              last(target.standardDistances()),
              last(target.l2spDistances()));
        }
      }
    }
    return csv;
  }

  private static double last(double[] distances) {
    return distances[distances.length - 1];
  }

  /** One row for every rho and weight decay: mean and standard deviation over seeds. */
  CsvFile summary() {
    CsvFile csv =
        CsvFile.of(
            "rho",
            "weight_decay",
            "source_r2_mean",
            "source_r2_sd",
            "transfer_r2_standard_mean",
            "transfer_r2_standard_sd",
            "transfer_r2_l2sp_mean",
            "transfer_r2_l2sp_sd",
            "scratch_r2_mean",
            "scratch_r2_sd");
    for (int r = 0; r < rhos.length; r++) {
      Outcome outcome = outcomes.get(r);
      Tables.fill(
          csv,
          List.of(rhos[r]),
          outcome,
          List.of(outcome.source(), outcome.standard(), outcome.l2sp(), outcome.fromScratch()));
    }
    return csv;
  }

  /** One row for every rho and way of fine-tuning: both optima, their distance, what it costs. */
  CsvFile optima() {
    List<String> header = new ArrayList<>(List.of("rho"));
    for (String column : Tables.OPTIMA_HEADER) {
      header.add(column.replace("accuracy", "r2"));
    }
    CsvFile csv = CsvFile.of(header.toArray(String[]::new));
    for (int r = 0; r < rhos.length; r++) {
      Outcome outcome = outcomes.get(r);
      List<Double> rho = List.of(rhos[r]);
      Tables.optimum(csv, rho, "standard", outcome, outcome.standardShift());
      Tables.optimum(csv, rho, "l2sp", outcome, outcome.l2spShift());
    }
    return csv;
  }
}
