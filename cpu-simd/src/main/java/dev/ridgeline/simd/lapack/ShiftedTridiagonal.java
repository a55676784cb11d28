// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.LeverageKernel;
import dev.ridgeline.simd.kernel.ShiftedKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.LogProduct;

/** {@link ShiftedSystem} of a tridiagonal T: O(n) for a shift and right-hand side, trace or row. */
final class ShiftedTridiagonal implements ShiftedSystem {
  private final int n;
  private final double[] pivots;
  private final double[] multipliers;
  private double[] reciprocals;
  private double[] negated;

  ShiftedTridiagonal(double[] d, double[] e, double[] mu, int at) {
    n = d.length;
    pivots = Workspace.take(n * Shifts.GROUP);
    multipliers = Workspace.take(n * Shifts.GROUP);
    ShiftedKernel.factor(n, d, e, mu, at, pivots, multipliers);
  }

  @Override
  public int info(int shift) {
    return ShiftedKernel.info(n, pivots, shift);
  }

  @Override
  public void solve(double[] b, int bAt, double[] x) {
    ShiftedKernel.solve(n, pivots, multipliers, b, bAt, x);
  }

  @Override
  public void traceInverse(double[] trace) {
    ShiftedKernel.traceInverse(n, pivots, multipliers, trace);
  }

  @Override
  public double logDeterminant(int shift) {
    LogProduct product = new LogProduct();
    for (int k = 0; k < n; k++) {
      product.multiply(pivots[k * Shifts.GROUP + shift]);
    }
    return product.log();
  }

  @Override
  public void prepareForms() {
    reciprocals = Workspace.take(n * Shifts.GROUP);
    negated = Workspace.take(n * Shifts.GROUP);
    for (int i = 0; i < n * Shifts.GROUP; i++) {
      reciprocals[i] = 1 / pivots[i];
      negated[i] = -multipliers[i];
    }
  }

  @Override
  public void quadraticForms(double[] z, double[] h) {
    LeverageKernel.run(n, z, reciprocals, negated, h);
  }

  @Override
  public void close() {
    Workspace.give(pivots);
    Workspace.give(multipliers);
    if (reciprocals != null) {
      Workspace.give(reciprocals);
      Workspace.give(negated);
    }
  }
}
