// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.run.RunOptions;
import dev.ridgeline.workbench.table.HeapBudget;
import dev.ridgeline.workbench.table.TableSource;
import java.util.Locale;

/**
 * How groups are fitted: from their rows in memory or, where a table does not fit, from their sums,
 * for which it is read once.
 *
 * @param source the table
 * @param columns what they mean
 * @param memory bytes that may be taken
 * @param size of the table; null where it is not known before it is read, and for small files
 * @param features from its columns
 */
record GroupPlan(TableSource source, Columns columns, long memory, TableSize size, long features) {
  /** A code for each key, and the order of the rows, beside what it is sorted by. */
  private static final int INTS_OF_ROW = 2;

  static GroupPlan of(TableSource source, Columns columns, long memory) {
    columns.requireIn(source, source, true);
    TableSize size =
        PathPlan.isSmall(source, memory) ? null : TableSize.of(source, columns.selection());
    long features = columns.arguments().featuresOf(columns.inputs().size());
    GroupPlan plan = new GroupPlan(source, columns, memory, size, features);
    if (plan.inPasses()) {
      plan.requirePossible();
    }
    return plan;
  }

  private double memoryWhole() {
    double numbers = columns.numbers().size();
    double made = features > columns.inputs().size() ? (double) features : 0;
    int ints = columns.keys().size() + INTS_OF_ROW;
    return size.rows() * (8 * (numbers + made) + 4.0 * ints);
  }

  private long most() {
    return Math.min(memory, HeapBudget.ofHeap().bytes());
  }

  /** Whether groups are fitted from their sums. */
  boolean inPasses() {
    return size != null && memoryWhole() > (double) most();
  }

  /** The work of the fits, before anything is read; NaN where the rows are not known. */
  double flops(int penalties) {
    double rows = size == null ? Double.NaN : size.rows();
    return Flops.ofFit(rows, (int) features, columns.responses().size(), penalties);
  }

  private void requirePossible() {
    columns
        .arguments()
        .whyNotInPasses()
        .ifPresent(
            why -> {
              throw PathPlan.refusal(
                  source, size, "what fits into memory beside " + why, memoryWhole(), most());
            });
    double group = StreamedGroups.bytesOfGroup((double) features, columns.responses().size());
    if (2 * group > (double) memory) {
      throw new BadInputException(
          source.name(),
          features + " features",
          "fewer: the sums of a group take "
              + WorkMemory.size(group)
              + " and there are "
              + WorkMemory.size((double) memory)
              + "; --features names some, or "
              + WorkMemory.remedy(2 * group, memory));
    }
  }

  StreamedTable streamed() {
    double numbers = columns.numbers().size() + (double) features;
    return new StreamedTable(source, columns, StreamedGroups.rowsOfBlock(numbers, memory));
  }

  /** What is about to happen, in a sentence without its full stop. */
  String sentence() {
    if (size == null) {
      return source.name()
          + " is read once into memory, and a ridge is fitted to every group of its rows";
    }
    String rows = String.format(Locale.ROOT, "%s, about %,.0f rows, ", source.name(), size.rows());
    String sizes = WorkMemory.size(memoryWhole()) + " of " + WorkMemory.size((double) most());
    if (!inPasses()) {
      return rows
          + String.format(
              Locale.ROOT,
              "is read once into memory in about %,.0f s, %s, and a ridge is fitted to every group",
              Math.ceil(size.seconds()),
              sizes);
    }
    double group = StreamedGroups.bytesOfGroup((double) features, columns.responses().size());
    return rows
        + String.format(
            Locale.ROOT,
            "would take %s: it is read once, in about %,.0f s, for the sums of every group, %s"
                + " each; leave-one-out needs rows, so losses are those of generalised"
                + " cross-validation",
            sizes,
            Math.ceil(size.seconds()),
            WorkMemory.size(group));
  }

  /** The plan as a dry run prints it. */
  void tell(RunOptions options) {
    options.plan(sentence() + ".");
    options.plan("Features: " + features + "; responses: " + columns.responses().size() + ".");
  }
}
