// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Spectrum;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * G = U diag(values) U' (LAPACK: {@code syevd}; the method is that of {@code steqr}): reduce to
 * tridiagonal form, then implicit QR sweeps with Wilkinson's shift until every subdiagonal element
 * is negligible beside its neighbours.
 *
 * <pre>
 * G       n x n  lower triangle read, overwritten
 * values  n x 1  ascending
 * U       n x n  when asked for
 * </pre>
 */
final class SymmetricEigen {
  private static final double EPS = 0x1p-53;

  /** A subdiagonal element this small counts as 0 even between zeros; the largest element is 1. */
  private static final double NEGLIGIBLE = 0x1p-900;

  /** Sweeps allowed per eigenvalue; two or three are usual. */
  private static final int SWEEPS = 30;

  private final double[] d;
  private final double[] e;

  /** The columns that become the eigenvectors; none when only values are wanted. */
  private final double[][] u;

  /** Power of two that brings the largest element to 1 or 2, so that squares stay in range. */
  private final double scale;

  private SymmetricEigen(double[] d, double[] e, double[][] u) {
    this.d = d;
    this.e = e;
    this.u = u;
    double max = 0;
    for (double x : d) {
      max = Math.max(max, Math.abs(x));
    }
    for (double x : e) {
      max = Math.max(max, Math.abs(x));
    }
    scale = Scale.toOne(max);
    scale(scale);
  }

  private void scale(double factor) {
    for (int k = 0; k < d.length; k++) {
      d[k] *= factor;
    }
    for (int k = 0; k < e.length; k++) {
      e[k] *= factor;
    }
  }

  static Spectrum run(HostBlock g, boolean vectors) {
    assert g.rows() == g.columns() : "G is square";
    int n = g.rows();
    int count = g.count();
    HostBlock values = HostBlock.allocate(n, 1, count);
    HostBlock columns = vectors ? HostBlock.allocate(n, n, count) : null;
    int[] info = new int[count];
    double[][] work = new double[n][n];
    for (int item = 0; item < count; item++) {
      Tridiagonal t = new Tridiagonal(g, item, work);
      if (vectors) {
        formQ(t, work);
      }
      SymmetricEigen eigen = new SymmetricEigen(t.d, t.e, vectors ? work : new double[0][]);
      info[item] = eigen.diagonalize();
      eigen.store(info[item] == 0, values, columns, item);
    }
    return new Spectrum(values, columns, () -> info);
  }

  private static void formQ(Tridiagonal t, double[][] q) {
    int n = t.order();
    FourColumns x = new FourColumns(n);
    double[] work = new double[n];
    for (int j = 0; j < n; j += FourColumns.WIDTH) {
      x.loadIdentity(j);
      t.applyQ(Transpose.NO, x, work);
      for (int c = j; c < Math.min(n, j + FourColumns.WIDTH); c++) {
        System.arraycopy(x.column(c - j), 0, q[c], 0, n);
      }
    }
  }

  /** Returns 0, or i when eigenvalue i did not converge. */
  private int diagonalize() {
    for (double x : d) {
      if (!Double.isFinite(x)) {
        return 1;
      }
    }
    int sweeps = SWEEPS * d.length;
    int hi = d.length - 1;
    while (hi > 0) {
      int lo = hi;
      while (lo > 0 && !negligible(lo - 1)) {
        lo--;
      }
      if (lo == hi) {
        e[--hi] = 0;
        continue;
      }
      if (sweeps-- == 0) {
        return hi + 1;
      }
      sweep(lo, hi);
    }
    return 0;
  }

  private boolean negligible(int k) {
    double x = Math.abs(e[k]);
    return x <= NEGLIGIBLE || x <= EPS * Math.sqrt(Math.abs(d[k])) * Math.sqrt(Math.abs(d[k + 1]));
  }

  /**
   * One implicit QR step on the unreduced rows lo..hi: the first rotation is that of T - shift I,
   * the others chase the element (bulge) it makes below the subdiagonal down and out.
   */
  private void sweep(int lo, int hi) {
    double x = d[lo] - wilkinsonShift(hi);
    double bulge = e[lo];
    for (int k = lo; k < hi; k++) {
      double r = Math.hypot(x, bulge);
      double c = x / r;
      double s = bulge / r;
      if (k > lo) {
        e[k - 1] = r;
      }
      // the rotated diagonal, as a change that keeps the trace
      double t = s * (d[k + 1] - d[k]) + 2 * c * e[k];
      d[k] += s * t;
      d[k + 1] -= s * t;
      e[k] = c * t - e[k];
      if (k < hi - 1) {
        x = e[k];
        bulge = s * e[k + 1];
        e[k + 1] *= c;
      }
      if (u.length > 0) {
        rotate(u[k], u[k + 1], c, s);
      }
    }
  }

  /** The eigenvalue of the last 2 x 2 block that is nearer to its last element. */
  private double wilkinsonShift(int hi) {
    double b = e[hi - 1];
    double delta = 0.5 * (d[hi - 1] - d[hi]);
    return d[hi] - b * (b / (delta + Math.copySign(Math.hypot(delta, b), delta)));
  }

  private static void rotate(double[] x, double[] y, double c, double s) {
    for (int i = 0; i < x.length; i++) {
      double xi = x[i];
      double yi = y[i];
      x[i] = c * xi + s * yi;
      y[i] = c * yi - s * xi;
    }
  }

  private void store(boolean converged, HostBlock values, HostBlock columns, int item) {
    int n = d.length;
    scale(1 / scale);
    int[] ascending =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> d[k]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int j = 0; j < n; j++) {
      int k = ascending[j];
      values.data()[values.at(item) + j] = converged ? d[k] : Double.NaN;
      if (columns != null) {
        int start = columns.at(item) + j * n;
        if (converged) {
          System.arraycopy(u[k], 0, columns.data(), start, n);
        } else {
          Arrays.fill(columns.data(), start, start + n, Double.NaN);
        }
      }
    }
  }
}
