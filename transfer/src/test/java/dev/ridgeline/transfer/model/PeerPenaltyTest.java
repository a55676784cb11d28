// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.model;

import static dev.ridgeline.testing.Problems.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaScale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each peer's objective written out as the peer documents it and minimised as a function, against
 * the normal equations with the converted penalty. Penalties of 0, 1 or infinity would hide squares
 * and roots, a response of unit variance most of the rest.
 */
class PeerPenaltyTest {
  private static final long SEED = 20_266;
  private static final int N = 23;
  private static final int P = 4;

  /** Features of several scales and means, a response with mean 30 and standard deviation 12. */
  private final double[][] x = new double[N][P];

  private final double[] y = new double[N];

  PeerPenaltyTest() {
    Random random = new Random(SEED);
    double[] scale = {0.3, 2.0, 7.0, 1.0};
    double[] coefficients = {9.0, -4.0, 0.8, 5.0};
    for (int i = 0; i < N; i++) {
      y[i] = 30.0 + 6.0 * random.nextGaussian();
      for (int j = 0; j < P; j++) {
        x[i][j] = scale[j] * random.nextGaussian() + (j == 3 ? 0.5 * x[i][1] : 0.0);
        y[i] += coefficients[j] * x[i][j];
        x[i][j] += 2.0 * j;
      }
    }
  }

  /** Where a convex quadratic is least: its differences with step 1 are exact. */
  private static double[] minimizer(int dimension, ToDoubleFunction<double[]> objective) {
    double[] zero = new double[dimension];
    double base = objective.applyAsDouble(zero);
    RealMatrix hessian = new Array2DRowRealMatrix(dimension, dimension);
    RealVector gradient = new ArrayRealVector(dimension);
    for (int j = 0; j < dimension; j++) {
      double up = objective.applyAsDouble(steps(dimension, j, -1, 1.0));
      double down = objective.applyAsDouble(steps(dimension, j, -1, -1.0));
      gradient.setEntry(j, 0.5 * (up - down));
      for (int k = 0; k < dimension; k++) {
        double alone = objective.applyAsDouble(steps(dimension, k, -1, 1.0));
        double both = objective.applyAsDouble(steps(dimension, j, k, 1.0));
        hessian.setEntry(j, k, j == k ? up - 2.0 * base + down : both - up - alone + base);
      }
    }
    return new LUDecomposition(hessian).getSolver().solve(gradient).mapMultiply(-1.0).toArray();
  }

  private static double[] steps(int dimension, int j, int k, double size) {
    double[] b = new double[dimension];
    b[j] = size;
    if (k >= 0) {
      b[k] = size;
    }
    return b;
  }

  private static double[] ridge(double[][] x, double[] y, double mu) {
    RealMatrix design = new Array2DRowRealMatrix(x);
    RealMatrix gram =
        design
            .transposeMultiply(design)
            .add(MatrixUtils.createRealIdentityMatrix(x[0].length).scalarMultiply(mu));
    return MatrixUtils.inverse(gram)
        .operate(design.transpose().operate(new ArrayRealVector(y)))
        .toArray();
  }

  private static double mean(double[] values) {
    double sum = 0.0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values, int ddof) {
    double mean = mean(values);
    double sum = 0.0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - ddof));
  }

  private double[] column(int j) {
    double[] out = new double[N];
    for (int i = 0; i < N; i++) {
      out[i] = x[i][j];
    }
    return out;
  }

  /** Columns less their means, over their standard deviations if there is a ddof. */
  private double[][] prepared(int ddof) {
    double[][] out = new double[N][P];
    for (int j = 0; j < P; j++) {
      double[] column = column(j);
      double scale = ddof < 0 ? 1.0 : deviation(column, ddof);
      for (int i = 0; i < N; i++) {
        out[i][j] = (column[i] - mean(column)) / scale;
      }
    }
    return out;
  }

  private double[] centredResponse() {
    double[] out = y.clone();
    for (int i = 0; i < N; i++) {
      out[i] -= mean(y);
    }
    return out;
  }

  private static double squares(double[][] x, double[] y, double[] b) {
    double sum = 0.0;
    for (int i = 0; i < y.length; i++) {
      double r = y[i];
      for (int j = 0; j < x[i].length; j++) {
        r -= x[i][j] * b[j];
      }
      sum += r * r;
    }
    return sum;
  }

  private static double norm(double[] b) {
    double sum = 0.0;
    for (double value : b) {
      sum += value * value;
    }
    return sum;
  }

  private void agree(PeerPenalty peer, double lambda, double[][] design, double[] expected) {
    double mu = peer.toNormalEquations(lambda, PeerPenalty.Facts.of(y));
    assertThat(ridge(design, centredResponse(), mu))
        .as("%s, lambda %s, seed %s", peer, lambda, SEED)
        .containsExactly(expected, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 2.7, 40.0})
  void scikitLearnMinimisesTheSum(double alpha) {
    double[][] design = prepared(-1);
    double[] response = centredResponse();
    agree(
        PeerPenalty.SCIKIT_LEARN,
        alpha,
        design,
        minimizer(P, w -> squares(design, response, w) + alpha * norm(w)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.7, 2.7})
  void thePaperMinimisesTheMean(double lambda) {
    double[][] design = prepared(-1);
    double[] response = centredResponse();
    agree(
        PeerPenalty.PAPER,
        lambda,
        design,
        minimizer(P, b -> squares(design, response, b) / N + lambda * norm(b)));
    agree(
        PeerPenalty.PAPER,
        lambda,
        design,
        minimizer(P, b -> squares(design, response, b) / (2 * N) + 0.5 * lambda * norm(b)));
  }

  /** With standardised features, and with features in their units. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 2.7, 40.0})
  void glmnetMinimisesForAResponseOfUnitVariance(double lambda) {
    double sd = deviation(y, 0);
    double[] response = times(1.0 / sd, centredResponse());
    for (int ddof : new int[] {0, -1}) {
      double[][] design = prepared(ddof);
      double scaled = lambda / sd;
      double[] b = minimizer(P, c -> squares(design, response, c) / (2 * N) + scaled / 2 * norm(c));
      agree(PeerPenalty.GLMNET, lambda, design, times(sd, b));
    }
  }

  /** The documented objective has the intercept as its last variable and original units. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 2.7, 40.0})
  void sparkDividesThePenaltyByThePopulationDeviation(double regParam) {
    double delta = deviation(y, 0);
    double[] sigma = new double[P];
    for (int j = 0; j < P; j++) {
      sigma[j] = deviation(column(j), 0);
    }
    double[] found =
        minimizer(
            P + 1,
            b -> {
              double loss = 0.0;
              for (int i = 0; i < N; i++) {
                double r = b[P] - y[i];
                for (int j = 0; j < P; j++) {
                  r += x[i][j] * b[j];
                }
                loss += r * r;
              }
              double penalty = 0.0;
              for (int j = 0; j < P; j++) {
                penalty += sigma[j] * b[j] * sigma[j] * b[j];
              }
              return 0.5 * loss / N + regParam / delta * 0.5 * penalty;
            });
    double[] standardised = new double[P];
    for (int j = 0; j < P; j++) {
      standardised[j] = sigma[j] * found[j];
    }
    agree(PeerPenalty.SPARK, regParam, prepared(0), standardised);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 2.7, 40.0})
  void sparksOtherSolverTakesSampleDeviations(double regParam) {
    double sd = deviation(y, 1);
    double[][] design = prepared(1);
    double[] response = times(1.0 / sd, centredResponse());
    double[] b =
        minimizer(P, c -> squares(design, response, c) / (2 * N) + regParam / sd / 2 * norm(c));
    agree(PeerPenalty.SPARK_LBFGS, regParam, design, times(sd, b));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 2.7, 40.0})
  void smileMinimisesTheSumOverStandardisedColumns(double lambda) {
    double[][] design = prepared(PeerPenalty.SMILE.ddof());
    // Not centred: the columns are, so the mean of the response plays no part.
    double[] b = minimizer(P, c -> squares(design, y, c) + lambda * norm(c));
    agree(PeerPenalty.SMILE, lambda, design, b);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.7, 2.7})
  void weightDecayIsHalfOfThePenaltyOnTheMean(double lambda) {
    double[][] design = prepared(-1);
    double[] response = centredResponse();
    agree(
        PeerPenalty.HALF_MEAN,
        lambda,
        design,
        minimizer(P, b -> squares(design, response, b) / N + lambda / 2 * norm(b)));
  }

  /** lsqr with damp: least squares of [X; damp I] d = [r; 0]. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 2.7, 10.0})
  void adaptDampsByLambda(double lambda) {
    double[][] design = prepared(-1);
    RealMatrix stacked = new Array2DRowRealMatrix(N + P, P);
    stacked.setSubMatrix(design, 0, 0);
    for (int j = 0; j < P; j++) {
      stacked.setEntry(N + j, j, lambda);
    }
    RealVector right = new ArrayRealVector(N + P);
    right.setSubVector(0, new ArrayRealVector(centredResponse()));
    agree(
        PeerPenalty.ADAPT,
        lambda,
        design,
        new QRDecomposition(stacked).getSolver().solve(right).toArray());
  }

  @ParameterizedTest
  @EnumSource
  void theWayBackIsTheInverse(PeerPenalty peer) {
    var facts = new PeerPenalty.Facts(37, 4.2);
    for (double lambda : new double[] {0.0, 1e-3, 0.3, 2.7, 1e4}) {
      double mu = peer.toNormalEquations(lambda, facts);
      assertThat(peer.fromNormalEquations(mu, facts)).isCloseTo(lambda, within(1e-12 * lambda));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyPeersThatScaleTheResponseNeedItsDeviation(PeerPenalty peer) {
    var constant = new PeerPenalty.Facts(37, 0.0);
    switch (peer) {
      case GLMNET, SPARK, SPARK_LBFGS ->
          assertThatThrownBy(() -> peer.toNormalEquations(0.3, constant))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining(peer + " divides by the standard deviation")
              .hasMessageContaining("rows=37, responseDeviation=0.0");
      default -> assertThat(peer.toNormalEquations(0.3, constant)).isPositive();
    }
  }

  @Test
  void theScalesOfTheLibraryAreTwoOfThem() {
    var facts = new PeerPenalty.Facts(37, 4.2);
    assertThat(PeerPenalty.SCIKIT_LEARN.toNormalEquations(0.3, facts))
        .isEqualTo(LambdaScale.SUM.toNormalEquations(0.3, 37));
    assertThat(PeerPenalty.PAPER.toNormalEquations(0.3, facts))
        .isEqualTo(LambdaScale.MEAN.toNormalEquations(0.3, 37));
  }

  @Test
  void factsComeFromAResponse() {
    PeerPenalty.Facts facts =
        PeerPenalty.Facts.of(new double[] {1e9 + 1, 1e9 - 1, 1e9 + 1, 1e9 - 1});
    assertThat(facts.rows()).isEqualTo(4);
    assertThat(facts.responseDeviation()).isEqualTo(1.0);
  }

  @Test
  void refusesValuesOutOfRange() {
    var facts = new PeerPenalty.Facts(37, 4.2);
    assertThatThrownBy(() -> PeerPenalty.SPARK.toNormalEquations(-0.1, facts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lambda must be finite and >= 0: lambda=-0.1");
    assertThatThrownBy(() -> PeerPenalty.ADAPT.fromNormalEquations(Double.NaN, facts))
        .hasMessageContaining("mu=NaN");
    assertThatThrownBy(() -> new PeerPenalty.Facts(0, 1.0)).hasMessageContaining("rows=0");
    assertThatThrownBy(() -> new PeerPenalty.Facts(3, -1.0))
        .hasMessageContaining("responseDeviation=-1.0");
    assertThatThrownBy(() -> PeerPenalty.Facts.of(new double[0])).hasMessageContaining("rows");
  }
}
