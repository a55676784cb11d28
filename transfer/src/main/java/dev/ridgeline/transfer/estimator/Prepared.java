// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sample as the penalty sees it. Rows of weight 0 are left out; every other row is multiplied by
 * the root of its weight; what is not penalised (the intercept, columns) is projected out.
 *
 * <pre>
 * root   n        sqrt(v)
 * basis  n x q    orthonormal: first the intercept's direction, then the unpenalised columns
 * x      n x p    (I - N N') diag(sqrt v) (X - 1 mean') diag(1 / scale), penalised columns
 * y      n x T    (I - N N') diag(sqrt v) (Y - 1 mean')
 * </pre>
 *
 * <p>Means come from two passes, so columns such as 1e9 +- 1 keep their digits, and a column that
 * is constant but for rounding becomes zero exactly.
 */
final class Prepared {
  private static final double EPS = Math.ulp(1.0);

  final int n;
  final int p;
  final int responses;
  final double[] x;
  final double[] y;
  final double[] basis;
  final int q;
  final double[] root;
  final double weightSum;
  final int[] active;

  private final int columns;
  private final boolean intercept;
  private final int[] penalised;
  private final int[] free;
  private final double[] means;
  private final double[] scales;
  private final double[] responseMeans;
  // the unpenalised columns alone: N_f R = F, N_f'X and N_f'Y before anything is projected out
  private final double[] triangle;
  private final boolean[] dropped;
  private final double[] freeX;
  private final double[] freeY;

  /**
   * Prepares.
   *
   * @param sample the table
   * @param how what to do
   * @param fixedScales p units of the columns, in place of standard deviations; null: as {@code
   *     how} says
   */
  Prepared(Sample sample, Preparation how, double[] fixedScales) {
    active = IntStream.range(0, sample.rows()).filter(i -> sample.weight(i) > 0).toArray();
    n = active.length;
    columns = sample.features();
    responses = sample.responses();
    intercept = how.intercept();
    free = how.unpenalised();
    for (int j : free) {
      if (j >= columns) {
        throw new IllegalArgumentException(
            "unpenalised columns must be below the number of features: column="
                + j
                + ", features="
                + columns);
      }
    }
    penalised = IntStream.range(0, columns).filter(j -> Arrays.binarySearch(free, j) < 0).toArray();
    p = penalised.length;
    root = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += sample.weight(active[i]);
      root[i] = Math.sqrt(sample.weight(active[i]));
    }
    weightSum = sum;
    means = new double[columns];
    scales = new double[columns];
    responseMeans = new double[responses];
    x = new double[n * p];
    y = new double[n * responses];
    for (int c = 0; c < p; c++) {
      int j = penalised[c];
      means[j] = centre(sample.x(), j, x, c * n);
      double deviation = Math.sqrt(square(x, c * n) / weightSum);
      double scale = fixedScales != null ? fixedScales[j] : how.standardize() ? deviation : 1;
      scales[j] = scale > 0 ? scale : 1;
      for (int i = c * n; i < (c + 1) * n; i++) {
        x[i] /= scales[j];
      }
    }
    for (int t = 0; t < responses; t++) {
      responseMeans[t] = centre(sample.y(), t, y, t * n);
    }
    double[] f = new double[n * free.length];
    for (int c = 0; c < free.length; c++) {
      means[free[c]] = centre(sample.x(), free[c], f, c * n);
      scales[free[c]] = 1;
    }
    triangle = new double[free.length * free.length];
    dropped = new boolean[free.length];
    orthonormalize(f);
    freeX = products(f, x, p);
    freeY = products(f, y, responses);
    basis = withIntercept(f);
    q = basis.length / Math.max(1, n);
    project(x, p);
    project(y, responses);
  }

  /** Writes sqrt(v) (column - mean) and returns the mean; 0 without an intercept. */
  private double centre(Matrix from, int column, double[] to, int at) {
    double mean = 0;
    double largest = 0;
    if (intercept) {
      for (int i = 0; i < n; i++) {
        mean += root[i] * root[i] / weightSum * from.get(active[i], column);
        largest = Math.max(largest, Math.abs(from.get(active[i], column)));
      }
      double rest = 0;
      for (int i = 0; i < n; i++) {
        rest += root[i] * root[i] / weightSum * (from.get(active[i], column) - mean);
      }
      mean += rest;
    }
    for (int i = 0; i < n; i++) {
      to[at + i] = root[i] * (from.get(active[i], column) - mean);
    }
    if (intercept && Math.sqrt(square(to, at) / weightSum) <= 4 * EPS * largest) {
      Arrays.fill(to, at, at + n, 0.0);
    }
    return mean;
  }

  private double square(double[] v, int at) {
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += v[i] * v[i];
    }
    return sum;
  }

  private double dot(double[] a, int at, double[] b, int bt) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[at + i] * b[bt + i];
    }
    return sum;
  }

  private void subtract(double factor, double[] a, int at, double[] from, int bt) {
    for (int i = 0; i < n; i++) {
      from[bt + i] -= factor * a[at + i];
    }
  }

  /** F = N_f R by Gram-Schmidt, twice; columns that depend on earlier ones become zero. */
  private void orthonormalize(double[] f) {
    int k = free.length;
    for (int j = 0; j < k; j++) {
      double before = Math.sqrt(square(f, j * n));
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < j; i++) {
          double c = dot(f, i * n, f, j * n);
          triangle[i + j * k] += c;
          subtract(c, f, i * n, f, j * n);
        }
      }
      double length = Math.sqrt(square(f, j * n));
      dropped[j] = length <= n * EPS * before || before == 0;
      triangle[j + j * k] = dropped[j] ? 1 : length;
      for (int i = j * n; i < (j + 1) * n; i++) {
        f[i] = dropped[j] ? 0 : f[i] / length;
      }
    }
  }

  private double[] products(double[] f, double[] of, int count) {
    double[] out = new double[free.length * count];
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < free.length; i++) {
        out[i + c * free.length] = dot(f, i * n, of, c * n);
      }
    }
    return out;
  }

  private double[] withIntercept(double[] f) {
    int kept = (int) IntStream.range(0, free.length).filter(j -> !dropped[j]).count();
    double[] all = new double[n * (kept + (intercept ? 1 : 0))];
    int at = 0;
    if (intercept) {
      for (int i = 0; i < n; i++) {
        all[at++] = root[i] / Math.sqrt(weightSum);
      }
    }
    for (int j = 0; j < free.length; j++) {
      if (!dropped[j]) {
        System.arraycopy(f, j * n, all, at, n);
        at += n;
      }
    }
    return all;
  }

  /** Takes the basis out of some columns; what is left of it is of the size of rounding. */
  void project(double[] of, int count) {
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < q; i++) {
        subtract(dot(basis, i * n, of, c * n), basis, i * n, of, c * n);
      }
    }
  }

  /** Units of the columns: 1, a standard deviation, or what was asked for. */
  double[] scales() {
    return scales.clone();
  }

  /** Coefficients in the units of the table as the penalty sees them: penalised ones, scaled. */
  double[] scaled(double[] coefficients, int at) {
    double[] b = new double[p];
    for (int c = 0; c < p; c++) {
      b[c] = coefficients[at + penalised[c]] * scales[penalised[c]];
    }
    return b;
  }

  /** The model for penalised coefficients in scaled units. */
  LinearModel model(double[] b, int response) {
    int k = free.length;
    double[] all = new double[columns];
    double constant = responseMeans[response];
    for (int c = 0; c < p; c++) {
      all[penalised[c]] = b[c] / scales[penalised[c]];
    }
    for (int i = k - 1; i >= 0; i--) {
      double sum = freeY[i + response * k];
      for (int c = 0; c < p; c++) {
        sum -= freeX[i + c * k] * b[c];
      }
      for (int j = i + 1; j < k; j++) {
        sum -= triangle[i + j * k] * all[free[j]];
      }
      all[free[i]] = dropped[i] ? 0 : sum / triangle[i + i * k];
    }
    for (int j = 0; j < columns; j++) {
      constant -= means[j] * all[j];
    }
    return new LinearModel(all, intercept ? constant : 0);
  }

  /**
   * Row errors as prepared, sqrt(v) e, in the units and the order of the table; NaN at weight 0.
   */
  double[] inOrder(double[] errors, int rows) {
    double[] all = new double[rows];
    Arrays.fill(all, Double.NaN);
    for (int i = 0; i < n; i++) {
      all[active[i]] = errors[i] / root[i];
    }
    return all;
  }
}
