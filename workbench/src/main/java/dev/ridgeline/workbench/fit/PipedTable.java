// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Criterion;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table that can be read once alone: kept while it fits into memory, and from where it does not
 * any more, the sums of folds, to which the rows so far are added. Sums are taken in plain Java,
 * since no backend is open while a table is read.
 */
final class PipedTable {
  /** Folds that judge a table which outgrows the memory. */
  static final int FOLDS = 10;

  private final long memory;
  private final Criterion.KFold folds;
  private List<Sample> kept = new ArrayList<>();
  private NormalEquations[] sums;
  private long rows;
  private long counted;

  private PipedTable(long memory, long seed) {
    this.memory = memory;
    this.folds = new Criterion.KFold(FOLDS, seed);
  }

  static PipedTable read(StreamedTable table, long memory, long seed) {
    PipedTable piped = new PipedTable(memory, seed);
    table.forEach(piped::add);
    return piped;
  }

  private void add(Sample block) {
    counted += StreamedTable.count(block);
    if (kept == null) {
      addToFolds(block, rows);
      rows += block.rows();
      return;
    }
    kept.add(block);
    rows += block.rows();
    double columns = block.features() + block.responses();
    double needed = 8.0 * rows * columns + Columns.memoryOfFit((double) rows, block.features());
    if (needed > memory && rows > Math.max(block.features(), FOLDS)) {
      sums = new NormalEquations[FOLDS];
      long before = 0;
      for (Sample early : kept) {
        addToFolds(early, before);
        before += early.rows();
      }
      kept = null;
    }
  }

  private void addToFolds(Sample block, long before) {
    StreamedTable.addFolds(sums, block, folds.of(before, block.rows()), NormalEquations::of);
  }

  /** Whether all rows are there. */
  boolean isWhole() {
    return kept != null;
  }

  /** Number of rows of weight above 0. */
  long counted() {
    return counted;
  }

  /** The sums of every fold, of a table that is not whole. */
  List<NormalEquations> folds() {
    return Arrays.asList(sums);
  }

  /** All rows, of a table that is whole. */
  Sample sample() {
    int n = Math.toIntExact(rows);
    Sample first = kept.getFirst();
    boolean weighted = false;
    double[] x = new double[MatrixBatch.size(n, first.features(), 1)];
    double[] y = new double[MatrixBatch.size(n, first.responses(), 1)];
    double[] weights = new double[n];
    int at = 0;
    for (Sample block : kept) {
      copy(block.x(), x, n, at);
      copy(block.y(), y, n, at);
      for (int i = 0; i < block.rows(); i++) {
        weights[at + i] = block.weight(i);
        weighted |= weights[at + i] != 1;
      }
      at += block.rows();
    }
    Sample all =
        Sample.of(
            Matrix.ofColumnMajor(x, n, first.features()),
            Matrix.ofColumnMajor(y, n, first.responses()));
    return weighted ? all.withWeights(weights) : all;
  }

  private static void copy(Matrix from, double[] to, int leadingDimension, int at) {
    for (int j = 0; j < from.columns(); j++) {
      for (int i = 0; i < from.rows(); i++) {
        to[j * leadingDimension + at + i] = from.get(i, j);
      }
    }
  }
}
