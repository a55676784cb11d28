// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Criterion;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A table that is read in passes: block by block into normal equations, those of every fold in the
 * same pass, and once more for leave-one-out. Memory does not grow with the rows.
 *
 * <p>Blocks are the same in every pass and sums are merged in their order, so the same files give
 * the same bits.
 */
final class StreamedTable {
  /** Numbers of a block. */
  private static final long BLOCK = 1 << 20;

  /** Bytes of memory for each of them. */
  private static final long SHARE = 64;

  private static final long MEGA = 1_000_000;

  private static final int MOST_ROWS = 1 << 16;

  /** Merging sums costs about as much as adding a row for every feature. */
  private static final int LEAST_ROWS = 1 << 10;

  private final TableSource source;
  private final Columns columns;
  private final Expansion expansion;
  private final int rowsOfBlock;
  private final List<Integer> blockRows = new ArrayList<>();
  private long rows;
  private long read; // rows of the last whole pass, those dropped included
  private long dropped;
  private RunControl control = RunControl.NONE;
  private long passes;
  private long expectedPasses = 1;

  StreamedTable(TableSource source, Columns columns, int rowsOfBlock) {
    this.source = source;
    this.columns = columns;
    this.expansion = columns.arguments().expansion(null, columns.inputs());
    this.rowsOfBlock = rowsOfBlock;
  }

  /** Rows that are read at a time, where all work takes so many bytes. */
  static int rowsOfBlock(long features, long memory) {
    long numbers = Math.min(BLOCK, memory / SHARE);
    return Math.clamp(numbers / Math.max(1, features), LEAST_ROWS, MOST_ROWS);
  }

  List<String> features() {
    return expansion.names(columns.inputs());
  }

  Expansion expansion() {
    return expansion;
  }

  Columns columns() {
    return columns;
  }

  String name() {
    return source.name();
  }

  /** What a person should know; complete after reading. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(source.notes());
    if (dropped > 0) {
      notes.add(Columns.dropped(source.name(), dropped, read));
    }
    return notes;
  }

  /** Takes the rows of a pass in order. */
  interface OnBlock {
    void accept(Sample block);
  }

  /** One pass over the table. */
  void forEach(OnBlock body) {
    forEachTable(control, kept -> body.accept(columns.block(kept, expansion)));
  }

  /** One pass over the table, whose blocks are handed on without the rows that are left out. */
  void forEachTable(RunControl control, Consumer<Table> body) {
    long[] counts = new long[2];
    long before = passes * source.bytes();
    passes++;
    long all = Math.max(expectedPasses, passes) * source.bytes();
    source.forEachBlock(
        columns.selection(),
        rowsOfBlock,
        (block, first, bytes) -> {
          columns.requireSizes(block, first);
          boolean refuses = columns.missing() == Missing.REFUSE;
          if (refuses) {
            columns.requireTexts(block, first);
          }
          Table kept = refuses ? block : columns.complete(block);
          counts[0] += block.rows();
          counts[1] += block.rows() - kept.rows();
          if (kept.rows() > 0) {
            body.accept(kept);
          }
          control.check();
          control.progress().update((before + bytes) / MEGA, all / MEGA);
        });
    read = counts[0];
    dropped = counts[1];
  }

  /** Fits from the sums of folds, or from sums and the rows where leave-one-out judges. */
  RidgeFit fit(RidgeCv cv, Ridgeline ridgeline, Criterion criterion, RunControl control) {
    this.control = control;
    // the solver's own steps are a small part beside the reading
    RunControl quiet = new RunControl(control.cancelled(), RunControl.NONE.progress());
    passes = 0;
    Criterion.KFold folds = criterion instanceof Criterion.KFold drawn ? drawn : null;
    expectedPasses = folds == null ? 2 : 1;
    NormalEquations[] sums = new NormalEquations[folds == null ? 1 : folds.folds()];
    blockRows.clear();
    rows = 0;
    long[] counted = {0};
    forEach(
        block -> {
          int[] drawn = folds == null ? null : folds.of(rows, block.rows());
          addFolds(sums, block, drawn, ridgeline::normalEquations);
          counted[0] += count(block);
          blockRows.add(block.rows());
          rows += block.rows();
        });
    columns.requireRows(source.name(), counted[0]);
    if (folds != null) {
      HeldOutArguments.requireFolds(folds.folds(), rows, "rows", source.name());
      return cv.fit(Arrays.asList(sums), quiet);
    }
    try (StreamedRows again = new StreamedRows(this, rows, blockRows, features().size())) {
      return cv.fit(sums[0], again, quiet);
    }
  }

  int responses() {
    return columns.responses().size();
  }

  /**
   * Adds rows to the sums of their folds.
   *
   * @param sums one for each fold; null: no row yet
   * @param block the rows
   * @param folds of the rows of the block; null: there is one sum for all
   * @param summed makes sums of rows
   */
  static void addFolds(
      NormalEquations[] sums, Sample block, int[] folds, Function<Sample, NormalEquations> summed) {
    for (int part = 0; part < sums.length; part++) {
      int fold = part;
      int[] own =
          IntStream.range(0, block.rows()).filter(i -> folds == null || folds[i] == fold).toArray();
      if (own.length > 0) {
        NormalEquations more = summed.apply(folds == null ? block : block.rows(own));
        sums[part] = sums[part] == null ? more : sums[part].merge(more);
      }
    }
  }

  /** Number of rows of weight above 0. */
  static int count(Sample block) {
    int count = 0;
    for (int i = 0; i < block.rows(); i++) {
      count += block.weight(i) > 0 ? 1 : 0;
    }
    return count;
  }
}
