// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import java.util.Arrays;

/** A law of problems. The same seed gives the same problem. */
interface Law {
  String name();

  Problem draw(long seed);

  /** p normal numbers of mean square 1 / p. */
  static double[] coefficients(int p, Draws draws) {
    return Arrays.stream(draws.normals(p)).map(value -> value / Math.sqrt(p)).toArray();
  }

  /** rho w plus a vector of the given length that is orthogonal to w. */
  static double[] related(double[] w, double rho, double orthogonal, Draws draws) {
    double[] v = draws.normals(w.length);
    double vw = 0;
    double ww = 0;
    for (int j = 0; j < w.length; j++) {
      vw += v[j] * w[j];
      ww += w[j] * w[j];
    }
    double square = 0;
    for (int j = 0; j < w.length; j++) {
      v[j] -= vw / ww * w[j];
      square += v[j] * v[j];
    }
    double factor = orthogonal / Math.sqrt(square);
    double[] related = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      related[j] = rho * w[j] + factor * v[j];
    }
    return related;
  }

  /** A diagonal covariance with entries k^-decay and trace p. */
  static double[][] powerLaw(int p, double decay) {
    double[][] covariance = new double[p][p];
    double trace = 0;
    for (int k = 0; k < p; k++) {
      covariance[k][k] = Math.pow(k + 1, -decay);
      trace += covariance[k][k];
    }
    for (int k = 0; k < p; k++) {
      covariance[k][k] *= p / trace;
    }
    return covariance;
  }

  /** Correlations r^|i - j| of neighbours in a row. */
  static double[][] neighbours(int p, double r) {
    double[][] correlation = new double[p][p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        correlation[i][j] = Math.pow(r, Math.abs(i - j));
      }
    }
    return correlation;
  }

  /** Every pair of columns has the same correlation. */
  static double[][] equal(int p, double r) {
    double[][] correlation = new double[p][p];
    for (int i = 0; i < p; i++) {
      Arrays.fill(correlation[i], r);
      correlation[i][i] = 1;
    }
    return correlation;
  }
}
