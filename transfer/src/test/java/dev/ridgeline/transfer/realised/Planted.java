// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.RidgeProblem;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.testing.DirectRidge;
import dev.ridgeline.transfer.covariance.Covariance;
import java.util.Random;

/**
 * Data with planted coefficients: y = X w + noise, rows of X with the covariance given, w1 = rho w0
 * plus a part of its own for every target.
 */
record Planted(
    double[][] x0,
    double[] y0,
    double[] w0,
    double[][][] x1,
    double[][] y1,
    double[][] w1,
    Covariance sigma) {

  /** Sizes and truths of a draw. */
  record Setting(int p, int n0, int n1, int targets, double rho, double own, double noise) {}

  static Planted draw(long seed, Setting s, Covariance sigma) {
    Random random = new Random(seed);
    double[] w0 = vector(random, s.p(), 1 / Math.sqrt(s.p()));
    double[][] x0 = design(random, s.n0(), sigma);
    double[] y0 = observe(random, x0, w0, s.noise());
    double[][][] x1 = new double[s.targets()][][];
    double[][] y1 = new double[s.targets()][];
    double[][] w1 = new double[s.targets()][];
    for (int t = 0; t < s.targets(); t++) {
      w1[t] = vector(random, s.p(), s.own() / Math.sqrt(s.p()));
      for (int j = 0; j < s.p(); j++) {
        w1[t][j] += s.rho() * w0[j];
      }
      x1[t] = design(random, s.n1(), sigma);
      y1[t] = observe(random, x1[t], w1[t], s.noise());
    }
    return new Planted(x0, y0, w0, x1, y1, w1, sigma);
  }

  static Covariance covariance(String kind, int p) {
    return switch (kind) {
      case "identity" -> Covariance.isotropic(p);
      case "powerLaw" -> Covariance.powerLaw(p, 1.0);
      case "dense" -> dense(p);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** A A'/p + I/4, far from diagonal. */
  private static Covariance dense(int p) {
    Random random = new Random(4711);
    double[][] a = new double[p][];
    for (int i = 0; i < p; i++) {
      a[i] = vector(random, p, 1);
    }
    double[] entries = new double[p * p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        entries[j * p + i] = DirectRidge.dot(a[i], a[j]) / p + (i == j ? 0.25 : 0);
      }
    }
    return Covariance.dense(entries, p);
  }

  static double[] vector(Random random, int p, double scale) {
    double[] v = new double[p];
    for (int j = 0; j < p; j++) {
      v[j] = scale * random.nextGaussian();
    }
    return v;
  }

  /** Rows V diag(sqrt(s)) z. */
  static double[][] design(Random random, int rows, Covariance sigma) {
    int p = sigma.dimension();
    double[] s = sigma.eigenvalues();
    double[] v = sigma.eigenvectors();
    double[][] x = new double[rows][p];
    for (double[] row : x) {
      for (int k = 0; k < p; k++) {
        double z = Math.sqrt(s[k]) * random.nextGaussian();
        for (int j = 0; j < p; j++) {
          row[j] += v[k * p + j] * z;
        }
      }
    }
    return x;
  }

  private static double[] observe(Random random, double[][] x, double[] w, double noise) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = DirectRidge.dot(x[i], w) + noise * random.nextGaussian();
    }
    return y;
  }

  /** Items of the same shape in one array, in either order. */
  static MatrixBatch batch(double[][][] items, Order order) {
    int n = items[0].length;
    int p = items[0][0].length;
    double[] data = new double[items.length * n * p];
    for (int item = 0; item < items.length; item++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < p; j++) {
          data[item * n * p + (order == Order.ROW_MAJOR ? i * p + j : j * n + i)] =
              items[item][i][j];
        }
      }
    }
    return order == Order.ROW_MAJOR
        ? MatrixBatch.ofRowMajor(data, n, p, items.length)
        : MatrixBatch.ofColumnMajor(data, n, p, items.length);
  }

  /** One column per item. */
  static MatrixBatch columns(double[][] vectors) {
    int n = vectors[0].length;
    double[] data = new double[vectors.length * n];
    for (int item = 0; item < vectors.length; item++) {
      System.arraycopy(vectors[item], 0, data, item * n, n);
    }
    return MatrixBatch.ofColumnMajor(data, n, 1, vectors.length);
  }

  RidgeProblem source(Order order) {
    return RidgeProblem.of(batch(new double[][][] {x0}, order), Matrix.column(y0).asBatch());
  }

  MatrixBatch targetDesigns(Order order) {
    return batch(x1, order);
  }

  /** Risk of the source model, mu0 on the scale of the normal equations. */
  double sourceRisk(double mu0) {
    return BruteForce.risk(DirectRidge.solve(x0, y0, mu0), w0, sigma);
  }

  double transferRisk(int target, double mu0, double mu1) {
    double[] b0 = DirectRidge.solve(x0, y0, mu0);
    return BruteForce.risk(DirectRidge.solve(x1[target], y1[target], b0, mu1), w1[target], sigma);
  }

  double scratchRisk(int target, double mu1) {
    return BruteForce.risk(DirectRidge.solve(x1[target], y1[target], mu1), w1[target], sigma);
  }
}
