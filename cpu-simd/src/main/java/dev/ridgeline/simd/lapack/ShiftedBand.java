// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.BandInverseKernel;
import dev.ridgeline.simd.kernel.BandKernel;
import dev.ridgeline.simd.kernel.LeverageKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.LogProduct;

/** {@link ShiftedSystem} of a band of width b: O(n b^2) for a shift, O(n b) for what follows. */
final class ShiftedBand implements ShiftedSystem {
  private final int n;
  private final int b;
  private final double[] factors;

  ShiftedBand(int n, int b, double[] band, double[] mu, int at) {
    this.n = n;
    this.b = b;
    factors = Workspace.take(n * BandKernel.height(b) * Shifts.GROUP);
    BandKernel.factor(n, b, band, mu, at, factors);
  }

  @Override
  public int info(int shift) {
    return BandKernel.info(n, b, factors, shift);
  }

  @Override
  public void solve(double[] c, int cAt, double[] x) {
    BandKernel.solve(n, b, factors, c, cAt, x);
  }

  @Override
  public void traceInverse(double[] trace) {
    double[] work = Workspace.take((b + 1) * b * Shifts.GROUP);
    BandInverseKernel.traceInverse(n, b, factors, work, trace);
    Workspace.give(work);
  }

  @Override
  public double logDeterminant(int shift) {
    LogProduct product = new LogProduct();
    for (int k = 0; k < n; k++) {
      product.multiply(BandKernel.pivot(b, factors, k, shift));
    }
    return product.log();
  }

  @Override
  public void prepareForms() {}

  @Override
  public void quadraticForms(double[] z, double[] h) {
    double[] u = Workspace.take(n * LeverageKernel.ROWS);
    BandInverseKernel.quadraticForms(n, b, factors, z, u, h);
    Workspace.give(u);
  }

  @Override
  public void close() {
    Workspace.give(factors);
  }
}
