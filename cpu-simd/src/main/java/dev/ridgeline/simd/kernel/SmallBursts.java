// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.List;

/**
 * What compiles the kernels of small systems. Order 9 leaves rows over everywhere, and calls all
 * methods of a kernel about equally often, so that none is waited for: boxed, a call takes
 * milliseconds.
 */
final class SmallBursts {
  private static final int N = 9;

  private SmallBursts() {}

  /** Eight systems in lanes. */
  static List<Runnable> groups() {
    double[] identity = new double[Interleaved.factorSize(N)];
    double[] group = new double[identity.length];
    double[] zero = new double[4 * N * N];
    double[] large = new double[Interleaved.factorSize(2 * N)];
    int[] at = new int[Interleaved.WIDTH];
    Interleaved.pack(false, N, 0, 0, zero, at, N, identity);
    double[] four = new double[Interleaved.blockSize(N, Interleaved.COLUMNS)];
    double[] one = new double[Interleaved.blockSize(N, 1)];
    return List.of(
        () -> {
          System.arraycopy(identity, 0, group, 0, group.length);
          InterleavedCholesky.factor(N, group);
        },
        () -> {
          InterleavedSolve.solve(N, Interleaved.COLUMNS, group, four);
          InterleavedSolve.solve(N, 1, group, one);
        },
        () ->
            Interleaved.pack(
                Interleaved.PACKS, 2 * N, Interleaved.WIDTH, 1, zero, at, 2 * N, large));
  }

  /** One system, its rows or right-hand sides in lanes. */
  static List<Runnable> singles() {
    double[] zero = new double[N * N];
    double[] w = new double[ColumnCholesky.size(N)];
    double[] sums = new double[ColumnSolve.WIDTH];
    double[] x = new double[ColumnSolve.rows(N) * ColumnSolve.WIDTH];
    return List.of(
        () -> {
          ColumnCholesky.pack(N, 1, zero, 0, N, w);
          ColumnCholesky.factor(N, w);
        },
        () -> ColumnSolve.solve(N, w, x, 0, ColumnSolve.WIDTH),
        () ->
            ColumnRiskVectors.vector(
                N, ColumnSolve.WIDTH, 1, zero, 0, x, x, ColumnSolve.WIDTH, sums));
  }
}
