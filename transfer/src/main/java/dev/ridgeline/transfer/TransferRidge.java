// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import java.util.Objects;

/**
 * Sets up a transfer sweep: a source sample, a target sample, and the penalties to try on both.
 *
 * <pre>{@code
 * TransferSweep sweep =
 *     TransferRidge.on(ridgeline)
 *         .source(x0, y0)
 *         .target(x1, y1)
 *         .sourcePenalties(LambdaGrid.logSpaced(1e-2, 1e2, 50, LambdaScale.MEAN))
 *         .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, 0.1))
 *         .fit();
 * }</pre>
 *
 * <p>Not safe for use by several threads. There is no intercept (see {@link RidgeProblem}:
 * leave-one-out errors of centred samples are too optimistic).
 */
public final class TransferRidge {
  private final Ridgeline ridgeline;
  private Matrix sourceX;
  private double[] sourceY;
  private Matrix targetX;
  private double[] targetY;
  private LambdaGrid sourcePenalties;
  private LambdaGrid targetPenalties;
  private double priorScale = 1;

  private TransferRidge(Ridgeline ridgeline) {
    this.ridgeline = Objects.requireNonNull(ridgeline, "ridgeline");
  }

  /**
   * Starts.
   *
   * @param ridgeline who computes
   * @return an empty set-up
   */
  public static TransferRidge on(Ridgeline ridgeline) {
    return new TransferRidge(ridgeline);
  }

  /**
   * The source sample.
   *
   * @param x design, n0 x p
   * @param y observations, n0 numbers
   * @return this
   */
  public TransferRidge source(Matrix x, double[] y) {
    this.sourceX = x;
    this.sourceY = y.clone();
    return this;
  }

  /**
   * The source sample.
   *
   * @param x n0 rows of p features, copied
   * @param y n0 observations
   * @return this
   */
  public TransferRidge source(double[][] x, double[] y) {
    return source(Matrix.ofRows(x), y);
  }

  /**
   * The target sample.
   *
   * @param x design, n1 x p, the same features as the source
   * @param y observations, n1 numbers
   * @return this
   */
  public TransferRidge target(Matrix x, double[] y) {
    this.targetX = x;
    this.targetY = y.clone();
    return this;
  }

  /**
   * The target sample.
   *
   * @param x n1 rows of p features, copied
   * @param y n1 observations
   * @return this
   */
  public TransferRidge target(double[][] x, double[] y) {
    return target(Matrix.ofRows(x), y);
  }

  /**
   * Penalties to train the source with.
   *
   * @param grid with its scale
   * @return this
   */
  public TransferRidge sourcePenalties(LambdaGrid grid) {
    this.sourcePenalties = grid;
    return this;
  }

  /**
   * Penalties for moving the target away from the prior.
   *
   * @param grid with its scale
   * @return this
   */
  public TransferRidge targetPenalties(LambdaGrid grid) {
    this.targetPenalties = grid;
    return this;
  }

  /**
   * Scales every source model before it serves as the prior (c b0). At c = rho and the
   * source-optimal penalty rescaling beats re-regularising (averaged over directions of w0).
   *
   * @param scale c, finite; 1 by default
   * @return this
   */
  public TransferRidge priorScale(double scale) {
    this.priorScale = scale;
    return this;
  }

  /**
   * Fits every source penalty once and every pair of penalties on the target.
   *
   * @return the sweep
   * @throws IllegalStateException when a sample or a grid is missing
   * @throws IllegalArgumentException when shapes disagree or an element is not finite
   */
  public TransferSweep fit() {
    require(sourceX, "source");
    require(targetX, "target");
    require(sourcePenalties, "sourcePenalties");
    require(targetPenalties, "targetPenalties");
    if (sourceX.columns() != targetX.columns()) {
      throw new IllegalArgumentException(
          "source and target must have the same features: source="
              + sourceX.columns()
              + ", target="
              + targetX.columns());
    }
    if (sourceX.rows() == 0 || targetX.rows() == 0 || sourceX.columns() == 0) {
      throw new IllegalArgumentException(
          "samples must have rows and features: source is "
              + sourceX.rows()
              + " x "
              + sourceX.columns()
              + ", target is "
              + targetX.rows()
              + " x "
              + targetX.columns());
    }
    RidgePath source =
        ridgeline
            .path(
                RidgeProblem.of(sourceX, Matrix.column(sourceY)).withLeaveOneOut(), sourcePenalties)
            .requireSuccess();
    Matrix priors =
        Matrix.ofColumnMajor(
            SourceDesign.pathWithScratch(source, 0), sourceX.columns(), sourcePenalties.size() + 1);
    L2SpRidge target =
        L2SpRidge.fit(ridgeline, targetX, targetY, priors, priorScale, targetPenalties);
    return new TransferSweep(source, target, sourcePenalties, targetPenalties);
  }

  private static void require(Object value, String name) {
    if (value == null) {
      throw new IllegalStateException("set " + name + " before fit()");
    }
  }
}
