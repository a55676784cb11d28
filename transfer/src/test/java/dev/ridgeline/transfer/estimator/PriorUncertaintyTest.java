// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.List;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models trained elsewhere whose covariance or number of rows is known. */
class PriorUncertaintyTest {
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e2, 9);
  private static final double LAMBDA = 0.05;
  private static final int P = 6;
  private static final int N0 = 15;
  private static final int N1 = 10;
  private static Ridgeline ridgeline;

  private final Random random = new Random(23);
  private final double[] w = Problems.normal(random, P);
  private final double[][] x0 = table(N0);
  private final double[][] x1 = table(N1);
  private final double[] y0 = Problems.response(random, x0, w, 1);
  private final double[] y1 = Problems.response(random, x1, w, 1);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Columns of other sizes and places. */
  private double[][] table(int n) {
    double[][] x = Problems.normal(random, n, P);
    for (double[] row : x) {
      row[1] = 20 * row[1] + 3;
      row[4] = 0.1 * row[4] - 1;
    }
    return x;
  }

  private TransferRidge estimator(Preparation how) {
    return TransferRidge.on(ridgeline)
        .preparation(how)
        .targetPenalties(TARGET)
        .target(Sample.of(x1, y1));
  }

  private static ResponseFit fit(TransferRidge estimator) {
    return estimator.fit().only();
  }

  /** factor (a X'X + b I)^-1 of centred rows, or not. */
  private static Matrix inverse(double[][] x, boolean centred, double a, double b, double factor) {
    double[][] left = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      left[i] = x[i].clone();
      for (int j = 0; centred && j < P; j++) {
        for (double[] row : x) {
          left[i][j] -= row[j] / x.length;
        }
      }
    }
    RealMatrix rows = new Array2DRowRealMatrix(left);
    RealMatrix sum = rows.transpose().multiply(rows).scalarMultiply(a);
    for (int j = 0; j < P; j++) {
      sum.addToEntry(j, j, b);
    }
    return Matrix.ofRows(
        new CholeskyDecomposition(sum, 1e-9, 0)
            .getSolver()
            .getInverse()
            .scalarMultiply(factor)
            .getData());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itsCovarianceGivesTheAverageOfItsTable(boolean intercept) {
    Preparation how = intercept ? Preparation.DEFAULT : Preparation.DEFAULT.withoutIntercept();
    ResponseFit table =
        fit(
            estimator(how)
                .sourcePenalties(LambdaGrid.of(LambdaScale.MEAN, LAMBDA))
                .source(Sample.of(x0, y0)));
    double noise = table.sources().noise(0, 0);
    Matrix covariance = inverse(x0, intercept, 1, N0 * LAMBDA, noise * noise);
    double[] b0 = table.sources().coefficients(0, 0);

    ResponseFit prior = fit(estimator(how).prior(b0, covariance));

    assertThat(prior.average().isHierarchical()).isTrue();
    assertThat(prior.model(prior.averaged()).coefficients())
        .containsExactly(table.model(table.averaged()).coefficients(), within(1e-9));
    assertThat(prior.averaged().loss()).isCloseTo(table.averaged().loss(), within(1e-9));
    ResponseFit known = fit(estimator(how).prior(b0));
    assertThat(known.average().isHierarchical()).isFalse();
    assertThat(known.model(known.averaged()).coefficients()[0])
        .isNotCloseTo(prior.model(prior.averaged()).coefficients()[0], within(1e-4));
  }

  @Test
  void itsNumberOfRowsStandsForRowsLikeTheTargets() {
    double[] b0 = Problems.times(0.9, w);
    double noise = fit(estimator(Preparation.DEFAULT).prior(b0)).average().noise();
    double trace = 0;
    for (int j = 0; j < P; j++) {
      double mean = 0;
      for (double[] row : x1) {
        mean += row[j] / N1;
      }
      for (double[] row : x1) {
        trace += (row[j] - mean) * (row[j] - mean) / N1;
      }
    }
    Matrix formula = inverse(x1, true, 50.0 / N1, trace, noise);

    ResponseFit rows = fit(estimator(Preparation.DEFAULT).prior(b0, 50));
    ResponseFit given = fit(estimator(Preparation.DEFAULT).prior(b0, formula));

    assertThat(rows.model(rows.averaged()).coefficients())
        .containsExactly(given.model(given.averaged()).coefficients(), within(1e-9));
  }

  /** What a model file keeps for intervals says how uncertain the model is. */
  @Test
  void aModelWithIntervalsHasACovariance() {
    ResponseFit source =
        fit(
            TransferRidge.on(ridgeline)
                .targetPenalties(TARGET)
                .prior(new double[P])
                .target(Sample.of(x0, y0)));
    ResponseFit.Choice kept = source.averaged();
    LinearModel model = source.model(kept).withSpreads(List.of(source.spread(kept)));

    Matrix covariance = model.covariance(0).orElseThrow();

    assertThat(source.model(kept).covariance(0)).isEmpty();
    ResponseFit fit = fit(estimator(Preparation.DEFAULT).prior(model.coefficients(), covariance));
    assertThat(fit.average().isHierarchical()).isTrue();
    for (int j = 0; j < P; j++) {
      assertThat(covariance.get(j, j)).isPositive();
    }
  }

  @Test
  void whatIsNoCovarianceIsRefused() {
    double[][] square = new double[P][P];
    square[1][2] = 1;
    TransferRidge estimator = estimator(Preparation.DEFAULT);
    assertThatThrownBy(() -> estimator.prior(w, Matrix.ofRows(square)))
        .hasMessageContaining("symmetric");
    assertThatThrownBy(() -> estimator.prior(w, Matrix.ofRows(new double[2][2])))
        .hasMessageContaining("features=6, covariance 2 x 2");
    double[][] indefinite = new double[P][P];
    for (int j = 0; j < P; j++) {
      indefinite[j][j] = 1;
    }
    indefinite[0][1] = 2;
    indefinite[1][0] = 2;
    ResponseFit fit = fit(estimator.prior(w, Matrix.ofRows(indefinite)));
    assertThatThrownBy(fit::averaged).hasMessageContaining("positive semidefinite");
    assertThatThrownBy(() -> estimator.prior(w, 0)).hasMessageContaining("rows must be >= 1");
  }
}
