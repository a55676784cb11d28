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

  static List<Warmup.Burst> all() {
    double[] mu = new double[SHIFTS];
    Arrays.fill(mu, 1);
    double[] d = new double[N];
    double[] pivots = new double[N * SHIFTS];
    double[] multipliers = new double[N * SHIFTS];
    double[] band = new double[N * (B + 1)];
    double[] factors = new double[N * BandKernel.height(B) * SHIFTS];
    double[] x = new double[N * SHIFTS];
    double[] work = new double[(B + 1) * B * SHIFTS];
    double[] trace = new double[2 * SHIFTS];
    double[] z = new double[N * ROWS];
    double[] u = new double[N * ROWS];
    double[] h = new double[ROWS * SHIFTS];
    ShiftedKernel.factorScalar(N, d, d, mu, 0, pivots, multipliers);
    BandKernel.factor(false, N, B, band, mu, 0, factors);
    double columns = (double) N * SHIFTS;
    return List.of(
        new Warmup.Burst(
            () -> ShiftedKernel.factorVector(N, d, d, mu, 0, pivots, multipliers), 4 * columns),
        new Warmup.Burst(
            () -> ShiftedKernel.solveVector(N, pivots, multipliers, d, 0, x), 5 * columns),
        new Warmup.Burst(
            () -> ShiftedKernel.traceVector(N, pivots, multipliers, trace), 5 * columns),
        new Warmup.Burst(
            () -> LeverageKernel.vector(N, z, 0, pivots, multipliers, 0, h),
            5.0 * N * 2 * Lanes.L * 4),
        new Warmup.Burst(
            () -> BandKernel.factor(true, N, B, band, mu, 0, factors), B * B * columns),
        new Warmup.Burst(() -> BandKernel.solve(true, N, B, factors, d, 0, x), 4 * B * columns),
        new Warmup.Burst(
            () -> BandInverseKernel.traceInverse(true, N, B, factors, work, trace),
            2 * B * B * columns),
        new Warmup.Burst(
            () -> BandInverseKernel.quadraticForms(true, N, B, factors, z, u, h),
            2 * B * ROWS * columns));
  }
}
