// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.Designs;
import dev.ridgeline.internal.DualDesign;
import dev.ridgeline.internal.PreparedSums;
import dev.ridgeline.internal.PrimalDesign;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;

/**
 * One table of the API, by its rows, its sums, or both, and what is done to it first.
 *
 * @param rows or null
 * @param sums or null; where both are null there is no table
 * @param preparation what is done first
 * @param fixedScales units of the columns in place of deviations, or null
 */
record Table(Rows rows, NormalEquations sums, Preparation preparation, double[] fixedScales) {
  static Table of(Rows rows, Preparation preparation) {
    preparation.requireColumns(rows.features());
    return new Table(rows, null, preparation, null);
  }

  static Table of(NormalEquations sums, Preparation preparation) {
    preparation.requireColumns(sums.features());
    if (preparation.intercept() && !sums.isCentred()) {
      throw new IllegalArgumentException(
          "an intercept needs sums about the means: these are about zero; prepare"
              + " withoutIntercept() or use NormalEquations.ofCentred");
    }
    return new Table(null, sums, preparation, null);
  }

  static Table of(NormalEquations sums, Rows rows, Preparation preparation) {
    if (sums.rows() != rows.rowCount()
        || sums.features() != rows.features()
        || sums.responses() != rows.responses()) {
      throw new IllegalArgumentException(
          "sums and rows must be of one table: sums=" + sums + ", rows=" + rows);
    }
    return new Table(rows, of(sums, preparation).sums, preparation, null);
  }

  Table withScales(double[] scales) {
    return new Table(rows, sums, preparation, scales);
  }

  long rowCount() {
    return rows == null ? sums.rows() : rows.rowCount();
  }

  int features() {
    return rows == null ? sums.features() : rows.features();
  }

  int responses() {
    return rows == null ? sums.responses() : rows.responses();
  }

  /** The same table with some of its responses. */
  Table responses(int from, int count) {
    if (count == responses()) {
      return this;
    }
    Rows some = rows;
    if (rows instanceof Sample sample) {
      some = sample.responses(from, count);
    } else if (rows != null) {
      some =
          Rows.of(
              rows.rowCount(),
              rows.features(),
              count,
              rows.blocks(),
              block -> rows.block(block).responses(from, count));
    }
    NormalEquations own = sums == null ? null : sums.responses(from, count);
    return new Table(some, own, preparation, fixedScales);
  }

  /** The same table without the rows of weight 0, as one sample; itself where there are none. */
  Table withoutZeroWeights() {
    Sample all = Tables.gathered(rows);
    Sample active = Tables.active(all);
    return active == all ? this : new Table(active, null, preparation, fixedScales);
  }

  private PreparedSums.How how() {
    return preparation.how(fixedScales);
  }

  /** Whether the Gram matrix of the rows is the smaller one. */
  boolean isDual() {
    return rows != null && rows.rowCount() <= rows.features();
  }

  /** The prepared design, closed by the caller. */
  Designs open(Backend backend, Workers workers, RunControl control) {
    if (isDual()) {
      Sample all = Tables.active(Tables.gathered(rows));
      return new DualDesign(
          backend, workers, all.x().asBatch(), all.y().asBatch(), all.weights(), how());
    }
    if (sums == null) {
      return PrimalDesign.ofRows(
          backend,
          workers,
          Tables.source(rows),
          rowCount(),
          features(),
          responses(),
          how(),
          control::check);
    }
    return new PrimalDesign(
        backend,
        workers,
        sums.sums(),
        rows == null ? null : Tables.source(rows),
        rowCount(),
        how());
  }
}
