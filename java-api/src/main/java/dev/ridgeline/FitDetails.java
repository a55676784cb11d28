// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.DesignFacts;
import dev.ridgeline.internal.Designs;
import dev.ridgeline.internal.PathResult;
import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.internal.PathSolver;
import dev.ridgeline.internal.Recovery;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a {@link RidgeFit} computes when it is asked: once for many answers, and kept where it is
 * small.
 */
final class FitDetails {
  /** Errors of as many responses are computed together as this many numbers hold (64 MB). */
  private static final long KEPT = 8L << 20;

  private final Ridgeline ridgeline;
  private final Table table;
  private final LambdaGrid grid;
  private final RidgeFit.Outcome outcome;
  private PathResult errors;
  private int errorsFrom;
  private int errorsCount;
  private PathResult one; // errors at the first penalty that was asked for, of a long table
  private int onePenalty;
  private int oneResponse;
  private PathResult at;
  private int penaltyAt = -1;
  private double[] squares;
  private double largest;

  FitDetails(Ridgeline ridgeline, Table table, LambdaGrid grid, RidgeFit.Outcome outcome) {
    this.ridgeline = ridgeline;
    this.table = table;
    this.grid = grid;
    this.outcome = outcome;
    this.errors = outcome.result().errors == null ? null : outcome.result();
    this.errorsCount = table.responses();
    this.largest = outcome.largestEigenvalue();
  }

  private PathResult path(Table part, LambdaGrid penalties, Wants wants) {
    return ridgeline.compute(
        backend -> {
          RidgeProblem problem = RidgeProblem.of(part).with(wants);
          return new PathRun(
                  backend,
                  ridgeline.workers(),
                  problem,
                  penalties,
                  ridgeline.plan(problem, penalties, backend),
                  RunControl.NONE)
              .run();
        });
  }

  Matrix coefficients(int penalty) {
    int p = table.features();
    int t = table.responses();
    PathResult from = at(penalty);
    int start = from == outcome.result() ? penalty * t * p : 0;
    double[] b = Arrays.copyOfRange(from.coefficients[0], start, start + p * t);
    return Matrix.ofColumnMajor(b, p, t);
  }

  double[] intercepts(int penalty) {
    int t = table.responses();
    PathResult from = at(penalty);
    int start = from == outcome.result() ? penalty * t : 0;
    return Arrays.copyOfRange(from.intercepts[0], start, start + t);
  }

  private synchronized PathResult at(int penalty) {
    if (outcome.result().coefficients != null) {
      Objects.checkIndex(penalty, grid.size());
      return outcome.result();
    }
    if (penalty != penaltyAt) {
      LambdaGrid one = LambdaGrid.of(grid.scale(), grid.get(penalty));
      at = path(table, one, new Wants(true, false, false, false, false));
      penaltyAt = penalty;
    }
    return at;
  }

  Matrix predict(Matrix x) {
    int m = x.rows();
    int t = table.responses();
    return ridgeline.compute(
        backend -> {
          try (Block xs = backend.upload(x.asBatch());
              Block bs = backend.upload(outcome.coefficients().asBatch());
              Block ys = backend.allocate(m, t, 1)) {
            backend.gemm(x.asBatch().transpose(), Transpose.NO, 1, xs, bs, 0, ys);
            double[] y = backend.download(ys);
            for (int i = 0; i < y.length; i++) {
              y[i] += outcome.intercepts()[i / m];
            }
            return Matrix.ofColumnMajor(y, m, t);
          }
        });
  }

  synchronized double[] errors(int penalty, int response) {
    if (table.rows() == null) {
      throw new IllegalStateException("leave-one-out needs rows, and there are only their sums");
    }
    if (errors == null && table.rowCount() * grid.size() > KEPT) {
      // of most fits the best penalty is all that anybody asks for
      if (one == null) {
        onePenalty = penalty;
        oneResponse = response;
        one =
            path(
                table.responses(response, 1),
                LambdaGrid.of(grid.scale(), grid.get(penalty)),
                new Wants(false, true, false, false, true));
      }
      if (penalty == onePenalty && response == oneResponse) {
        return Tables.inOrder(one.errors[0], table);
      }
    }
    if (errors == null || response < errorsFrom || response >= errorsFrom + errorsCount) {
      long each = Math.max(1, table.rowCount() * grid.size());
      errorsCount = Math.clamp(KEPT / each, 1, table.responses());
      errorsFrom = Math.min(response, table.responses() - errorsCount);
      errors =
          path(
              table.responses(errorsFrom, errorsCount),
              grid,
              new Wants(false, true, false, false, true));
    }
    int n = errors.errors[0].length / grid.size() / errorsCount;
    int start = (penalty * errorsCount + response - errorsFrom) * n;
    double[] kept = Arrays.copyOfRange(errors.errors[0], start, start + n);
    return Tables.inOrder(kept, table);
  }

  synchronized double condition(int penalty) {
    if (outcome.ends() != null) {
      double mu = shift(penalty);
      return (outcome.ends().largest() + mu) / (outcome.ends().least() + mu);
    }
    if (squares == null) {
      squares =
          ridgeline.compute(
              backend -> {
                try (Designs designs = table.open(backend, ridgeline.workers(), RunControl.NONE)) {
                  return DesignFacts.eigenvalues(designs);
                }
              });
    }
    double mu = shift(penalty);
    if (squares.length == 0) {
      return 1;
    }
    double least = squares.length < penalised() ? 0 : squares[squares.length - 1];
    return (squares[0] + mu) / (least + mu);
  }

  synchronized double largestEigenvalue() {
    if (Double.isNaN(largest)) {
      largest =
          ridgeline.compute(
              backend -> {
                Wants nothing = new Wants(false, false, false, false, false);
                try (Designs designs = table.open(backend, ridgeline.workers(), RunControl.NONE);
                    PathSolver solver = new PathSolver(designs, nothing, () -> {})) {
                  return Tables.perRow(solver.largestEigenvalue(), designs.recovery(0), table);
                }
              });
    }
    return largest;
  }

  private int penalised() {
    return (int) Arrays.stream(outcome.recovery().factors()).filter(f -> f != 0).count();
  }

  private double shift(int penalty) {
    return grid.toNormalEquations(table.rowCount())[penalty]
        * Math.scalb(1.0, -2 * outcome.recovery().xExponent());
  }

  double residual(int penalty, int response) {
    if (table.rows() == null) {
      return Double.NaN;
    }
    Recovery recovery = outcome.recovery();
    double[] b = outcome.coefficients().column(response);
    recovery.toDesign(b, 0);
    double unit = Math.scalb(1.0, -recovery.yExponents()[response]);
    double[] scaled = Arrays.stream(b).map(v -> v * unit).toArray();
    return ridgeline.compute(
        backend -> {
          try (Designs designs =
              table.responses(response, 1).open(backend, ridgeline.workers(), RunControl.NONE)) {
            return DesignFacts.residual(designs, null, scaled, shift(penalty));
          }
        });
  }

  PrincipalAxes principalAxes() {
    double[][] axes =
        ridgeline.compute(
            backend -> {
              try (Designs designs = table.open(backend, ridgeline.workers(), RunControl.NONE)) {
                return DesignFacts.axes(designs);
              }
            });
    Matrix vectors = Matrix.ofColumnMajor(axes[1], table.features(), axes[0].length);
    return new PrincipalAxes(vectors, axes[0], outcome.recovery().xExponent());
  }

  /** By GCV, n^2 |r|^2 / (W (n - df)^2): the residuals of all responses, rows or sums, in one. */
  double[] noise() {
    PathResult scores = path(table, grid, new Wants(false, false, true, false, false));
    double n =
        table.rows() == null
            ? table.sums().sums().active
            : Arrays.stream(Tables.weights(table.rows())).filter(v -> v > 0).count();
    double[] noise = new double[table.responses()];
    for (int c = 0; c < noise.length; c++) {
      int best = outcome.best()[c];
      double gcv = best < 0 ? Double.NaN : scores.gcv[0][best * noise.length + c];
      double left = n - (best < 0 ? 0 : scores.degrees[0][best]);
      double square = gcv * outcome.recovery().weight() * (left / n) * (left / n);
      // a fit that leaves nothing has no score
      noise[c] =
          square > 0
              ? Math.scalb(Math.sqrt(square / Math.max(1, left)), scores.exponents[0][c] / 2)
              : 0;
    }
    return noise;
  }

  Matrix standardErrors() {
    int p = table.features();
    int t = table.responses();
    double[] errors = new double[MatrixBatch.size(p, t, 1)];
    double[] mu = grid.toNormalEquations(table.rowCount());
    try (Design design = Design.of(ridgeline, table)) {
      for (int l = 0; l < mu.length; l++) {
        double[] spread = null;
        for (int c = 0; c < t; c++) {
          if (outcome.best()[c] != l) {
            continue;
          }
          spread = spread == null ? design.spread(mu[l]) : spread;
          double sigma = Math.sqrt(design.noise(c, mu[l]));
          for (int j = 0; j < p; j++) {
            errors[j + c * p] = sigma * spread[j];
          }
        }
      }
    }
    return Matrix.ofColumnMajor(errors, p, t);
  }
}
