// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.preprocess;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Smoothing and derivatives of every row by least squares: each value becomes the derivative, at
 * its place, of the polynomial fitted to the window around it (Savitzky and Golay, Analytical
 * Chemistry 36, 1964). Near the ends it is that of the first or last whole window (Gorry,
 * Analytical Chemistry 62, 1990), so that no column is lost. Columns are one unit apart.
 *
 * @param window columns in a window, odd
 * @param order of the polynomial
 * @param derivative which; 0 smooths
 */
record SavitzkyGolay(int window, int order, int derivative) implements Preprocessing {
  private static final Pattern FORM = Pattern.compile("sg:(\\d{1,3}),(\\d),(\\d)");

  static Preprocessing parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(ACCEPTED);
    }
    int window = Integer.parseInt(form.group(1));
    int order = Integer.parseInt(form.group(2));
    int derivative = Integer.parseInt(form.group(3));
    if (window < 3 || window % 2 == 0 || order >= window || derivative > order) {
      throw new IllegalArgumentException(ACCEPTED);
    }
    return new SavitzkyGolay(window, order, derivative);
  }

  @Override
  public void requireColumns(int columns) {
    if (columns < window) {
      throw new BadInputException(
          "--preprocess", this, "a window of at most the " + columns + " features");
    }
  }

  @Override
  public Matrix apply(String source, Matrix x) {
    requireColumns(x.columns());
    int n = x.rows();
    int p = x.columns();
    double[][] weights = weights();
    double[] changed = new double[MatrixBatch.size(n, p, 1)];
    for (int j = 0; j < p; j++) {
      int first = Math.clamp(j - window / 2, 0, p - window);
      double[] at = weights[j - first];
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int k = 0; k < window; k++) {
          sum += at[k] * x.get(i, first + k);
        }
        changed[i + j * n] = sum;
      }
    }
    return Matrix.ofColumnMajor(changed, n, p);
  }

  /**
   * Weights of the values of a window, for the derivative at each of its places. With P_k the
   * polynomials that are orthogonal on the window, the derivative at s of the fit is the sum over k
   * of P_k^(d)(s) <P_k, y> / <P_k, P_k>.
   */
  double[][] weights() {
    int half = window / 2;
    double[][] weights = new double[window][window];
    // [derivative][place], of the polynomial before and of this one
    double[][] before = new double[derivative + 1][window];
    double[][] now = new double[derivative + 1][window];
    Arrays.fill(now[0], 1);
    double normBefore = 1;
    for (int k = 0; k <= order; k++) {
      double norm = 0;
      for (double value : now[0]) {
        norm += value * value;
      }
      for (int place = 0; place < window; place++) {
        for (int i = 0; i < window; i++) {
          weights[place][i] += now[derivative][place] * now[0][i] / norm;
        }
      }
      // P_(k+1)(t) = t P_k(t) - |P_k|^2 / |P_(k-1)|^2 P_(k-1)(t), and its derivatives
      double[][] next = new double[derivative + 1][window];
      for (int d = 0; d <= derivative; d++) {
        for (int place = 0; place < window; place++) {
          next[d][place] =
              (place - half) * now[d][place]
                  + (d > 0 ? d * now[d - 1][place] : 0)
                  - norm / normBefore * before[d][place];
        }
      }
      before = now;
      now = next;
      normBefore = norm;
    }
    return weights;
  }

  @Override
  public String toString() {
    return "sg:" + window + "," + order + "," + derivative;
  }
}
