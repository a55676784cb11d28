// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import java.util.Arrays;
import java.util.List;

/** Many small problems of which their sums are given, solved as one batch. */
public final class SumsDesigns extends Designs {
  private final double[] g;
  private final double[] z;
  private final double[][] yy;
  private final Recovery[] recoveries;
  private final double[] sizes;
  private final long[] rowsOf;
  private final double[] multiples;

  /**
   * Prepares every problem.
   *
   * @param backend who computes
   * @param problems of the same features and responses
   * @param how what is done first
   * @param multiples what each is multiplied by, so that one penalty serves all
   */
  public SumsDesigns(
      Backend backend, List<Sums> problems, PreparedSums.How how, double[] multiples) {
    super(backend, problems.size(), 0, problems.getFirst().p, problems.getFirst().t, Side.PRIMAL);
    this.multiples = multiples;
    g = new double[MatrixBatch.size(p, p, count)];
    z = new double[MatrixBatch.size(p, t, count)];
    yy = new double[count][];
    recoveries = new Recovery[count];
    sizes = new double[count];
    rowsOf = new long[count];
    for (int item = 0; item < count; item++) {
      PreparedSums prepared = new PreparedSums(problems.get(item), how);
      recoveries[item] = prepared.recovery();
      sizes[item] = prepared.size() * multiples[item];
      rowsOf[item] = problems.get(item).active;
      scale(prepared.g, multiples[item], g, item * p * p);
      scale(prepared.z, multiples[item], z, item * p * t);
      yy[item] = new double[t];
      scale(prepared.yy, multiples[item], yy[item], 0);
    }
  }

  private static void scale(double[] from, double factor, double[] to, int at) {
    for (int i = 0; i < from.length; i++) {
      to[at + i] = factor * from[i];
    }
  }

  @Override
  Block gram() {
    return backend.upload(MatrixBatch.ofColumnMajor(g.clone(), p, p, count));
  }

  @Override
  Block gram(int item) {
    return backend.upload(
        MatrixBatch.ofColumnMajor(
            Arrays.copyOfRange(g, item * p * p, (item + 1) * p * p), p, p, 1));
  }

  @Override
  Block rightHandSides() {
    return backend.upload(MatrixBatch.ofColumnMajor(z, p, t, count));
  }

  @Override
  double[] squares(int item) {
    return yy[item];
  }

  @Override
  public Recovery recovery(int item) {
    return recoveries[item];
  }

  @Override
  double size(int item) {
    return sizes[item];
  }

  @Override
  double multiple(int item) {
    return multiples[item];
  }

  @Override
  long rows(int item) {
    return rowsOf[item];
  }

  @Override
  boolean hasRows() {
    return false;
  }

  @Override
  int tiles() {
    return 0;
  }

  @Override
  Tile tile(int index) {
    throw new IllegalStateException("sums have no rows");
  }

  @Override
  Tile whole(int item) {
    throw new IllegalStateException("sums have no rows");
  }
}
