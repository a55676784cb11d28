// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How far responses of new rows may lie from the predictions of a linear model: Student's t with
 * the squared scale
 *
 * <pre>
 * noise + sum_k (f_k'x + g_k)^2                                    for a model of few features
 * noise + sum_j d_j (x_j - c_j)^2 - sum_k (f_k'x + g_k)^2          for many
 * </pre>
 *
 * <p>where the second form says what is believed without any rows, less what the leading directions
 * of the rows know better. Features are those of the model, in the units of the table. Immutable,
 * and safe for use by several threads.
 */
public final class PredictionSpread {
  private final double noise;
  private final double degrees;
  private final double[][] factors;
  private final double[] offsets;
  private final double[] diagonal;
  private final double[] center;

  /**
   * Takes the numbers of the formula.
   *
   * @param noise squared scale of a response about its mean, &gt;= 0
   * @param degrees degrees of freedom, &gt; 0
   * @param factors f_k, p numbers each, copied
   * @param offsets g_k, copied
   * @param diagonal d_j, p numbers &gt;= 0, copied; null for the first form
   * @param center c_j, p numbers, copied; null for the first form
   */
  public PredictionSpread(
      double noise,
      double degrees,
      double[][] factors,
      double[] offsets,
      double[] diagonal,
      double[] center) {
    if (!(noise >= 0) || !(degrees > 0) || factors.length != offsets.length) {
      throw new IllegalArgumentException(
          "noise must be >= 0, degrees > 0, and an offset is needed for each factor: noise="
              + noise
              + ", degrees="
              + degrees
              + ", factors="
              + factors.length
              + ", offsets="
              + offsets.length);
    }
    if ((diagonal == null) != (center == null)
        || (diagonal != null && diagonal.length != center.length)) {
      throw new IllegalArgumentException("diagonal and center must have a number per feature each");
    }
    this.noise = noise;
    this.degrees = degrees;
    this.factors = Arrays.stream(factors).map(double[]::clone).toArray(double[][]::new);
    this.offsets = offsets.clone();
    this.diagonal = diagonal == null ? null : diagonal.clone();
    this.center = center == null ? null : center.clone();
  }

  /**
   * The half width of the interval of a new response.
   *
   * @param row p features
   * @param level probability that the interval is to have, above 0 and below 1
   * @return at least 0
   */
  public double halfWidth(double[] row, double level) {
    return quantile(level) * scale(row);
  }

  /** Student's quantile for a level of both sides. */
  double quantile(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a level must be above 0 and below 1: level=" + level);
    }
    return new TDistribution(degrees).inverseCumulativeProbability(0.5 + level / 2);
  }

  double scale(double[] row) {
    double known = 0;
    for (int k = 0; k < offsets.length; k++) {
      double sum = offsets[k];
      for (int j = 0; j < row.length; j++) {
        sum += factors[k][j] * row[j];
      }
      known += sum * sum;
    }
    if (diagonal == null) {
      return Math.sqrt(noise + known);
    }
    double believed = 0;
    for (int j = 0; j < row.length; j++) {
      double d = row[j] - center[j];
      believed += diagonal[j] * d * d;
    }
    return Math.sqrt(noise + Math.max(0, believed - known));
  }

  /** Squared scales of the coefficients, p x p: the formula without noise, offsets and centres. */
  Matrix covariance(int features) {
    double[] all = new double[MatrixBatch.size(features, features, 1)];
    double sign = diagonal == null ? 1 : -1;
    for (double[] factor : factors) {
      for (int j = 0; j < features; j++) {
        for (int i = 0; i < features; i++) {
          all[i + j * features] += sign * factor[i] * factor[j];
        }
      }
    }
    for (int j = 0; diagonal != null && j < features; j++) {
      all[j * features + j] += diagonal[j];
    }
    return Matrix.ofColumnMajor(all, features, features);
  }

  /** Whether every list has a number per feature. */
  boolean fits(int features) {
    return Arrays.stream(factors).allMatch(f -> f.length == features)
        && (diagonal == null || diagonal.length == features);
  }

  double noise() {
    return noise;
  }

  double degrees() {
    return degrees;
  }

  double[][] factors() {
    return factors;
  }

  double[] offsets() {
    return offsets;
  }

  double[] diagonal() {
    return diagonal;
  }

  double[] center() {
    return center;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PredictionSpread that
        && noise == that.noise
        && degrees == that.degrees
        && Arrays.deepEquals(factors, that.factors)
        && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(diagonal, that.diagonal)
        && Arrays.equals(center, that.center);
  }

  @Override
  public int hashCode() {
    return Double.hashCode(noise) * 31 + Arrays.hashCode(offsets);
  }

  @Override
  public String toString() {
    return "PredictionSpread[noise " + noise + ", " + degrees + " degrees of freedom]";
  }
}
