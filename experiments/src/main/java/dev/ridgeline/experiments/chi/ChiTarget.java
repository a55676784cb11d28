// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.chi;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.random.Chis;

/**
 * A target sample that serves source models as a drawn one does, in few coordinates: the span of
 * the models, and what the design has beyond it. There the design is a lower trapezoid times an
 * orthonormal basis of rows (Bartlett 1933): chi numbers on its diagonal, normal ones below.
 */
public final class ChiTarget {
  private final PriorSpan span;
  private final int rows;
  private final int columns;
  private final double[] x; // rows x columns, row-major
  private final double[] noise;

  /**
   * Draws a target.
   *
   * @param chis draws row by row, then the noise
   * @param source the source models
   * @param rows n1
   * @param dimension p
   */
  public ChiTarget(Chis chis, BidiagonalRidge source, int rows, int dimension) {
    this.span = PriorSpan.of(source, dimension);
    this.rows = rows;
    int beyond = dimension - span.rank();
    this.columns = span.rank() + Math.min(rows, beyond);
    this.x = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < rows; i++) {
      int row = i * columns;
      int diagonal = span.rank() + i;
      for (int k = 0; k < Math.min(diagonal, columns); k++) {
        x[row + k] = chis.normal();
      }
      if (diagonal < columns) {
        x[row + diagonal] = chis.chi(beyond - i);
      }
    }
    this.noise = new double[rows];
    for (int i = 0; i < rows; i++) {
      noise[i] = chis.normal();
    }
  }

  /**
   * Memory that a target and its fits hold.
   *
   * @param rows n1
   * @param dimension p
   * @param penalties of the source, number of them
   * @return bytes, at most
   */
  public static long bytes(long rows, long dimension, long penalties) {
    long width = Math.min(dimension, rows + penalties + 1);
    long order = Math.min(rows, width);
    return Double.BYTES * (rows * width + 3 * order * order + 4 * (rows + width) * (penalties + 1));
  }

  /**
   * Excess risks of the target models.
   *
   * @param ridgeline who computes
   * @param rho alignment, w1 = rho w0
   * @param deviation of the target's noise
   * @param lambda target penalty
   * @param scale what it is measured in
   * @return one number per source model, and the risk from scratch
   */
  public double[] risks(
      Ridgeline ridgeline, double rho, double deviation, double lambda, LambdaScale scale) {
    double[][] models = span.coordinates();
    int count = models.length + 1;
    double[] residuals = new double[Math.multiplyExact(rows, count)];
    for (int i = 0; i < rows; i++) {
      int row = i * columns;
      double y = rho * x[row] + deviation * noise[i];
      for (int m = 0; m < models.length; m++) {
        double fitted = 0;
        for (int k = 0; k < span.rank(); k++) {
          fitted += x[row + k] * models[m][k];
        }
        residuals[m * rows + i] = y - fitted;
      }
      residuals[models.length * rows + i] = y;
    }
    RidgePath steps =
        ridgeline
            .path(
                RidgeProblem.of(
                    Matrix.ofRowMajor(x, rows, columns),
                    Matrix.ofColumnMajor(residuals, rows, count)),
                LambdaGrid.of(scale, lambda))
            .requireSuccess();
    double[] risks = new double[count];
    for (int m = 0; m < count; m++) {
      double[] error = steps.coefficients(0, 0, m);
      error[0] -= rho;
      for (int k = 0; m < models.length && k < span.rank(); k++) {
        error[k] += models[m][k];
      }
      for (double e : error) {
        risks[m] += e * e;
      }
    }
    return risks;
  }
}
