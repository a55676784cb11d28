// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import java.util.Arrays;

/** Operations on flat arrays. */
final class Flat {
  private Flat() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** to += factor * from. */
  static void add(double factor, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }

  /**
   * The least weight that stays when the smallest are dropped, as many as together weigh less than
   * something negligible; one stays always.
   */
  static double leastKept(double[] weights, double negligible) {
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double dropped = 0;
    int first = 0;
    while (first + 1 < sorted.length && dropped + sorted[first] < negligible) {
      dropped += sorted[first++];
    }
    return sorted[first];
  }

  /** A column of a column-major array. */
  static double[] column(double[] of, int rows, int column) {
    return Arrays.copyOfRange(of, column * rows, (column + 1) * rows);
  }

  /** op(A) B on the backend: A is column-major, B has count columns. */
  static double[] multiply(Ridgeline ridgeline, Transpose trans, Matrix a, double[] b, int count) {
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
