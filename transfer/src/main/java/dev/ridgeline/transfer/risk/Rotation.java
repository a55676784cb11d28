// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

/** W = V0' V1, from the eigenbasis of Sigma1 to that of Sigma0: p x p, column-major. */
final class Rotation {
  private final double[] w;
  private final int p;

  /** Takes the array over. */
  Rotation(double[] w, int p) {
    this.w = w;
    this.p = p;
  }

  static Rotation between(double[] v0, double[] v1, int p) {
    double[] w = new double[p * p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        double dot = 0.0;
        for (int k = 0; k < p; k++) {
          dot += v0[i * p + k] * v1[j * p + k];
        }
        w[j * p + i] = dot;
      }
    }
    return new Rotation(w, p);
  }

  /** W x. */
  double[] toSource(double[] x) {
    double[] y = new double[p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        y[i] += w[j * p + i] * x[j];
      }
    }
    return y;
  }

  /** W' x. */
  double[] toTarget(double[] x) {
    double[] y = new double[p];
    for (int j = 0; j < p; j++) {
      double dot = 0.0;
      for (int i = 0; i < p; i++) {
        dot += w[j * p + i] * x[i];
      }
      y[j] = dot;
    }
    return y;
  }

  /** The diagonal of W diag(weights) W'. */
  double[] diagonal(double[] weights) {
    double[] y = new double[p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        y[i] += w[j * p + i] * w[j * p + i] * weights[j];
      }
    }
    return y;
  }
}
