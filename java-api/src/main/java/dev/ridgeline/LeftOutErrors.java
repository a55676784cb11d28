// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.DesignFacts;
import dev.ridgeline.internal.Designs;
import dev.ridgeline.internal.PathResult;
import dev.ridgeline.internal.Recovery;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Scope;
import java.io.Serializable;

/**
 * What leave-one-out needs of the fits of a table to tell the errors of any of its rows, for every
 * penalty and response, wherever the rows are. With c = x - mean, weight v and the sum of weights W
 * the leverage is
 *
 * <pre>
 * h = v (1/W + sum_k (a_k'c)^2 / (s_k^2 + mu) + sum_f (b_f'c)^2)
 * </pre>
 *
 * <p>with a_k the axes of the prepared table and b_f those of its unpenalised columns, both in the
 * units of the table; 1/W and the mean belong to the intercept. The error is (y - prediction) / (1
 * - h). Goes over to other machines by Java serialisation; immutable, and safe for use by several
 * threads.
 */
public final class LeftOutErrors implements Serializable {
  private static final long serialVersionUID = 1;

  /** Rows whose errors are computed at a time. */
  private static final int ROWS = 1 << 10;

  /** Features. */
  private final int p;

  /** Responses. */
  private final int t;

  /** Penalties. */
  private final int penalties;

  /** p, then t; zeros without an intercept. */
  private final double[] means;

  /** 1/W; 0 without an intercept. */
  private final double share;

  /** a, then b: p x m. */
  private final double[] axes;

  /** 1 / (s^2 + mu), then ones: m x penalties. */
  private final double[] shrinkage;

  /** p x (penalties t), the responses of a penalty side by side. */
  private final double[] coefficients;

  /** One pass over the rows of a table that are elsewhere. */
  @FunctionalInterface
  public interface Pass {
    /**
     * Adds up the losses of all rows.
     *
     * @param of tells them of some rows
     * @return {@link #losses} of all parts of the table, summed
     */
    double[] losses(LeftOutErrors of);
  }

  /** Of a table without rows, its shifts in the unit of the design, and all coefficients. */
  LeftOutErrors(Designs designs, double[] shifts, PathResult result) {
    Recovery recovery = designs.recovery(0);
    double[][] spectrum = DesignFacts.axes(designs);
    p = recovery.factors().length;
    t = recovery.yMeans().length;
    penalties = shifts.length;
    means = new double[p + t];
    if (recovery.intercept()) {
      System.arraycopy(recovery.means(), 0, means, 0, p);
      System.arraycopy(recovery.yMeans(), 0, means, p, t);
    }
    share = recovery.intercept() ? 1 / recovery.weight() : 0;
    double[] squares = spectrum[0];
    int r = squares.length;
    int k = recovery.kept().length;
    axes = new double[MatrixBatch.size(p, r + k, 1)];
    for (int a = 0; a < r; a++) {
      for (int j = 0; j < p; j++) {
        axes[a * p + j] = recovery.factors()[j] * spectrum[1][a * p + j];
      }
      double[] free = new double[k];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < p; j++) {
          free[i] -= recovery.freeX()[i + j * k] * spectrum[1][a * p + j];
        }
      }
      addFree(recovery, free, a * p);
    }
    for (int f = 0; f < k; f++) {
      double[] free = new double[k];
      free[f] = 1;
      addFree(recovery, free, (r + f) * p);
    }
    shrinkage = new double[MatrixBatch.size(r + k, penalties, 1)];
    for (int l = 0; l < penalties; l++) {
      for (int a = 0; a < r + k; a++) {
        shrinkage[l * (r + k) + a] = a < r ? 1 / (squares[a] + shifts[l]) : 1;
      }
    }
    coefficients = result.coefficients[0];
  }

  /**
   * Number of penalties.
   *
   * @return at least 1
   */
  public int penalties() {
    return penalties;
  }

  /** Adds R^-1 z to the rows of the unpenalised columns of an axis. */
  private void addFree(Recovery recovery, double[] z, int axis) {
    int k = z.length;
    for (int i = k - 1; i >= 0; i--) {
      for (int l = i + 1; l < k; l++) {
        z[i] -= recovery.triangle()[i + l * k] * z[l];
      }
      z[i] /= recovery.triangle()[i + i * k];
      axes[axis + recovery.kept()[i]] += Math.scalb(z[i], -recovery.freeExponent());
    }
  }

  /**
   * Weighted squares of the errors of some rows, summed.
   *
   * @param ridgeline computes
   * @param rows with the features and responses of the table; those of weight 0 have no errors
   * @return one number for every penalty and response, the responses of a penalty side by side;
   *     sums of several parts of a table are theirs added up
   */
  public double[] losses(Ridgeline ridgeline, Sample rows) {
    if (rows.features() != p || rows.responses() != t) {
      throw new IllegalArgumentException(
          "rows need the columns of the table: features="
              + rows.features()
              + " for "
              + p
              + ", responses="
              + rows.responses()
              + " for "
              + t);
    }
    return ridgeline.compute(
        backend -> {
          double[] losses = new double[penalties * t];
          int m = axes.length / p;
          try (Scope scope = new Scope()) {
            Factors factors =
                new Factors(
                    backend,
                    scope.add(backend.upload(MatrixBatch.ofColumnMajor(axes, p, m, 1))),
                    scope.add(
                        backend.upload(MatrixBatch.ofColumnMajor(shrinkage, m, penalties, 1))),
                    scope.add(
                        backend.upload(
                            MatrixBatch.ofColumnMajor(coefficients, p, penalties * t, 1))));
            for (int from = 0; from < rows.rows(); from += ROWS) {
              add(factors, rows, from, Math.min(ROWS, rows.rows() - from), losses);
            }
          }
          return losses;
        });
  }

  /** What all rows are multiplied with, where they are multiplied. */
  private record Factors(Backend backend, Block axes, Block shrinkage, Block coefficients) {
    /** out = A' B. */
    void multiply(Block a, Block b, double[] out) {
      try (Scope scope = new Scope()) {
        Block product = scope.add(backend.allocate(a.columns(), b.columns(), 1));
        backend.gemm(Transpose.YES, Transpose.NO, 1, a, b, 0, product);
        backend.download(product, out, 0);
      }
    }
  }

  private void add(Factors factors, Sample sample, int from, int rows, double[] losses) {
    Matrix x = sample.x();
    double[] centred = new double[p * rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < p; j++) {
        centred[i * p + j] = x.get(from + i, j) - means[j];
      }
    }
    int m = axes.length / p;
    double[] rotated = new double[m * rows];
    double[] leverages = new double[penalties * rows];
    double[] fitted = new double[penalties * t * rows];
    try (Scope scope = new Scope()) {
      Backend backend = factors.backend();
      Block columns = scope.add(backend.upload(MatrixBatch.ofColumnMajor(centred, p, rows, 1)));
      factors.multiply(factors.axes(), columns, rotated);
      factors.multiply(factors.coefficients(), columns, fitted);
      for (int i = 0; i < rotated.length; i++) {
        rotated[i] *= rotated[i];
      }
      Block squares = scope.add(backend.upload(MatrixBatch.ofColumnMajor(rotated, m, rows, 1)));
      factors.multiply(factors.shrinkage(), squares, leverages);
    }
    for (int i = 0; i < rows; i++) {
      double v = sample.weight(from + i);
      for (int l = 0; v > 0 && l < penalties; l++) {
        double rest = 1 - v * (share + leverages[i * penalties + l]);
        for (int c = 0; c < t; c++) {
          double y = sample.y().get(from + i, c) - means[p + c];
          double error = (y - fitted[(i * penalties + l) * t + c]) / rest;
          losses[l * t + c] += v * error * error;
        }
      }
    }
  }

  @Override
  public String toString() {
    return "LeftOutErrors[" + p + " features, " + t + " responses, " + penalties + " penalties]";
  }
}
