// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.RowSource;
import dev.ridgeline.internal.Sums;
import dev.ridgeline.internal.SumsBuilder;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many normal equations of one shape, such as one per group of a table: {@link NormalEquations} is
 * one item. A hundred thousand of 8 features each are a normal batch. Immutable, and safe for use
 * by several threads.
 */
public final class NormalEquationsBatch {
  private final List<Sums> items;

  private NormalEquationsBatch(List<Sums> items) {
    this.items = items;
  }

  /**
   * Puts single ones together.
   *
   * @param items at least one, of the same features and responses
   * @return the batch, in order
   */
  public static NormalEquationsBatch of(List<NormalEquations> items) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("at least one item is needed");
    }
    NormalEquations first = items.getFirst();
    for (int i = 0; i < items.size(); i++) {
      NormalEquations item = items.get(i);
      if (item.features() != first.features()
          || item.responses() != first.responses()
          || item.isCentred() != first.isCentred()) {
        throw new IllegalArgumentException(
            "items must agree in features, responses and centring: item 0 is "
                + first
                + ", item "
                + i
                + " is "
                + item);
      }
    }
    return new NormalEquationsBatch(items.stream().map(NormalEquations::sums).toList());
  }

  /** Groups that a thread takes at a time. */
  private static final int GROUPS = 512;

  /** Sums over the rows of every group, about their means. */
  static NormalEquationsBatch of(GroupedRows groups, Workers workers, RunControl control) {
    int count = groups.groups();
    if (count == 0) {
      throw new IllegalArgumentException("at least one group is needed");
    }
    Sums[] items = new Sums[count];
    AtomicLong done = new AtomicLong();
    workers.run(
        (count + GROUPS - 1) / GROUPS,
        part -> {
          control.check();
          int from = part * GROUPS;
          int to = Math.min(count, from + GROUPS);
          Backend plain = new ReferenceBackendProvider().open(Workers.SERIAL);
          for (int group = from; group < to; group++) {
            items[group] = sums(groups, group, plain);
          }
          control.progress().update(done.addAndGet(to - from), count);
        });
    return new NormalEquationsBatch(Arrays.asList(items));
  }

  private static Sums sums(GroupedRows groups, int group, Backend plain) {
    int n = groups.rows(group);
    int p = groups.features();
    int t = groups.responses();
    double[] x = new double[MatrixBatch.size(n, p, 1)];
    double[] y = new double[MatrixBatch.size(n, t, 1)];
    double[] weights = new double[n];
    groups.read(group, x, y, weights);
    SumsBuilder builder = new SumsBuilder(plain, Workers.SERIAL, p, t, true);
    builder.add(
        new RowSource.RowsBlock(
            MatrixBatch.ofColumnMajor(x, n, p, 1),
            MatrixBatch.ofColumnMajor(y, n, t, 1),
            Arrays.stream(weights).allMatch(w -> w == 1) ? null : weights));
    return builder.build();
  }

  /**
   * Sums about zero that the caller has as batches.
   *
   * @param rows number of rows of every item
   * @param xx X'X, p x p per item, both triangles
   * @param xy X'Y, p x T per item
   * @param yy diagonals of Y'Y, T x 1 per item
   * @return the batch, copied
   */
  public static NormalEquationsBatch ofProducts(
      long[] rows, MatrixBatch xx, MatrixBatch xy, MatrixBatch yy) {
    int p = xx.rows();
    int t = xy.columns();
    if (xx.columns() != p
        || xy.rows() != p
        || yy.rows() != t
        || yy.columns() != 1
        || xx.count() != rows.length
        || xy.count() != rows.length
        || yy.count() != rows.length) {
      throw new IllegalArgumentException(
          "shapes must agree: rows=" + rows.length + ", xx=" + xx + ", xy=" + xy + ", yy=" + yy);
    }
    xx.requireFinite("X'X");
    xy.requireFinite("X'Y");
    yy.requireFinite("Y'Y");
    Sums[] items = new Sums[rows.length];
    for (int k = 0; k < items.length; k++) {
      if (rows[k] < 1) {
        throw new IllegalArgumentException("rows must be >= 1: " + rows[k] + " at item " + k);
      }
      items[k] =
          new Sums(
              rows[k],
              rows[k],
              (double) rows[k],
              false,
              new double[p + t],
              new double[p + t],
              dense(xx, k),
              dense(xy, k),
              dense(yy, k),
              0,
              new int[t]);
    }
    return new NormalEquationsBatch(Arrays.asList(items));
  }

  private static double[] dense(MatrixBatch of, int item) {
    double[] values = new double[of.rows() * of.columns()];
    for (int j = 0; j < of.columns(); j++) {
      for (int i = 0; i < of.rows(); i++) {
        values[i + j * of.rows()] = of.get(item, i, j);
      }
    }
    return values;
  }

  /**
   * Number of items.
   *
   * @return at least 1
   */
  public int count() {
    return items.size();
  }

  /**
   * One item.
   *
   * @param index from 0
   * @return its normal equations
   */
  public NormalEquations get(int index) {
    return new NormalEquations(items.get(Objects.checkIndex(index, items.size())));
  }

  /**
   * Number of features of every item.
   *
   * @return p
   */
  public int features() {
    return items.getFirst().p;
  }

  /**
   * Number of responses of every item.
   *
   * @return T
   */
  public int responses() {
    return items.getFirst().t;
  }

  List<Sums> items() {
    return items;
  }

  @Override
  public String toString() {
    return "NormalEquationsBatch["
        + count()
        + " x "
        + features()
        + " features, "
        + responses()
        + (responses() == 1 ? " response]" : " responses]");
  }
}
