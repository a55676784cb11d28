// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

/**
 * The symmetric operator B by which the target sample weighs the error of the prior, written in the
 * eigenbasis of Sigma0.
 */
sealed interface TargetOperator {

  /** The diagonal of B. */
  double[] diagonal();

  /** B x, for x in the same basis. */
  double[] apply(double[] x);

  /** B is diagonal in the eigenbasis of Sigma0, or only its diagonal matters. */
  final class Diagonal implements TargetOperator {
    private final double[] diagonal;

    /** Takes the array over. */
    Diagonal(double[] diagonal) {
      this.diagonal = diagonal;
    }

    @Override
    public double[] diagonal() {
      return diagonal;
    }

    @Override
    public double[] apply(double[] x) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = diagonal[i] * x[i];
      }
      return y;
    }
  }

  /** B = W diag(weights) W', the covariances not sharing their eigenvectors. */
  final class Rotated implements TargetOperator {
    private final Rotation rotation;
    private final double[] weights;
    private final double[] diagonal;

    /** Takes the weights over. */
    Rotated(Rotation rotation, double[] weights) {
      this.rotation = rotation;
      this.weights = weights;
      this.diagonal = rotation.diagonal(weights);
    }

    @Override
    public double[] diagonal() {
      return diagonal;
    }

    @Override
    public double[] apply(double[] x) {
      double[] inner = rotation.toTarget(x);
      for (int i = 0; i < inner.length; i++) {
        inner[i] *= weights[i];
      }
      return rotation.toSource(inner);
    }
  }
}
