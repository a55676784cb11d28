// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Design;
import dev.ridgeline.PrincipalAxes;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.average.SourceView;
import dev.ridgeline.transfer.internal.Checks;
import java.util.Arrays;

/** What is known of how uncertain a model is that was trained elsewhere. */
sealed interface PriorUncertainty {
  /**
   * The model as the average of a target sees it.
   *
   * @param model p x 1, in the design's coordinates
   */
  SourceView view(Ridgeline ridgeline, Matrix model, Design design, int response);

  /** The covariance of its coefficients, p x p in the units of the tables squared. */
  record Given(Matrix covariance) implements PriorUncertainty {
    /** Rounding of an eigenvalue, as a share of the largest. */
    private static final double ROUNDING = 1e-8;

    Given(Matrix covariance, int features) {
      this(covariance);
      covariance.asBatch().requireFinite("covariance of the coefficients");
      boolean symmetric = covariance.rows() == features && covariance.columns() == features;
      for (int j = 0; symmetric && j < features; j++) {
        for (int i = 0; i < j; i++) {
          double size = Math.sqrt(covariance.get(i, i)) * Math.sqrt(covariance.get(j, j));
          double difference = covariance.get(i, j) - covariance.get(j, i);
          symmetric &= Math.abs(difference) <= ROUNDING * size;
        }
      }
      if (!symmetric) {
        throw new IllegalArgumentException(
            "the covariance of the coefficients must be symmetric, a row and a column per feature:"
                + " features="
                + features
                + ", covariance "
                + covariance.rows()
                + " x "
                + covariance.columns());
      }
    }

    @Override
    public SourceView view(Ridgeline ridgeline, Matrix model, Design design, int response) {
      int p = design.features();
      double[] ones = new double[p];
      Arrays.fill(ones, 1);
      double[] units = design.toDesign(Matrix.column(ones), response);
      double[] matrix = new double[p * p];
      for (int j = 0; j < p; j++) {
        for (int i = 0; i < p; i++) {
          double mean = (covariance.get(i, j) + covariance.get(j, i)) / 2;
          matrix[i + j * p] = units[i] * mean * units[j];
        }
      }
      SymmetricEigen eigen = ridgeline.compute(backend -> SymmetricEigen.of(backend, matrix, p));
      if (eigen.values()[p - 1] < -ROUNDING * eigen.values()[0]) {
        throw new IllegalArgumentException(
            "the covariance of the coefficients must be positive semidefinite: eigenvalues from "
                + eigen.values()[p - 1]
                + " to "
                + eigen.values()[0]);
      }
      double[] variances = Arrays.stream(eigen.values()).map(v -> Math.max(0, v)).toArray();
      return new SourceView(
          model, -1, eigen.vectors(), new double[][] {variances}, new double[1], 1);
    }
  }

  /** The number of rows it was trained on, which are taken for rows like the target's. */
  record OfRows(long rows) implements PriorUncertainty {
    /** Checks the number. */
    public OfRows {
      Checks.atLeast("rows", (int) Math.min(rows, Integer.MAX_VALUE), 1);
    }

    @Override
    public SourceView view(Ridgeline ridgeline, Matrix model, Design design, int response) {
      PrincipalAxes axes = design.principalAxes();
      double[] eigenvalues = Arrays.stream(axes.squares()).map(s -> s / design.weight()).toArray();
      double trace = Arrays.stream(eigenvalues).sum();
      if (trace == 0) {
        return SourceView.ofModels(model);
      }
      return SourceView.ofSums(
          model,
          -1,
          new double[] {trace},
          axes.vectors(),
          Arrays.stream(eigenvalues).map(e -> rows * e).toArray(),
          Double.NaN);
    }
  }
}
