// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.predictions;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.experiments.model.Draws;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.estimator.NegativeSourcePath;
import dev.ridgeline.transfer.risk.Coefficients;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import dev.ridgeline.transfer.risk.PenaltyComparison;
import dev.ridgeline.transfer.risk.TaskChain;
import dev.ridgeline.transfer.risk.TransferSetting;
import dev.ridgeline.transfer.risk.TunedTarget;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.random.Rng;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Simulated fits of one seed. Safe for use by several threads.
 *
 * @param backend who computes
 * @param rng which generator
 * @param dimension p
 */
public record PredictionsSweep(CellBackend backend, Rng rng, int dimension)
    implements Serializable {
  /** The source of the negative penalties: gamma 1/2, sigma0^2 .1. */
  static final IsotropicTheory LONG = new IsotropicTheory(0.5, Math.sqrt(0.1), 1);

  static final double LONG_RHO = 2;
  static final double[] PENALTIES = {
    -0.05, -0.04, -0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2
  };

  static final double[] ALIGNMENTS = {0.2, 0.4, 0.6, 0.7, 0.8, 1, 1.2, 1.5, 2};
  static final int[] TASKS = {1, 2, 5, 10, 20};

  /** The noise of all tasks but those of the negative penalties. */
  static final double NOISE = 0.5;

  /** Of the chain, and of the source whose target grows. */
  static final double GAMMA = 2;

  static final double GROWING_RHO = 0.5;
  static final double[] SHARES = {0.1, 0.3, 1, 3, 10};

  /** The exact risks of the matrix penalty cost p^3 for every alignment and strength. */
  private static final int LARGEST_MATRIX = 30;

  /**
   * Runs one seed.
   *
   * @param cell the seed
   * @return distances
   */
  public PredictionsResult run(PredictionsCell cell) {
    Ridgeline ridgeline = backend.get();
    Draws draws = new Draws(rng.start(cell.seed()), Covariance.isotropic(dimension));
    double[] negative = new double[PENALTIES.length];
    double rescaled = negative(ridgeline, draws, negative);
    double[][] penalties = penalties(ridgeline, cell.seed());
    double[] fixed = new double[TASKS.length];
    double[] schedule = new double[TASKS.length];
    for (int i = 0; i < TASKS.length; i++) {
      TaskChain chain = new TaskChain(GAMMA, NOISE, 1);
      double[] same = new double[TASKS[i]];
      Arrays.fill(same, chain.bestFixed(TASKS[i]).lambda());
      fixed[i] = chain(ridgeline, draws, same);
      schedule[i] = chain(ridgeline, draws, chain.bestSchedule(TASKS[i]));
    }
    double[] atOwn = new double[SHARES.length];
    double[] atBest = new double[SHARES.length];
    growing(ridgeline, draws, atOwn, atBest);
    return new PredictionsResult(
        negative,
        rescaled,
        penalties[0],
        penalties[1],
        penalties[2],
        penalties[3],
        fixed,
        schedule,
        atOwn,
        atBest);
  }

  private double negative(Ridgeline ridgeline, Draws draws, double[] distances) {
    int n0 = 2 * dimension;
    double[] w0 = draws.direction();
    double[] x0 = draws.design(n0);
    double[] y0 = Draws.response(x0, w0, LONG.sourceNoise(), draws.vector(n0));
    double[] w1 = Draws.aligned(w0, new double[] {LONG_RHO});
    NormalEquations sums =
        ridgeline.normalEquations(Sample.of(Matrix.ofRowMajor(x0, n0, dimension), y0));
    NegativeSourcePath path = NegativeSourcePath.of(ridgeline, sums);
    for (int i = 0; i < distances.length; i++) {
      distances[i] = distance(path.at(PENALTIES[i]).coefficients(), w1, 1);
    }
    double[] own = path.at(LONG.sourceOptimal().lambda()).coefficients();
    return distance(own, w1, LONG_RHO);
  }

  /** Matrix penalty, its theory, L2-SP and its theory, each per alignment. */
  private double[][] penalties(Ridgeline ridgeline, long seed) {
    int p = Math.min(dimension, LARGEST_MATRIX);
    int n0 = 3 * p / 2;
    int n1 = 3 * p / 4;
    Draws draws = new Draws(rng.start(seed), Covariance.isotropic(p));
    double[] w0 = draws.direction();
    double[] x0 = draws.design(n0);
    double[] y0 = Draws.response(x0, w0, NOISE, draws.vector(n0));
    double[] x1 = draws.design(n1);
    double[] noise = draws.vector(n1);
    double own = p * NOISE * NOISE / n0;
    double[] b0 = ridge(ridgeline, x0, y0, n0 * own);
    double[][] found = new double[4][ALIGNMENTS.length];
    for (int r = 0; r < ALIGNMENTS.length; r++) {
      double[] w1 = Draws.aligned(w0, new double[] {ALIGNMENTS[r]});
      double[] y1 = Draws.response(x1, w1, NOISE, noise);
      TransferSetting setting =
          TransferSetting.alike(
              Covariance.isotropic(p), n0, n1, NOISE, NOISE, Coefficients.fixed(w0, w1));
      PenaltyComparison both = PenaltyComparison.of(setting, rows(x0, p), rows(x1, p), own);
      double weight = both.matrix().weight();
      double root = Math.sqrt(weight);
      double[] pooled =
          ridge(ridgeline, joined(x0, root, x1), joined(y0, root, y1), weight * n0 * own);
      found[0][r] = distance(pooled, w1, 1);
      found[1][r] = both.matrix().risk();
      found[2][r] =
          distance(fromPrior(ridgeline, b0, x1, y1, n1 * both.isotropic().lambda()), w1, 1);
      found[3][r] = both.isotropic().risk();
    }
    return found;
  }

  private double chain(Ridgeline ridgeline, Draws draws, double[] penalties) {
    int n = (int) (dimension / GAMMA);
    double[] w = draws.direction();
    double[] b = new double[dimension];
    for (double penalty : penalties) {
      double[] x = draws.design(n);
      double[] y = Draws.response(x, w, NOISE, draws.vector(n));
      b = fromPrior(ridgeline, b, x, y, n * penalty);
    }
    return distance(b, w, 1);
  }

  private void growing(Ridgeline ridgeline, Draws draws, double[] atOwn, double[] atBest) {
    IsotropicTheory theory = new IsotropicTheory(GAMMA, NOISE, 1);
    int n0 = (int) (dimension / GAMMA);
    double[] w0 = draws.direction();
    double[] w1 = Draws.aligned(w0, new double[] {GROWING_RHO});
    double[] x0 = draws.design(n0);
    double[] y0 = Draws.response(x0, w0, NOISE, draws.vector(n0));
    double own = theory.sourceOptimal().lambda();
    double best = theory.transferOptimal(GROWING_RHO).lambda();
    double[] b0 = ridge(ridgeline, x0, y0, n0 * own);
    double[] shrunk = ridge(ridgeline, x0, y0, n0 * best);
    for (int i = 0; i < SHARES.length; i++) {
      int n1 = (int) Math.round(SHARES[i] * n0);
      double[] x1 = draws.design(n1);
      double[] y1 = Draws.response(x1, w1, NOISE, draws.vector(n1));
      double gamma1 = (double) dimension / n1;
      atOwn[i] = distance(fromPrior(ridgeline, b0, x1, y1, tuned(theory, own, gamma1, n1)), w1, 1);
      atBest[i] =
          distance(fromPrior(ridgeline, shrunk, x1, y1, tuned(theory, best, gamma1, n1)), w1, 1);
    }
  }

  private static double tuned(IsotropicTheory theory, double penalty, double gamma1, int n1) {
    double distance = theory.distance(theory.shrinkage(penalty), GROWING_RHO);
    return n1 * TunedTarget.of(distance, gamma1, NOISE).penalty();
  }

  /** L2-SP: a ridge fit of the residuals, added to the prior. */
  private static double[] fromPrior(
      Ridgeline ridgeline, double[] prior, double[] x, double[] y, double mu) {
    double[] fitted = Draws.response(x, prior, 0, new double[y.length]);
    double[] residual = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      residual[i] = y[i] - fitted[i];
    }
    double[] b = ridge(ridgeline, x, residual, mu);
    for (int k = 0; k < b.length; k++) {
      b[k] += prior[k];
    }
    return b;
  }

  private static double[] ridge(Ridgeline ridgeline, double[] x, double[] y, double mu) {
    RidgeProblem problem =
        RidgeProblem.of(
            Matrix.ofRowMajor(x, y.length, x.length / y.length),
            Matrix.ofColumnMajor(y, y.length, 1));
    return ridgeline
        .path(problem, LambdaGrid.of(LambdaScale.SUM, mu))
        .requireSuccess()
        .coefficients(0);
  }

  private static double[] joined(double[] first, double factor, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    for (int i = 0; i < first.length; i++) {
      all[i] *= factor;
    }
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static double[][] rows(double[] x, int p) {
    double[][] rows = new double[x.length / p][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(x, i * p, (i + 1) * p);
    }
    return rows;
  }

  private static double distance(double[] b, double[] w, double scale) {
    double sum = 0;
    for (int k = 0; k < b.length; k++) {
      sum += (scale * b[k] - w[k]) * (scale * b[k] - w[k]);
    }
    return sum;
  }
}
