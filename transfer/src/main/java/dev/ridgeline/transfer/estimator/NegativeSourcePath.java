// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.NormalEquations;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.internal.Products;
import dev.ridgeline.transfer.model.LinearModel;

/**
 * Source models at penalties below zero, b0 = (X'X - |mu| I)^-1 X'y, from the sums of a table: the
 * prior of a target that is longer than its source. A penalty is refused where X'X + mu I is not
 * positive definite, since the objective has no minimum there. Lists of penalties ({@link
 * dev.ridgeline.LambdaGrid}) start at 0 and stay so; see {@link
 * dev.ridgeline.transfer.risk.NegativePenalty} for when a negative one pays, and for the rescaled
 * prior, which does better wherever it does.
 *
 * <p>Penalties are on the mean-loss scale, mu = lambda n. One eigendecomposition, O(p^3), serves
 * all of them; each then costs O(p^2) per response. Models have an intercept where the sums are
 * about the means. Immutable and safe for use by several threads while its {@link Ridgeline} is
 * open.
 */
public final class NegativeSourcePath {
  private final Ridgeline ridgeline;
  private final NormalEquations sums;
  private final SymmetricEigen eigen;
  // V'X'Y, p x responses
  private final double[] rotated;

  private NegativeSourcePath(
      Ridgeline ridgeline, NormalEquations sums, SymmetricEigen eigen, double[] rotated) {
    this.ridgeline = ridgeline;
    this.sums = sums;
    this.eigen = eigen;
    this.rotated = rotated;
  }

  /**
   * Decomposes the sums of a source.
   *
   * @param ridgeline who computes
   * @param sums of more rows than features; with fewer every negative penalty is refused
   * @return the path
   * @throws IllegalArgumentException if X'X leaves the range of doubles
   */
  public static NegativeSourcePath of(Ridgeline ridgeline, NormalEquations sums) {
    int p = sums.features();
    double[] xx = columns(sums.featureProducts());
    for (double value : xx) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "X'X must be finite: its largest entries leave the range of doubles; divide the"
                + " features by a common factor");
      }
    }
    SymmetricEigen eigen = ridgeline.compute(backend -> SymmetricEigen.of(backend, xx, p));
    double[] rotated =
        Products.transposed(
            ridgeline, eigen.vectors(), columns(sums.responseProducts()), sums.responses());
    return new NegativeSourcePath(ridgeline, sums, eigen, rotated);
  }

  /**
   * The smallest eigenvalue of X'X/n, as far as rounding lets it be known.
   *
   * @return at least 0; 0 where the columns depend on each other to rounding
   */
  public double smallestEigenvalue() {
    double[] values = eigen.values();
    double rounding = values.length * Math.ulp(1.0) * values[0];
    double least = values[values.length - 1];
    return least > rounding ? (least - rounding) / sums.rows() : 0.0;
  }

  /**
   * The models at a penalty.
   *
   * @param lambda the penalty on the mean-loss scale, above minus {@link #smallestEigenvalue()};
   *     negative, or not for a curve that passes through zero
   * @return coefficients of every response, and intercepts where the sums are about the means
   * @throws IllegalArgumentException if X'X + n lambda I is not positive definite; the message has
   *     the penalty and the smallest eigenvalue
   */
  public LinearModel at(double lambda) {
    double least = smallestEigenvalue();
    if (!(lambda > -least && Double.isFinite(lambda))) {
      throw new IllegalArgumentException(
          "penalty must be finite and above minus the smallest eigenvalue of X'X/n, or X'X + n"
              + " lambda I is not positive definite: lambda="
              + lambda
              + ", smallest eigenvalue="
              + least);
    }
    int p = sums.features();
    int responses = sums.responses();
    double mu = lambda * sums.rows();
    double[] scaled = rotated.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= eigen.values()[i % p] + mu;
    }
    double[] coefficients = Products.of(ridgeline, eigen.vectors(), scaled, responses);
    double[] intercepts = sums.responseMeans();
    double[] means = sums.featureMeans();
    for (int i = 0; i < coefficients.length; i++) {
      intercepts[i / p] -= means[i % p] * coefficients[i];
    }
    return new LinearModel(Matrix.ofColumnMajor(coefficients, p, responses), intercepts);
  }

  private static double[] columns(Matrix matrix) {
    double[] entries = new double[matrix.rows() * matrix.columns()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = matrix.get(i % matrix.rows(), i / matrix.rows());
    }
    return entries;
  }

  @Override
  public String toString() {
    return "NegativeSourcePath[" + sums + ", smallest eigenvalue " + smallestEigenvalue() + "]";
  }
}
