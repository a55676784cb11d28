// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import dev.ridgeline.matrix.Matrix;
import java.util.Random;

/** A source and a target sample with known coefficients. */
record Tasks(double[][] x0, double[] y0, double[][] x1, double[] y1) {

  /**
   * What to draw; {@code decay} is the power of the eigenvalues k^-decay of both covariances (trace
   * p), {@code own} the length of a part of w1 that is orthogonal to w0, {@code offset} what is
   * added to every feature and, times three, to the responses.
   */
  record Setting(
      int n0,
      int n1,
      int p,
      double rho,
      double sourceNoise,
      double targetNoise,
      double decay,
      double own,
      double offset) {

    static Setting of(int n0, int n1, int p, double rho) {
      return new Setting(n0, n1, p, rho, 0.5, 0.5, 0.0, 0.0, 0.0);
    }

    Setting withNoise(double source, double target) {
      return new Setting(n0, n1, p, rho, source, target, decay, own, offset);
    }

    Setting withDecay(double value) {
      return new Setting(n0, n1, p, rho, sourceNoise, targetNoise, value, own, offset);
    }

    Setting withOwn(double value) {
      return new Setting(n0, n1, p, rho, sourceNoise, targetNoise, decay, value, offset);
    }

    Setting withOffset(double value) {
      return new Setting(n0, n1, p, rho, sourceNoise, targetNoise, decay, own, value);
    }
  }

  static Tasks draw(Random random, Setting s) {
    return draw(random, s, direction(random, s.p()));
  }

  /** w1 = rho w0 and a part of its own, orthogonal to w0. */
  static Tasks draw(Random random, Setting s, double[] w0) {
    double[] part = direction(random, s.p());
    double overlap = Plain.dot(w0, part);
    double[] w1 = new double[s.p()];
    for (int j = 0; j < s.p(); j++) {
      w1[j] = s.rho() * w0[j] + s.own() * (part[j] - overlap * w0[j]);
    }
    double[][] x0 = design(random, s.n0(), s.p(), s.decay());
    double[] y0 = observe(random, x0, w0, s.sourceNoise());
    double[][] x1 = design(random, s.n1(), s.p(), s.decay());
    double[] y1 = observe(random, x1, w1, s.targetNoise());
    shift(x0, y0, s.offset());
    shift(x1, y1, s.offset());
    return new Tasks(x0, y0, x1, y1);
  }

  /** A random vector of length 1. */
  static double[] direction(Random random, int p) {
    double[] w = new double[p];
    double square = 0.0;
    for (int j = 0; j < p; j++) {
      w[j] = random.nextGaussian();
      square += w[j] * w[j];
    }
    for (int j = 0; j < p; j++) {
      w[j] /= Math.sqrt(square);
    }
    return w;
  }

  private static double[][] design(Random random, int n, int p, double decay) {
    double[] scale = new double[p];
    double trace = 0.0;
    for (int k = 0; k < p; k++) {
      scale[k] = Math.pow(k + 1.0, -decay);
      trace += scale[k];
    }
    double[][] x = new double[n][p];
    for (double[] row : x) {
      for (int k = 0; k < p; k++) {
        row[k] = Math.sqrt(scale[k] * p / trace) * random.nextGaussian();
      }
    }
    return x;
  }

  private static double[] observe(Random random, double[][] x, double[] w, double noise) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < w.length; j++) {
        y[i] += x[i][j] * w[j];
      }
      y[i] += noise * random.nextGaussian();
    }
    return y;
  }

  private static void shift(double[][] x, double[] y, double offset) {
    for (int i = 0; i < y.length; i++) {
      y[i] += 3.0 * offset;
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] += offset * (j % 3);
      }
    }
  }

  Tasks withoutSource(int row) {
    return new Tasks(without(x0, row), without(y0, row), x1, y1);
  }

  Tasks withoutTarget(int row) {
    return new Tasks(x0, y0, without(x1, row), without(y1, row));
  }

  private static double[][] without(double[][] x, int row) {
    double[][] out = new double[x.length - 1][];
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i < row ? i : i + 1];
    }
    return out;
  }

  private static double[] without(double[] y, int row) {
    double[] out = new double[y.length - 1];
    for (int i = 0; i < out.length; i++) {
      out[i] = y[i < row ? i : i + 1];
    }
    return out;
  }

  CentredColumns source(boolean centre) {
    return CentredColumns.of(Matrix.ofRows(x0), y0, centre);
  }

  CentredColumns target(boolean centre) {
    return CentredColumns.of(Matrix.ofRows(x1), y1, centre);
  }

  Alignment estimate(boolean centre) {
    return AlignmentEstimator.estimate(Matrix.ofRows(x0), y0, Matrix.ofRows(x1), y1, centre);
  }
}
