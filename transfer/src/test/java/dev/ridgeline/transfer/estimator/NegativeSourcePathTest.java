// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import dev.ridgeline.transfer.risk.NegativePenalty;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NegativeSourcePathTest {
  private static final Ridgeline RIDGELINE = Ridgeline.open();

  @AfterAll
  static void close() {
    RIDGELINE.close();
  }

  /** p 200, n0 400, 40 draws, seed 20: 1.110 at 0 and .974 at -.05 within three standard errors. */
  @Test
  void distancesAreThoseOfTheTheory() {
    int p = 200;
    int n = 400;
    int draws = 40;
    double rho = 2;
    Random random = new Random(20);
    double[] lambdas = {0, -0.05};
    double[] mean = new double[2];
    double[] square = new double[2];
    for (int d = 0; d < draws; d++) {
      double[] w0 = new double[p];
      double norm = 0;
      for (int j = 0; j < p; j++) {
        w0[j] = random.nextGaussian();
        norm += w0[j] * w0[j];
      }
      for (int j = 0; j < p; j++) {
        w0[j] /= Math.sqrt(norm);
      }
      NegativeSourcePath path = NegativeSourcePath.of(RIDGELINE, sums(random, n, w0, 0.1));
      for (int k = 0; k < 2; k++) {
        double[] b = path.at(lambdas[k]).coefficients();
        double distance = 0;
        for (int j = 0; j < p; j++) {
          distance += (b[j] - rho * w0[j]) * (b[j] - rho * w0[j]);
        }
        mean[k] += distance / draws;
        square[k] += distance * distance / draws;
      }
    }
    double[] checked = {1.110, 0.974};
    NegativePenalty theory = new NegativePenalty(new IsotropicTheory(0.5, Math.sqrt(0.1), 1));
    for (int k = 0; k < 2; k++) {
      double error = Math.sqrt((square[k] - mean[k] * mean[k]) / (draws - 1));
      // Two samples of 40 draws differ by sqrt(2) standard errors; 1/n is the error of the limit.
      assertThat(mean[k])
          .as("seed 20, lambda %s, standard error %s", lambdas[k], error)
          .isCloseTo(checked[k], within(3 * Math.sqrt(2) * error))
          .isCloseTo(theory.distance(lambdas[k], rho), within(3 * error + 0.01));
    }
    assertThat(mean[1]).isLessThan(mean[0] - 0.1);
  }

  @Test
  void atZeroAndAboveItIsRidge() {
    Random random = new Random(3);
    int n = 30;
    double[][] x = new double[n][4];
    double[][] y = new double[n][2];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = 5 + random.nextGaussian();
      }
      y[i][0] = 1 + x[i][0] - x[i][2] + 0.1 * random.nextGaussian();
      y[i][1] = -3 + random.nextGaussian();
    }
    NormalEquations sums = NormalEquations.of(Matrix.ofRows(x), Matrix.ofRows(y));
    NegativeSourcePath path = NegativeSourcePath.of(RIDGELINE, sums);
    for (double lambda : new double[] {1e-3, 0.5}) {
      RidgeFit fit =
          RidgeCv.on(RIDGELINE)
              .penalties(LambdaGrid.of(LambdaScale.MEAN, lambda))
              .criterion(Criterion.gcv())
              .fit(sums);
      LinearModel model = path.at(lambda);
      for (int r = 0; r < 2; r++) {
        assertThat(model.intercepts()[r]).isCloseTo(fit.intercepts()[r], within(1e-9));
        for (int j = 0; j < 4; j++) {
          assertThat(model.coefficientMatrix().get(j, r))
              .isCloseTo(fit.coefficients().get(j, r), within(1e-10));
        }
      }
    }
  }

  /** X'X = diag(4, 1), n = 2: eigenvalues of X'X/n are 2 and 1/2. */
  @Test
  void aPenaltyThatLeavesNoMinimumIsRefusedWithTheEigenvalue() {
    Matrix xx = Matrix.ofRows(new double[][] {{4, 0}, {0, 1}});
    Matrix xy = Matrix.ofRows(new double[][] {{8}, {1}});
    NegativeSourcePath path =
        NegativeSourcePath.of(
            RIDGELINE, NormalEquations.ofProducts(2, xx, xy, new double[] {17.0}));
    assertThat(path.smallestEigenvalue()).isCloseTo(0.5, within(1e-14));
    LinearModel model = path.at(-0.25);
    assertThat(model.coefficients()[0]).isCloseTo(8 / 3.5, within(1e-14));
    assertThat(model.coefficients()[1]).isCloseTo(2, within(1e-14));
    assertThat(model.intercept()).isZero();
    for (double refused : new double[] {-0.5, -0.6, -2, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> path.at(refused))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lambda=" + refused)
          .hasMessageContaining("smallest eigenvalue=0.4999");
    }
    assertThat(path.toString()).contains("2 features", "smallest eigenvalue");
  }

  @Test
  void dependentColumnsLeaveNoRoomBelowZero() {
    Random random = new Random(4);
    double[][] x = new double[20][3];
    double[] y = new double[20];
    for (int i = 0; i < 20; i++) {
      x[i][0] = random.nextGaussian();
      x[i][1] = random.nextGaussian();
      x[i][2] = x[i][0] + x[i][1];
      y[i] = random.nextGaussian();
    }
    NegativeSourcePath path = NegativeSourcePath.of(RIDGELINE, NormalEquations.of(x, y));
    assertThat(path.smallestEigenvalue()).isZero();
    assertThatThrownBy(() -> path.at(-1e-3)).hasMessageContaining("smallest eigenvalue=0.0");
  }

  private static NormalEquations sums(Random random, int n, double[] w, double variance) {
    int p = w.length;
    double[] x = new double[n * p];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = Math.sqrt(variance) * random.nextGaussian();
      for (int j = 0; j < p; j++) {
        double entry = random.nextGaussian();
        x[i + j * n] = entry;
        y[i] += entry * w[j];
      }
    }
    double[] xx = new double[p * p];
    double[] xy = new double[p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < n; i++) {
        xy[j] += x[i + j * n] * y[i];
      }
      for (int k = 0; k <= j; k++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += x[i + j * n] * x[i + k * n];
        }
        xx[j + k * p] = sum;
        xx[k + j * p] = sum;
      }
    }
    double yy = 0;
    for (double value : y) {
      yy += value * value;
    }
    return NormalEquations.ofProducts(
        n, Matrix.ofColumnMajor(xx, p, p), Matrix.ofColumnMajor(xy, p, 1), new double[] {yy});
  }
}
