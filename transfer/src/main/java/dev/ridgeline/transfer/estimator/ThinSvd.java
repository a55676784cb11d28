// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Side;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * X = U diag(s) V', without the singular values that count as zero.
 *
 * <p>The eigenvectors W of the smaller Gram matrix make Q = X W (or X' W) nearly orthogonal; what
 * forming the Gram matrix has cost, half of the digits of small singular values, comes back by
 * one-sided Jacobi rotations of those columns of Q that are not orthogonal yet (Hestenes 1958; for
 * its accuracy Demmel and Veselic, SIAM J. Matrix Anal. 13, 1992).
 *
 * @param n rows of X
 * @param p columns of X
 * @param u n x r, column-major
 * @param s r singular values, descending, all above max(n, p) eps s_1
 * @param v p x r, column-major
 */
record ThinSvd(int n, int p, double[] u, double[] s, double[] v) {
  private static final double EPS = Math.ulp(1.0);

  /** Cosine of two columns of Q from where on they are turned. */
  private static final double ORTHOGONAL = 1e-12;

  private static final int SWEEPS = 12;

  int rank() {
    return s.length;
  }

  /** Decomposes X, n x p, column-major. */
  static ThinSvd of(Backend backend, double[] x, int n, int p) {
    int order = Math.min(n, p);
    if (order == 0) {
      return new ThinSvd(n, p, new double[0], new double[0], new double[0]);
    }
    boolean wide = n < p;
    int m = Math.max(n, p);
    double[] w;
    double[] q = new double[MatrixBatch.size(m, order, 1)];
    try (Block xs = backend.upload(Matrix.ofColumnMajor(x, n, p).asBatch());
        Block gram = backend.allocate(order, order, 1)) {
      backend.gram(Transpose.NO, xs, wide ? Side.DUAL : Side.PRIMAL, Weighting.NONE, gram);
      try (Spectrum spectrum = backend.syevd(gram, true);
          Block product = backend.allocate(m, order, 1)) {
        int info = spectrum.info().values()[0];
        if (info != 0) {
          throw new ArithmeticException(
              "eigenvalue " + info + " of the Gram matrix did not converge");
        }
        w = backend.download(spectrum.vectors());
        backend.gemm(
            wide ? Transpose.YES : Transpose.NO,
            Transpose.NO,
            1,
            xs,
            spectrum.vectors(),
            0,
            product);
        backend.download(product, q, 0);
      }
    }
    orthogonalize(backend, q, m, w, order);
    return collect(wide, n, p, q, w);
  }

  /** Turns columns of Q, and those of W with them, until all are orthogonal. */
  private static void orthogonalize(Backend backend, double[] q, int m, double[] w, int k) {
    double[] cosines = new double[k * k];
    boolean turned = true;
    for (int sweep = 0; turned && sweep < SWEEPS; sweep++) {
      turned = false;
      try (Block columns = backend.upload(Matrix.ofColumnMajor(q, m, k).asBatch());
          Block gram = backend.allocate(k, k, 1)) {
        backend.gram(Transpose.NO, columns, Side.PRIMAL, Weighting.NONE, gram);
        backend.download(gram, cosines, 0);
      }
      double largest = 0;
      for (int j = 0; j < k; j++) {
        largest = Math.max(largest, cosines[j * k + j]);
      }
      // columns this short count as zero in the end
      double least = largest * EPS * EPS * m * m;
      for (int i = 0; i < k - 1; i++) {
        for (int j = i + 1; j < k; j++) {
          double a = cosines[i * k + i];
          double b = cosines[j * k + j];
          double c = Math.abs(cosines[i * k + j]);
          if (a > least && b > least && c > ORTHOGONAL * Math.sqrt(a) * Math.sqrt(b)) {
            turned |= turn(q, m, w, k, i, j);
          }
        }
      }
    }
  }

  private static boolean turn(double[] q, int m, double[] w, int k, int i, int j) {
    double a = dot(q, m, i, i);
    double b = dot(q, m, j, j);
    double c = dot(q, m, i, j);
    if (!(Math.abs(c) > ORTHOGONAL * Math.sqrt(a) * Math.sqrt(b))) {
      return false;
    }
    double zeta = (b - a) / (2 * c);
    double t = Math.signum(zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
    if (zeta == 0) {
      t = 1;
    }
    double cosine = 1 / Math.hypot(1, t);
    rotate(q, m, i, j, cosine, cosine * t);
    rotate(w, k, i, j, cosine, cosine * t);
    return true;
  }

  private static double dot(double[] q, int m, int i, int j) {
    double sum = 0;
    for (int r = 0, a = i * m, b = j * m; r < m; r++) {
      sum += q[a + r] * q[b + r];
    }
    return sum;
  }

  private static void rotate(double[] q, int m, int i, int j, double cosine, double sine) {
    for (int r = 0, a = i * m, b = j * m; r < m; r++) {
      double x = q[a + r];
      double y = q[b + r];
      q[a + r] = cosine * x - sine * y;
      q[b + r] = sine * x + cosine * y;
    }
  }

  private static ThinSvd collect(boolean wide, int n, int p, double[] q, double[] w) {
    int m = Math.max(n, p);
    int k = Math.min(n, p);
    double[] length = new double[k];
    double largest = 0;
    for (int j = 0; j < k; j++) {
      length[j] = Math.sqrt(dot(q, m, j, j));
      largest = Math.max(largest, length[j]);
    }
    double tolerance = m * EPS * largest;
    int[] kept =
        IntStream.range(0, k)
            .filter(j -> length[j] > tolerance)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -length[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] s = new double[kept.length];
    double[] along = new double[m * kept.length];
    double[] across = new double[k * kept.length];
    for (int c = 0; c < kept.length; c++) {
      int j = kept[c];
      s[c] = length[j];
      for (int r = 0; r < m; r++) {
        along[c * m + r] = q[j * m + r] / length[j];
      }
      System.arraycopy(w, j * k, across, c * k, k);
    }
    return wide ? new ThinSvd(n, p, across, s, along) : new ThinSvd(n, p, along, s, across);
  }
}
