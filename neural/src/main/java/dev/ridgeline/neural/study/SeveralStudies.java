// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.report.CsvFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables of several outcomes with standard fine-tuning alone, each with a few fields in front that
 * tell it from the others.
 */
final class SeveralStudies {
  /**
   * One outcome.
   *
   * @param fields what tells it from the others, one for every leading column
   * @param outcome its results
   */
  record Entry(List<?> fields, Outcome outcome) {
    Entry {
      fields = List.copyOf(fields);
    }
  }

  private final List<String> leading;
  private final List<Entry> entries;
  private final String varied;

  SeveralStudies(List<String> leading, List<Entry> entries) {
    this(leading, entries, "weight_decay");
  }

  /** With another name for the column of what is varied at the source. */
  SeveralStudies(List<String> leading, List<Entry> entries, String varied) {
    this.leading = leading;
    this.entries = entries;
    this.varied = varied;
  }

  /** One row for every seed and weight decay of every outcome. */
  CsvFile raw() {
    CsvFile csv = csv("seed", varied, "source_acc", "transfer_acc", "scratch_acc");
    for (Entry entry : entries) {
      Outcome outcome = entry.outcome();
      for (int s = 0; s < outcome.seeds(); s++) {
        for (int w = 0; w < outcome.weightDecays().length; w++) {
          row(
              csv,
              entry,
              s,
              outcome.weightDecays()[w],
              outcome.cells().get(s).get(w).sourceTest(),
              outcome.target(s, w).standardTest(),
              outcome.scratchTarget(s).standardTest());
        }
      }
    }
    return csv;
  }

  /** One row for every weight decay of every outcome. */
  CsvFile summary() {
    CsvFile csv =
        csv(
            varied,
            "source_acc_mean",
            "source_acc_sd",
            "transfer_acc_mean",
            "transfer_acc_sd",
            "scratch_acc_mean",
            "scratch_acc_sd");
    for (Entry entry : entries) {
      Outcome outcome = entry.outcome();
      Tables.fill(
          csv,
          entry.fields(),
          outcome,
          List.of(outcome.source(), outcome.standard(), outcome.fromScratch()));
    }
    return csv;
  }

  /** One row for every outcome: both optima, their distance, what it costs. */
  CsvFile optima() {
    CsvFile csv = csv(Tables.OPTIMA_HEADER.toArray(String[]::new));
    for (Entry entry : entries) {
      Outcome outcome = entry.outcome();
      Tables.optimum(csv, entry.fields(), "standard", outcome, outcome.standardShift());
    }
    return csv;
  }

  private CsvFile csv(String... columns) {
    List<String> header = new ArrayList<>(leading);
    header.addAll(List.of(columns));
    return CsvFile.of(header.toArray(String[]::new));
  }

  private static void row(CsvFile csv, Entry entry, Object... values) {
    List<Object> row = new ArrayList<>(entry.fields());
    row.addAll(List.of(values));
    csv.row(row.toArray());
  }
}
