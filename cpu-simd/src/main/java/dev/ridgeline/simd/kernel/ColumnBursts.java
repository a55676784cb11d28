// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.List;

/** What compiles the kernels on columns: two blocks of partial sums and a rest, all of it zero. */
final class ColumnBursts {
  private static final int N = 75;

  /** Order of the matrix of {@link SymvKernel} and {@link RankTwoSymvKernel}. */
  private static final int M = 21;

  private ColumnBursts() {}

  static List<Runnable> columns() {
    double[] x = new double[N];
    double[] y = new double[N];
    int lda = M + SymvKernel.PAD;
    int v = lda * M;
    double[] a = new double[v + 2 * lda];
    double[] w = new double[lda];
    double[] product = new double[lda];
    return List.of(
        () -> ColumnVectors.dotVector(N, x, 0, y, 0),
        () -> ColumnVectors.axpyVector(N, 1, a, 0, N),
        () -> RankTwoSymvVectors.columnsVector(M, 0, a, 0, lda, v, w, 0, v + lda, product, 0),
        () -> SymvVectors.columnsVector(M, 0, a, 0, lda, a, v, product, 0),
        () -> ColumnVectors.fourColumns(M, a, 0, lda, x, 0, product, 0));
  }

  static List<Runnable> elements() {
    double[] x = new double[N];
    double[] y = new double[N];
    double[] z = new double[N];
    int columns = 9;
    double[] u = new double[RotationKernel.ROWS * columns];
    double[] rotations = new double[2 * RotationKernel.SWEEPS * (columns + RotationKernel.SWEEPS)];
    return List.of(
        () -> RotationVectors.vector(columns, 0, columns - 1, rotations, u, 0),
        () -> ColumnDistanceVectors.squaredVector(N, x, 0, y, 0),
        () -> ColumnDistanceVectors.weightedVector(N, x, 0, y, 0, z, 0),
        () -> ColumnElementsVectors.scaleVector(N, 1, x, 0, y, 0),
        () -> ColumnElementsVectors.addVector(N, 1, x, 0, 1, y, 0, z, 0),
        () -> ColumnElementsVectors.multiplyVector(N, x, 0, y, 0, z, 0));
  }
}
