// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.workbench.cli.Grid;
import java.io.Serializable;

/**
 * One design of the experiment.
 *
 * @param gamma aspect ratio p/n0 as asked for
 * @param covariance of source and target rows alike
 * @param dimension p
 */
public record Setting(double gamma, CovarianceKind covariance, int dimension)
    implements Serializable {
  /**
   * Number of source rows.
   *
   * @return n0 = floor(p / gamma)
   */
  public int sourceSamples() {
    return (int) Math.min(Integer.MAX_VALUE, Math.floor(dimension / gamma));
  }

  /**
   * The work of one seed: the reduction of the source's design, and every prior at every alignment.
   *
   * @param targetRows n1
   * @param alignments number of them
   * @param penalties of the source, number of them
   * @return floating-point operations, within a factor of two
   */
  public double flops(int targetRows, int alignments, int penalties) {
    double order = Math.min(sourceSamples(), dimension);
    return order * order * dimension
        + 4 * order * order * order
        + 2.0 * alignments * penalties * targetRows * dimension;
  }

  /**
   * The covariance matrix.
   *
   * @return p x p, of trace p
   */
  public Covariance sigma() {
    return covariance.of(dimension);
  }

  /** In words, for a legend. */
  @Override
  public String toString() {
    return (covariance.isIsotropic()
            ? "isotropic"
            : "power law " + Grid.spelling(covariance.alpha()))
        + ", γ = "
        + Grid.spelling(gamma);
  }
}
