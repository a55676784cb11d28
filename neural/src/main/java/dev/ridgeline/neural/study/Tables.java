// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.report.CsvFile;
import java.util.ArrayList;
import java.util.List;

/** The CSV files of a study of weight decay. */
final class Tables {
  static final List<String> OPTIMA_HEADER =
      List.of(
          "fine_tuning",
          "source_optimal",
          "source_optimal_low",
          "source_optimal_high",
          "transfer_optimal",
          "transfer_optimal_low",
          "transfer_optimal_high",
          "share_above",
          "share_below",
          "accuracy_lost",
          "accuracy_lost_low",
          "accuracy_lost_high",
          "shift_shown");

  private Tables() {}

  /** One row for every seed and weight decay. */
  static CsvFile raw(Outcome outcome) {
    boolean heldOut = outcome.selection() == Selection.VALIDATION;
    List<String> header =
        new ArrayList<>(
            List.of(
                "seed",
                "weight_decay",
                "source_acc",
                "transfer_acc_standard",
                "transfer_acc_l2sp",
                "scratch_acc"));
    if (heldOut) {
      header.addAll(
          List.of(
              "source_validation_acc",
              "transfer_validation_acc_standard",
              "transfer_validation_acc_l2sp"));
    }
    CsvFile csv = CsvFile.of(header.toArray(String[]::new));
    for (int s = 0; s < outcome.seeds(); s++) {
      double scratch = outcome.scratchTarget(s).standardTest();
      for (int w = 0; w < outcome.weightDecays().length; w++) {
        CellResult cell = outcome.cells().get(s).get(w);
        CellResult.Target target = outcome.target(s, w);
        List<Object> row =
            new ArrayList<>(
                List.of(
                    s,
                    outcome.weightDecays()[w],
                    cell.sourceTest(),
                    target.standardTest(),
                    target.l2spTest(),
                    scratch));
        if (heldOut) {
          row.addAll(List.of(cell.sourceHeldOut(), target.standardHeldOut(), target.l2spHeldOut()));
        }
        csv.row(row.toArray());
      }
    }
    return csv;
  }

  /** One row for every weight decay: mean and standard deviation over seeds. */
  static CsvFile summary(Outcome outcome) {
    CsvFile csv =
        CsvFile.of(
            "weight_decay",
            "source_acc_mean",
            "source_acc_sd",
            "transfer_acc_standard_mean",
            "transfer_acc_standard_sd",
            "transfer_acc_l2sp_mean",
            "transfer_acc_l2sp_sd",
            "scratch_acc_mean",
            "scratch_acc_sd");
    fill(
        csv,
        outcome,
        List.of(outcome.source(), outcome.standard(), outcome.l2sp(), outcome.fromScratch()));
    return csv;
  }

  /**
   * One row for every weight decay: what transfer gains over training from scratch, what L2-SP
   * gains over standard fine-tuning.
   */
  static CsvFile benefit(Outcome outcome) {
    CsvFile csv =
        CsvFile.of(
            "weight_decay",
            "benefit_standard_mean",
            "benefit_standard_sd",
            "benefit_l2sp_mean",
            "benefit_l2sp_sd",
            "l2sp_less_standard_mean",
            "l2sp_less_standard_sd");
    fill(
        csv,
        outcome,
        List.of(
            Outcome.difference(outcome.standard(), outcome.fromScratch()),
            Outcome.difference(outcome.l2sp(), outcome.fromScratch()),
            Outcome.difference(outcome.l2sp(), outcome.standard())));
    return csv;
  }

  private static void fill(CsvFile csv, Outcome outcome, List<double[][]> columns) {
    fill(csv, List.of(), outcome, columns);
  }

  /**
   * Adds a row for every weight decay: leading fields, the weight decay, and mean and standard
   * deviation over seeds of each column.
   */
  static void fill(CsvFile csv, List<?> leading, Outcome outcome, List<double[][]> columns) {
    for (int w = 0; w < outcome.weightDecays().length; w++) {
      List<Object> row = new ArrayList<>(leading);
      row.add(outcome.weightDecays()[w]);
      for (double[][] column : columns) {
        OverSeeds figure = Outcome.at(column, w);
        row.add(figure.mean());
        row.add(figure.deviation());
      }
      csv.row(row.toArray());
    }
  }

  /** One row for every seed, weight decay and epoch; epoch 0 is before training. */
  static CsvFile distances(Outcome outcome) {
    CsvFile csv = CsvFile.of("seed", "weight_decay", "epoch", "distance_standard", "distance_l2sp");
    for (int s = 0; s < outcome.seeds(); s++) {
      for (int w = 0; w < outcome.weightDecays().length; w++) {
        CellResult.Target target = outcome.target(s, w);
        for (int e = 0; e < target.standardDistances().length; e++) {
          csv.row(
              s,
              outcome.weightDecays()[w],
              e,
              target.standardDistances()[e],
              target.l2spDistances()[e]);
        }
      }
    }
    return csv;
  }

  /** One row for each way of fine-tuning: both optima, their distance, what it costs. */
  static CsvFile optima(Outcome outcome) {
    CsvFile csv = CsvFile.of(OPTIMA_HEADER.toArray(String[]::new));
    optimum(csv, List.of(), "standard", outcome, outcome.standardShift());
    optimum(csv, List.of(), "l2sp", outcome, outcome.l2spShift());
    return csv;
  }

  /** Adds a row: leading fields, both optima, their distance, what it costs. */
  static void optimum(CsvFile csv, List<?> leading, String way, Outcome outcome, Shift shift) {
    double[] grid = outcome.weightDecays();
    List<Object> row = new ArrayList<>(leading);
    row.addAll(
        List.of(
            way,
            grid[shift.sourceOptimum()],
            grid[shift.sourceLow()],
            grid[shift.sourceHigh()],
            grid[shift.transferOptimum()],
            grid[shift.transferLow()],
            grid[shift.transferHigh()],
            shift.above(),
            shift.below(),
            shift.lost(),
            shift.lostLow(),
            shift.lostHigh(),
            shift.isShown()));
    csv.row(row.toArray());
  }
}
