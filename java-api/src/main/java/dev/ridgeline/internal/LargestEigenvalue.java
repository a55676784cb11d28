// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The largest eigenvalue of a Gram matrix, to rounding, by the method of Lanczos with full
 * reorthogonalisation (Golub and Van Loan 2013, section 10.1): some dozens of products with a
 * vector, where all eigenvalues would cost a reduction. The start is drawn with a fixed seed, so
 * the same matrix gives the same bits.
 */
final class LargestEigenvalue {
  /** Even where eigenvalues crowd at the top, as those of random designs do, sixty are enough. */
  private static final int STEPS = 300;

  /** Steps in a row that change nothing but rounding, before the value counts as final. */
  private static final int QUIET = 3;

  private static final long SEED = 42;

  private final double[] gram;
  private final int n;
  private final int steps;
  // the tridiagonal matrix: diagonal and squares beside it
  private final double[] alpha;
  private final double[] squares;

  private final int[] alone;

  private LargestEigenvalue(double[] gram, int n, int[] alone) {
    this.gram = gram;
    this.n = n;
    this.alone = alone;
    this.steps = Math.min(n, STEPS);
    this.alpha = new double[steps];
    this.squares = new double[steps];
  }

  /**
   * Computes it.
   *
   * @param gram one matrix, positive semidefinite, both triangles; not changed
   * @param alone indices that are left out: nothing but their diagonal element is not zero
   * @return at least 0
   */
  static double of(Backend backend, Block gram, int[] alone) {
    return new LargestEigenvalue(backend.download(gram), gram.rows(), alone).value();
  }

  private double value() {
    List<double[]> basis = new ArrayList<>();
    double[] v = start();
    double value = 0;
    int quiet = 0;
    for (int k = 0; k < steps && quiet < QUIET; k++) {
      basis.add(v);
      double[] w = product(v);
      alpha[k] = Columns.dot(v, 0, w, 0, n);
      for (int pass = 0; pass < 2; pass++) { // the first leaves the rounding of what it takes
        for (double[] q : basis) {
          double c = Columns.dot(q, 0, w, 0, n);
          for (int i = 0; i < n; i++) {
            w[i] -= c * q[i];
          }
        }
      }
      double next = largest(k + 1);
      quiet = next <= value * (1 + 4 * Rounding.EPS) ? quiet + 1 : 0;
      value = Math.max(value, next);
      squares[k] = Columns.dot(w, 0, w, 0, n);
      double length = Math.sqrt(squares[k]);
      if (!(length > Rounding.EPS * value)) {
        break; // the basis is invariant
      }
      for (int i = 0; i < n; i++) {
        w[i] /= length;
      }
      v = w;
    }
    return value;
  }

  private double[] start() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = random.nextDouble() - 0.5;
    }
    for (int i : alone) {
      v[i] = 0;
    }
    double length = Math.sqrt(Columns.dot(v, 0, v, 0, n));
    for (int i = 0; i < n && length > 0; i++) {
      v[i] /= length;
    }
    return v;
  }

  /**
   * G v on the host: a product of a block with one vector costs a backend several times as much.
   */
  private double[] product(double[] v) {
    double[] w = new double[n];
    for (int j = 0; j < n; j++) {
      w[j] = Columns.dot(gram, j * n, v, 0, n); // the matrix is symmetric
    }
    return w;
  }

  /** The largest eigenvalue of the first k rows of the tridiagonal matrix, by bisection. */
  private double largest(int k) {
    double low = 0;
    double high = 0;
    for (int i = 0; i < k; i++) {
      double beside =
          (i > 0 ? Math.sqrt(squares[i - 1]) : 0) + (i < k - 1 ? Math.sqrt(squares[i]) : 0);
      low = Math.max(low, alpha[i]);
      high = Math.max(high, alpha[i] + beside);
    }
    high = Math.nextUp(high);
    for (double middle = low + (high - low) / 2;
        low < middle && middle < high;
        middle = low + (high - low) / 2) {
      if (isAboveAll(middle, k)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** Whether all pivots of T - x are negative (Sturm's count). */
  private boolean isAboveAll(double x, int k) {
    double pivot = alpha[0] - x;
    for (int i = 1; i < k && pivot < 0; i++) {
      pivot = alpha[i] - x - squares[i - 1] / pivot;
    }
    return pivot < 0;
  }
}
