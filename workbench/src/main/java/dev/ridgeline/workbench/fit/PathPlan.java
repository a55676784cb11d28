// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.run.RunOptions;
import dev.ridgeline.workbench.table.TableSource;
import java.util.Locale;

/**
 * How a table is fitted: in memory, or in passes over its files where it does not fit. What neither
 * way fits is refused here, before anything is computed.
 *
 * @param source the table
 * @param columns what they mean
 * @param memory bytes that may be taken
 * @param size of the table; null where it is not known before it is read, and for small files
 * @param features from its columns
 * @param folds that judge; null: leave-one-out
 */
record PathPlan(
    TableSource source,
    Columns columns,
    long memory,
    TableSize size,
    long features,
    Integer folds) {
  /** A file this much smaller than the memory fits, whatever it holds. */
  private static final long SURELY = 64;

  /** Matrices of the order of the features that a fit from sums holds at once. */
  private static final int MATRICES = 6;

  static PathPlan of(TableSource source, Columns columns, long memory, Integer folds) {
    columns.requireIn(source, source, true);
    TableSize size = isSmall(source, memory) ? null : TableSize.of(source, columns.selection());
    long features = columns.arguments().featuresOf(columns.inputs().size());
    PathPlan plan = new PathPlan(source, columns, memory, size, features, folds);
    if (plan.inPasses()) {
      plan.requirePossible();
    } else if (size != null) {
      Columns.requireMemory(source.name(), Math.round(size.rows()), features, memory);
    }
    return plan;
  }

  /** Whether a table needs no look: it surely fits, or can be read once alone. */
  static boolean isSmall(TableSource source, long memory) {
    return !source.replayable() || source.bytes() < memory / SURELY;
  }

  /** The work of a fit in memory, before anything is read; NaN where the rows are not known. */
  double flops(int penalties) {
    return Flops.ofFit(rows(), (int) features, columns.responses().size(), penalties);
  }

  private double rows() {
    return size == null ? Double.NaN : size.rows();
  }

  private double memoryWhole() {
    int table = columns.inputs().size() + columns.responses().size() + 1;
    return 8.0 * rows() * table + Columns.memoryOfFit(rows(), (double) features);
  }

  private double memoryInPasses() {
    double columnsOfAll = (double) features + columns.responses().size();
    return 8.0 * MATRICES * columnsOfAll * columnsOfAll
        + 3 * 8.0 * StreamedTable.rowsOfBlock(features, memory) * columnsOfAll;
  }

  /** Whether the rows are read several times in place of being kept. */
  boolean inPasses() {
    if (!source.replayable()) {
      // whatever comes through a pipe is read once, and folds need no more
      return folds != null
          && columns.groups() == null
          && columns.arguments().whyNotInPasses().isEmpty();
    }
    return size != null && memoryWhole() > memory && rows() > (double) features;
  }

  private void requirePossible() {
    columns
        .arguments()
        .whyNotInPasses()
        .ifPresent(
            why -> {
              throw refusal(
                  source, size, "what fits into memory beside " + why, memoryWhole(), memory);
            });
    requireProducts();
  }

  /** Refuses more features than the sums of fit into memory. */
  void requireProducts() {
    if (memoryInPasses() > memory) {
      throw new BadInputException(
          source.name(),
          features + " features",
          "fewer: their products take "
              + WorkMemory.size(memoryInPasses())
              + " and there are "
              + WorkMemory.size((double) memory)
              + "; --features names some, or "
              + WorkMemory.remedy(memoryInPasses(), memory));
    }
  }

  /** The refusal of an option that needs all rows in memory. */
  static BadInputException refusal(
      TableSource source, TableSize size, String accepted, double needed, long there) {
    return new BadInputException(
        source.name(),
        String.format(Locale.ROOT, "about %,.0f rows", size.rows()),
        accepted
            + ": it takes "
            + WorkMemory.size(needed)
            + " and there are "
            + WorkMemory.size((double) there)
            + "; "
            + WorkMemory.remedy(needed, there)
            + ", or leave the option out to read it in passes");
  }

  StreamedTable streamed() {
    return new StreamedTable(source, columns, StreamedTable.rowsOfBlock(features, memory));
  }

  /** What is about to happen, in a sentence. */
  String sentence() {
    if (!source.replayable() && inPasses()) {
      return source.name() + " is read once, for the sums of " + folds + " folds";
    }
    if (size == null) {
      return source.name() + " is read once and fitted in memory";
    }
    if (!inPasses()) {
      return String.format(
          Locale.ROOT,
          "%s, about %,.0f rows, is read once and fitted in memory: %s of %s",
          source.name(),
          rows(),
          WorkMemory.size(memoryWhole()),
          WorkMemory.size((double) memory));
    }
    String passes =
        folds == null
            ? "twice, for sums and for leave-one-out (once more where the grid is extended)"
            : "once, for the sums of " + folds + " folds";
    return String.format(
        Locale.ROOT,
        "%s, about %,.0f rows, would take %s of %s: it is read %s, in %s, about"
            + " %,.0f s a time",
        source.name(),
        rows(),
        WorkMemory.size(memoryWhole()),
        WorkMemory.size((double) memory),
        passes,
        WorkMemory.size(memoryInPasses()),
        Math.ceil(size.seconds()));
  }

  /** The plan as a dry run prints it. */
  void tell(RunOptions options) {
    options.plan(sentence() + ".");
    options.plan("Features: " + features + "; responses: " + columns.responses().size() + ".");
  }
}
