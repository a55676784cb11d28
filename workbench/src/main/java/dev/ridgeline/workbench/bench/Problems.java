// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.realised.RiskSweep;
import dev.ridgeline.transfer.realised.TargetRisks;
import java.util.function.IntFunction;

/** Whole problems as works, from host arrays to results: what users of the library wait for. */
public final class Problems {
  private static final String REFERENCE = "reference";

  private Problems() {}

  static Ridgeline open(String backend, int threads) {
    return Ridgeline.builder().backend(backend).threads(threads).open();
  }

  /**
   * A ridge path, n = 2p rows, one response: the Gram matrix, X'y, and the coefficients of every
   * penalty.
   *
   * @param ridgeline closed by the work
   * @param p features
   * @param penalties number of penalties
   * @param leaveOneOut whether exact leave-one-out errors are asked for too
   * @return closed by the caller
   */
  public static Work path(Ridgeline ridgeline, int p, int penalties, boolean leaveOneOut) {
    double[] x = Operands.normal(2 * p * p, 11);
    double[] y = Operands.normal(2 * p, 12);
    double[] mu = Operands.penalties(penalties);
    RidgeProblem plain = RidgeProblem.of(Matrix.ofColumnMajor(x, y.length, p), Matrix.column(y));
    RidgeProblem problem = leaveOneOut ? plain.withLeaveOneOut() : plain;
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, mu);
    RidgePath[] path = new RidgePath[1];
    return path(
        x,
        y,
        mu,
        p,
        () -> path[0] = ridgeline.path(problem, grid),
        j -> path[0].requireSuccess().coefficients(j),
        ridgeline::close);
  }

  /**
   * A path by anybody, counted as one Gram matrix and a factorisation for every penalty.
   *
   * @param x design, rows x p, column-major
   * @param y response
   * @param mu penalties in the normal equations
   * @param p features
   * @param run computes
   * @param coefficients gives those of a penalty
   * @param release called at the end
   * @return closed by the caller
   */
  public static Work path(
      double[] x,
      double[] y,
      double[] mu,
      int p,
      Runnable run,
      IntFunction<double[]> coefficients,
      Runnable release) {
    int n = y.length;
    return Work.of(
        (double) n * p * (p + 1) + mu.length * ((double) p * p * p / 3 + 2.0 * p * p),
        run,
        () -> residual(x, y, mu, p, coefficients),
        release);
  }

  /** |X'(y - X b) - mu b| / (n eps (|X|^2 + mu) |b|), the worst over penalties. */
  private static double residual(
      double[] x, double[] y, double[] mu, int p, IntFunction<double[]> coefficients) {
    int n = y.length;
    double worst = 0;
    double square = Operands.norm(x) * Operands.norm(x);
    for (int j = 0; j < mu.length; j++) {
      double[] b = coefficients.apply(j);
      double[] r = Operands.times(false, x, n, p, b);
      for (int i = 0; i < n; i++) {
        r[i] = y[i] - r[i];
      }
      double[] gradient = Operands.times(true, x, n, p, r);
      for (int k = 0; k < p; k++) {
        gradient[k] -= mu[j] * b[k];
      }
      double scale = n * Math.ulp(1.0) * (square + mu[j]) * Operands.norm(b);
      double ratio = Operands.norm(gradient) / scale;
      worst = Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : Math.max(worst, ratio);
    }
    return worst;
  }

  /**
   * A transfer sweep: one source of p / 2 rows at every penalty, and targets of p / 10 rows fitted
   * from each, their realised risks known. Judged by the reference.
   *
   * @param ridgeline closed by the work
   * @param p features
   * @param penalties of the source
   * @param targets how many
   * @return closed by the caller
   */
  public static Work sweep(Ridgeline ridgeline, int p, int penalties, int targets) {
    TransferRisks problem = TransferRisks.drawn(p, penalties, targets);
    double[][] risks = new double[1][];
    return Work.of(
        0,
        () -> risks[0] = problem.run(ridgeline),
        () -> {
          try (Ridgeline plain = Ridgeline.builder().backend(REFERENCE).threads(1).open()) {
            // sums of squares of p coefficients whose systems have a condition of some 1e3
            return Operands.relative(risks[0], problem.run(plain)) / (1e3 * p);
          }
        },
        ridgeline::close);
  }

  private record TransferRisks(
      RidgeProblem source,
      double[] truth,
      LambdaGrid grid,
      MatrixBatch x,
      MatrixBatch y,
      MatrixBatch truths,
      Covariance sigma) {
    static TransferRisks drawn(int p, int penalties, int targets) {
      int n0 = Math.max(2, p / 2);
      int n1 = Math.max(2, p / 10);
      double[] x = Operands.normal(n1 * p * targets, 33);
      return new TransferRisks(
          RidgeProblem.of(
              Matrix.ofColumnMajor(Operands.normal(n0 * p, 31), n0, p),
              Matrix.column(Operands.normal(n0, 32))),
          Operands.normal(p, 34),
          LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, penalties),
          MatrixBatch.ofColumnMajor(x, n1, p, targets),
          MatrixBatch.ofColumnMajor(Operands.normal(n1 * targets, 35), n1, 1, targets),
          MatrixBatch.ofColumnMajor(Operands.normal(p * targets, 36), p, 1, targets),
          Covariance.isotropic(p));
    }

    double[] run(Ridgeline ridgeline) {
      double[] all = new double[x.count() * grid.size()];
      try (RiskSweep sweep = new RiskSweep(ridgeline, source, truth, sigma, grid)) {
        TargetRisks risks = sweep.targets(x, y, truths, sigma, 0.1, LambdaScale.MEAN);
        for (int t = 0; t < x.count(); t++) {
          System.arraycopy(risks.transferRisks(t), 0, all, t * grid.size(), grid.size());
        }
      }
      return all;
    }
  }
}
