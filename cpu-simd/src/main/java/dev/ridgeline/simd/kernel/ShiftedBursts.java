// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * What compiles the kernels of shifted systems. Order 21 with width 6 leaves a part of every group
 * of four over, and the last columns are shorter than the width.
 */
final class ShiftedBursts {
  private static final int N = 21;
  private static final int B = 6;
  private static final int SHIFTS = ShiftedKernel.SHIFTS;
  private static final int ROWS = LeverageKernel.ROWS;

  private ShiftedBursts() {}

  static List<Runnable> tridiagonal() {
    double[] mu = shifts();
    double[] d = new double[N];
    double[] pivots = new double[N * SHIFTS];
    double[] multipliers = new double[N * SHIFTS];
    double[] x = new double[N * SHIFTS];
    double[] trace = new double[2 * SHIFTS];
    double[] z = new double[N * ROWS];
    double[] h = new double[ROWS * SHIFTS];
    ShiftedKernel.factorScalar(N, d, d, mu, 0, pivots, multipliers);
    return List.of(
        () -> ShiftedVectors.factorVector(N, d, d, mu, 0, pivots, multipliers),
        () -> LeverageVectors.vector(N, z, 0, pivots, multipliers, 0, h),
        () -> ShiftedVectors.solveVector(N, pivots, multipliers, d, 0, x),
        () -> ShiftedVectors.traceVector(N, pivots, multipliers, trace));
  }

  static List<Runnable> band() {
    double[] mu = shifts();
    double[] d = new double[N];
    double[] band = new double[N * (B + 1)];
    double[] factors = new double[N * BandKernel.height(B) * SHIFTS];
    double[] x = new double[N * SHIFTS];
    double[] work = new double[(B + 1) * B * SHIFTS];
    double[] trace = new double[2 * SHIFTS];
    double[] z = new double[N * ROWS];
    double[] u = new double[N * ROWS];
    double[] h = new double[ROWS * SHIFTS];
    BandKernel.factor(false, N, B, band, mu, 0, factors);
    return List.of(
        () -> BandKernel.factor(true, N, B, band, mu, 0, factors),
        () -> BandKernel.solve(true, N, B, factors, d, 0, x),
        () -> BandInverseKernel.traceInverse(true, N, B, factors, work, trace),
        () -> BandInverseKernel.quadraticForms(true, N, B, factors, z, u, h));
  }

  private static double[] shifts() {
    double[] mu = new double[SHIFTS];
    Arrays.fill(mu, 1);
    return mu;
  }
}
