// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

/**
 * The way back from a prepared design to the units of the table it was made from.
 *
 * @param intercept whether there is one
 * @param kept columns that are not penalised and do not depend on others that are not
 * @param triangle R of N_f R = F, the kept columns, k x k
 * @param freeX N_f'X, k x p
 * @param freeY N_f'Y, k x t
 * @param means of the features, in the units of the table
 * @param yMeans of the responses
 * @param scales units of the columns
 * @param factors of the centred columns: a power of two over the scale, or 0 for a column without a
 *     penalised coefficient
 * @param xExponent power of two taken out of the design: a penalty is mu 2^(-2 xExponent) in it
 * @param freeExponent power of two taken out of the unpenalised columns
 * @param yExponents powers of two taken out of the responses
 * @param weight sum of the weights
 */
public record Recovery(
    boolean intercept,
    int[] kept,
    double[] triangle,
    double[] freeX,
    double[] freeY,
    double[] means,
    double[] yMeans,
    double[] scales,
    double[] factors,
    int xExponent,
    int freeExponent,
    int[] yExponents,
    double weight) {

  /**
   * Number of directions that are not penalised, the intercept's included.
   *
   * @return q
   */
  public int unpenalised() {
    return kept.length + (intercept ? 1 : 0);
  }

  /**
   * Turns coefficients of the design into those of the table.
   *
   * @param b p numbers at {@code at}, overwritten
   * @param at where they start
   * @param response whose they are
   * @return the intercept
   */
  public double toTable(double[] b, int at, int response) {
    int k = kept.length;
    int p = factors.length;
    int ey = yExponents[response];
    double[] c = new double[k];
    for (int i = 0; i < k; i++) {
      c[i] = freeY[i + response * k];
      for (int j = 0; j < p; j++) {
        c[i] -= freeX[i + j * k] * b[at + j];
      }
    }
    for (int i = k - 1; i >= 0; i--) {
      for (int l = i + 1; l < k; l++) {
        c[i] -= triangle[i + l * k] * c[l];
      }
      c[i] /= triangle[i + i * k];
    }
    for (int j = 0; j < p; j++) {
      b[at + j] = factors[j] == 0 ? 0 : Math.scalb(b[at + j] * factors[j], ey);
    }
    for (int i = 0; i < k; i++) {
      b[at + kept[i]] = Math.scalb(c[i], ey - freeExponent);
    }
    if (!intercept) {
      return 0;
    }
    double constant = yMeans[response];
    for (int j = 0; j < p; j++) {
      constant -= means[j] * b[at + j];
    }
    return constant;
  }

  /**
   * What an orthonormal direction of the unpenalised columns adds to coefficients of the table.
   *
   * @param direction from 0, below the number of kept columns
   * @param b p numbers, overwritten
   * @return the intercept
   */
  public double freeDirection(int direction, double[] b) {
    int k = kept.length;
    double[] c = new double[k];
    c[direction] = 1;
    for (int i = direction; i >= 0; i--) {
      for (int l = i + 1; l < k; l++) {
        c[i] -= triangle[i + l * k] * c[l];
      }
      c[i] /= triangle[i + i * k];
    }
    double constant = 0;
    for (int i = 0; i < k; i++) {
      b[kept[i]] = Math.scalb(c[i], -freeExponent);
      constant -= intercept ? means[kept[i]] * b[kept[i]] : 0;
    }
    return constant;
  }

  /**
   * Turns coefficients of the table into those of the design, for a response that is scaled by no
   * power of two; unpenalised ones have no place in it.
   *
   * @param b p numbers at {@code at}, overwritten
   * @param at where they start
   */
  public void toDesign(double[] b, int at) {
    for (int j = 0; j < factors.length; j++) {
      b[at + j] = factors[j] == 0 ? 0 : b[at + j] / factors[j];
    }
  }

  /**
   * Squared lengths of the rows of the linear map from responses to coefficients of the table, from
   * that of the design.
   *
   * @param map p x r with orthonormal columns of responses behind it
   * @return p numbers
   */
  public double[] squaredRows(double[] map) {
    int p = factors.length;
    int k = kept.length;
    int r = map.length / Math.max(1, p);
    double[] squares = new double[p];
    // c = R^-1 (N'y - F b), and N'y is orthogonal to what b is made from
    double[] free = new double[k * (r + k)];
    for (int c = 0; c < r; c++) {
      for (int j = 0; j < p; j++) {
        double value = map[j + c * p] * factors[j];
        squares[j] += value * value;
        for (int i = 0; i < k; i++) {
          free[i + c * k] -= freeX[i + j * k] * map[j + c * p];
        }
      }
    }
    for (int i = 0; i < k; i++) {
      free[i + (r + i) * k] = 1;
    }
    for (int c = 0; c < r + k; c++) {
      for (int i = k - 1; i >= 0; i--) {
        double value = free[i + c * k];
        for (int l = i + 1; l < k; l++) {
          value -= triangle[i + l * k] * free[l + c * k];
        }
        free[i + c * k] = value / triangle[i + i * k];
      }
      for (int i = 0; i < k; i++) {
        double value = Math.scalb(free[i + c * k], -freeExponent);
        squares[kept[i]] += value * value;
      }
    }
    return squares;
  }
}
