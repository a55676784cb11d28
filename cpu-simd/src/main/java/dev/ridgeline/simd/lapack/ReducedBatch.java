// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.kernel.Compiled;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;

/**
 * A batch of reduced matrices G = Q T Q', T tridiagonal or a band, and what it gives for G + mu I =
 * Q (T + mu I) Q'. Q stays as reflectors in the memory of G.
 *
 * <p>Several items are shared out over the threads whole; a single one gives its threads to the
 * products inside. Neither changes a bit.
 */
public final class ReducedBatch implements Reduced {
  private final Workers workers;
  private final int order;
  private final Form form;
  private ReducedItem[] items;

  /** How an item is reduced. */
  @FunctionalInterface
  interface Reducer {
    /**
     * Reduces one item.
     *
     * @param inner threads inside the item
     * @param g holds the matrix
     * @param at its element (0, 0)
     * @param ld its leading dimension
     * @return its form
     */
    ReducedForm reduce(Workers inner, double[] g, int at, int ld);
  }

  /**
   * Reduces every item.
   *
   * @param workers threads
   * @param g square matrices, lower triangles read, taken over
   * @param form what the reducer makes
   * @param reducer how
   */
  ReducedBatch(Workers workers, HostBlock g, Form form, Reducer reducer) {
    this.workers = workers;
    this.form = form;
    order = g.rows();
    items = new ReducedItem[g.count()];
    forEach(
        (item, inner) ->
            items[item] =
                new ReducedItem(
                    order, reducer.reduce(inner, g.data(), g.at(item), g.leadingDimension())));
  }

  /**
   * Reduces (see {@link dev.ridgeline.spi.Backend#reduce}).
   *
   * @param workers threads
   * @param g square matrices, lower triangles read, taken over
   * @param purpose decides the form
   * @return the reduction
   */
  public static Reduced of(Workers workers, Block g, Purpose purpose) {
    HostBlock matrices = HostBlock.from(g);
    assert matrices.rows() == matrices.columns() : "G is square";
    int n = matrices.rows();
    Tridiagonal.awaitKernels(n, matrices.count());
    int width = Crossovers.width(n, purpose);
    if (width > 1) {
      return new ReducedBatch(
          workers,
          matrices,
          Form.BAND,
          (inner, data, at, ld) -> new Band(inner, n, width, data, at, ld));
    }
    return new ReducedBatch(
        workers,
        matrices,
        Form.TRIDIAGONAL,
        (inner, data, at, ld) -> new Tridiagonal(inner, n, data, at, ld));
  }

  /** What is done with one item and the threads inside it. */
  @FunctionalInterface
  private interface OnItem {
    void accept(int item, Workers inner);
  }

  private void forEach(OnItem body) {
    if (items.length == 1) {
      body.accept(0, workers);
    } else {
      workers.run(items.length, item -> body.accept(item, Workers.SERIAL));
    }
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public int count() {
    checkOpen();
    return items.length;
  }

  @Override
  public Info solve(double[] mu, Block b, Block out) {
    checkOpen();
    HostBlock rhs = HostBlock.from(b);
    HostBlock x = HostBlock.from(out);
    assert x.rows() == order && x.columns() == mu.length * rhs.columns() : "shape of out";
    int[] info = new int[items.length * mu.length];
    forEach((item, inner) -> items[item].solve(inner, mu, rhs, x, item, info, item * mu.length));
    return () -> info;
  }

  @Override
  public Info solveEach(double[] mu, Block b, Block out) {
    checkOpen();
    HostBlock rhs = HostBlock.from(b);
    HostBlock x = HostBlock.from(out);
    assert x.rows() == order && x.columns() == rhs.columns() : "shape of out";
    int[] info = new int[items.length * mu.length];
    forEach(
        (item, inner) -> items[item].solveEach(inner, mu, rhs, x, item, info, item * mu.length));
    return () -> info;
  }

  @Override
  public Info traceInverse(double[] mu, Block out) {
    checkOpen();
    HostBlock traces = HostBlock.from(out);
    assert traces.rows() == mu.length && traces.columns() == 1 : "shape of out";
    int[] info = new int[items.length * mu.length];
    forEach(
        (item, inner) ->
            items[item].traceInverse(
                inner, mu, traces.data(), traces.at(item), info, item * mu.length));
    return () -> info;
  }

  @Override
  public double[] extremes() {
    checkOpen();
    double[] ends = new double[2 * items.length];
    forEach((item, inner) -> items[item].extremes(ends, 2 * item));
    return ends;
  }

  @Override
  public Info logDeterminant(double[] mu, Block out) {
    checkOpen();
    HostBlock logs = HostBlock.from(out);
    assert logs.rows() == mu.length && logs.columns() == 1 : "shape of out";
    int[] info = new int[items.length * mu.length];
    forEach(
        (item, inner) ->
            items[item].logDeterminant(
                inner, mu, logs.data(), logs.at(item), info, item * mu.length));
    return () -> info;
  }

  @Override
  public Info leverages(
      Transpose trans, Block z, Weighting weighting, Basis basis, double[] mu, Block out) {
    checkOpen();
    HostBlock rows = HostBlock.from(z);
    HostBlock h = HostBlock.from(out);
    assert h.columns() == mu.length : "columns of out";
    assert z != null || (weighting.equals(Weighting.NONE) && basis.equals(Basis.NONE))
        : "the identity as it is";
    // into the basis, then a pivot and its multiplier for each shift
    double flops = (2.0 * order + 4.0 * mu.length) * order * h.rows() * items.length;
    Compiled.TILES.await(flops);
    Compiled.SHIFTED.await(flops);
    int[] info = new int[items.length * mu.length];
    forEach(
        (item, inner) -> {
          DesignRows design =
              z == null ? null : new DesignRows(order, trans, rows, weighting, basis, item);
          items[item].leverages(inner, design, mu, h, item, info, item * mu.length);
        });
    return () -> info;
  }

  private void checkOpen() {
    if (items == null) {
      throw new IllegalStateException("reduction is closed");
    }
  }

  @Override
  public Form form() {
    return form;
  }

  @Override
  public void close() {
    items = null;
  }
}
