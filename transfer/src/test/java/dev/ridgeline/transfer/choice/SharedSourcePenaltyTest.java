// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.average.StudentMixture;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One source penalty for several targets, by their posteriors. */
class SharedSourcePenaltyTest {
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e2, 6);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e1, 4);
  private static final int P = 5;

  private final Random random = new Random(31);
  private final double[] w = Problems.normal(random, P);
  private final double[][] x0 = Problems.normal(random, 20, P);
  private final double[] y0 = Problems.response(random, x0, w, 2);

  private Sample target(int rows, double factor) {
    double[][] x = Problems.normal(random, rows, P);
    return Sample.of(x, Problems.response(random, x, Problems.times(factor, w), 1));
  }

  @Test
  void thePosteriorExpectsTheRegretsOfNewRows() {
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).backend("reference").open()) {
      List<ResponseFit> fits =
          TransferRidge.on(ridgeline)
              .sourcePenalties(SOURCE)
              .targetPenalties(TARGET)
              .source(Sample.of(x0, y0))
              .fit(List.of(target(9, 0.6), target(14, 1)), RunControl.NONE)
              .stream()
              .map(TransferFit::only)
              .toList();
      double[][] regrets = new double[2][];
      for (int t = 0; t < 2; t++) {
        regrets[t] = regrets(fits.get(t));
        // members of little weight are left out, others here than there
        assertThat(fits.get(t).posteriorRegrets()).containsExactly(regrets[t], within(1e-4));
        assertThat(Arrays.stream(regrets[t]).min().orElseThrow()).isZero();
      }

      SharedSourcePenalty shared = SharedSourcePenalty.posteriorMean(fits, 1, 3);

      for (int j = 0; j < SOURCE.size(); j++) {
        assertThat(regrets[0][j] + 3 * regrets[1][j])
            .isGreaterThanOrEqualTo(shared.regrets()[0] + 3 * shared.regrets()[1] - 1e-4);
      }
      assertThat(shared.lambdaSource()).isEqualTo(SOURCE.get(shared.prior()));
      assertThatThrownBy(() -> SharedSourcePenalty.posteriorMean(fits, 1))
          .hasMessageContaining("one weight >= 0 per target");
    }
  }

  /** Row by row: the variance of every prediction by its mixture, and what a prior is off. */
  private static double[] regrets(ResponseFit fit) {
    Matrix source = fit.sources().design(0).prepared();
    Matrix target = fit.design().prepared();
    int n = source.rows() + target.rows();
    double[] rows = new double[P * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < P; j++) {
        rows[i * P + j] = i < source.rows() ? source.get(i, j) : target.get(i - source.rows(), j);
      }
    }
    double m = target.rows() - 1;
    double common = fit.average().noise() * m / (m - 2);
    for (StudentMixture own :
        fit.average().posterior(Matrix.ofColumnMajor(rows, P, n), new double[n], new double[n])) {
      common += own.variance() / n;
    }
    double[] mean = fit.average().coefficients();
    double[] errors = new double[SOURCE.size()];
    for (int prior = 0; prior < errors.length; prior++) {
      // the model is in the units of the tables, which are those of the design here
      double[] b = coefficients(fit, prior);
      errors[prior] = common;
      for (int i = 0; i < n; i++) {
        double off = 0;
        for (int j = 0; j < P; j++) {
          off += rows[i * P + j] * (b[j] - mean[j]);
        }
        errors[prior] += off * off / n;
      }
    }
    double least = Arrays.stream(errors).min().orElseThrow();
    return Arrays.stream(errors).map(e -> e / least - 1).toArray();
  }

  /** The target from one source model with the penalty that is best for it. */
  private static double[] coefficients(ResponseFit fit, int prior) {
    Matrix x = fit.design().prepared();
    double[][] rows = new double[x.rows()][P];
    for (int i = 0; i < rows.length; i++) {
      int row = i;
      Arrays.setAll(rows[i], j -> x.get(row, j));
    }
    double[] b =
        Problems.solve(
            rows,
            fit.design().preparedResponses().column(0),
            Problems.ones(rows.length),
            rows.length * fit.lambdaTarget(prior),
            Problems.ones(P),
            fit.sources().coefficients(prior, 0),
            true);
    return Arrays.copyOf(b, P);
  }
}
