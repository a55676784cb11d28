// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.internal;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;

/** Products of matrices on the backend. */
public final class Products {
  private Products() {}

  /**
   * A B.
   *
   * @param ridgeline who computes
   * @param a m x k, column-major
   * @param b k x count, column-major
   * @param count columns of B
   * @return m x count, column-major
   */
  public static double[] of(Ridgeline ridgeline, Matrix a, double[] b, int count) {
    return of(ridgeline, Transpose.NO, a, b, count);
  }

  /**
   * A'B.
   *
   * @param ridgeline who computes
   * @param a k x m, column-major
   * @param b k x count, column-major
   * @param count columns of B
   * @return m x count, column-major
   */
  public static double[] transposed(Ridgeline ridgeline, Matrix a, double[] b, int count) {
    return of(ridgeline, Transpose.YES, a, b, count);
  }

  private static double[] of(
      Ridgeline ridgeline, Transpose trans, Matrix a, double[] b, int count) {
    int m = trans == Transpose.NO ? a.rows() : a.columns();
    int inner = trans == Transpose.NO ? a.columns() : a.rows();
    if (m == 0 || inner == 0 || count == 0) {
      return new double[MatrixBatch.size(m, count, 1)];
    }
    return ridgeline.compute(
        backend -> {
          try (Block left = backend.upload(a.asBatch());
              Block right = backend.upload(MatrixBatch.ofColumnMajor(b, inner, count, 1));
              Block out = backend.allocate(m, count, 1)) {
            backend.gemm(trans, Transpose.NO, 1, left, right, 0, out);
            return backend.download(out);
          }
        });
  }
}
