// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.workbench.random.NormalSource;

/**
 * The random arrays of one (setting, seed), in the order of the published protocol: w0, then X0 and
 * the source noise, then X1 and the target noise of every target in turn. Belongs to one thread.
 */
public final class Draws {
  private final NormalSource normals;
  private final int dimension;
  private final double[] columnScales;

  /**
   * Starts the protocol.
   *
   * @param normals a source at its first array
   * @param sigma covariance of the rows, diagonal
   */
  public Draws(NormalSource normals, Covariance sigma) {
    this.normals = normals;
    this.dimension = sigma.dimension();
    this.columnScales = sigma.eigenvalues();
    for (int k = 0; k < dimension; k++) {
      columnScales[k] = Math.sqrt(columnScales[k]);
    }
  }

  /**
   * True source coefficients: a random direction.
   *
   * @return p numbers of length 1
   */
  public double[] direction() {
    double[] w = vector(dimension);
    double square = 0;
    for (double value : w) {
      square += value * value;
    }
    double norm = Math.sqrt(square);
    for (int k = 0; k < dimension; k++) {
      w[k] /= norm;
    }
    return w;
  }

  /**
   * Standard normal numbers.
   *
   * @param length how many
   * @return the next array of the protocol
   */
  public double[] vector(int length) {
    double[] values = new double[length];
    normals.fill(values, 0, 1, length);
    return values;
  }

  /**
   * A source design with rows of covariance Sigma.
   *
   * @param rows n
   * @return n x p, row-major
   */
  public double[] design(int rows) {
    double[] x = new double[MatrixBatch.size(rows, dimension, 1)];
    fillDesign(x, 0, rows);
    return x;
  }

  private void fillDesign(double[] x, int offset, int rows) {
    normals.fill(x, offset, rows, dimension);
    for (int i = 0; i < rows; i++) {
      int row = offset + i * dimension;
      for (int k = 0; k < dimension; k++) {
        x[row + k] *= columnScales[k];
      }
    }
  }

  /**
   * Designs and noise of several targets, drawn target by target.
   *
   * @param samples n1
   * @param count number of targets
   * @return the targets
   */
  public Targets targets(int samples, int count) {
    double[] x = new double[MatrixBatch.size(samples, dimension, count)];
    double[] noise = new double[MatrixBatch.size(samples, 1, count)];
    for (int target = 0; target < count; target++) {
      fillDesign(x, target * samples * dimension, samples);
      normals.fill(noise, target * samples, 1, samples);
    }
    return new Targets(x, noise, samples, dimension, count);
  }

  /**
   * Target samples before their coefficients are chosen.
   *
   * @param x count designs, n1 x p, row-major
   * @param noise count vectors of n1 standard normal numbers
   * @param samples n1
   * @param dimension p
   * @param count number of targets
   */
  public record Targets(double[] x, double[] noise, int samples, int dimension, int count) {
    /**
     * The designs as a batch.
     *
     * @return a view
     */
    public MatrixBatch designs() {
      return MatrixBatch.ofRowMajor(x, samples, dimension, count);
    }

    /**
     * y1 = X1 w1 + sigma1 noise for every target.
     *
     * @param truths w1, p numbers per target
     * @param targetNoise sigma1
     * @return n1 x 1 per target
     */
    public MatrixBatch responses(double[] truths, double targetNoise) {
      double[] y = new double[noise.length];
      for (int target = 0; target < count; target++) {
        for (int i = 0; i < samples; i++) {
          int row = target * samples + i;
          y[row] =
              dot(x, row * dimension, truths, target * dimension, dimension)
                  + targetNoise * noise[row];
        }
      }
      return MatrixBatch.ofColumnMajor(y, samples, 1, count);
    }
  }

  /**
   * y = X w + sigma noise.
   *
   * @param x n x p, row-major
   * @param w p numbers
   * @param sigma standard deviation of the noise
   * @param noise n standard normal numbers
   * @return n numbers
   */
  public static double[] response(double[] x, double[] w, double sigma, double[] noise) {
    double[] y = new double[noise.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = dot(x, i * w.length, w, 0, w.length) + sigma * noise[i];
    }
    return y;
  }

  /**
   * The coefficients rho_t w0 of several targets.
   *
   * @param w0 p numbers
   * @param rho one alignment per target
   * @return p numbers per target
   */
  public static double[] aligned(double[] w0, double[] rho) {
    double[] truths = new double[MatrixBatch.size(w0.length, rho.length, 1)];
    for (int t = 0; t < rho.length; t++) {
      for (int k = 0; k < w0.length; k++) {
        truths[t * w0.length + k] = rho[t] * w0[k];
      }
    }
    return truths;
  }

  private static double dot(double[] a, int aFrom, double[] b, int bFrom, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += a[aFrom + k] * b[bFrom + k];
    }
    return sum;
  }
}
