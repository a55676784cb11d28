// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class FilterRiskTest {
  private static final int P = 60;
  private static final int N = 40;

  private final RealMatrix x = design();
  private final SingularValueDecomposition svd = new SingularValueDecomposition(x);
  private final double[] squares = squares();

  private static RealMatrix design() {
    Random random = new Random(81);
    RealMatrix x = new Array2DRowRealMatrix(N, P);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < P; j++) {
        x.setEntry(i, j, random.nextGaussian());
      }
    }
    return x;
  }

  private double[] squares() {
    double[] values = svd.getSingularValues().clone();
    for (int k = 0; k < values.length; k++) {
      values[k] *= values[k];
    }
    return values;
  }

  @Test
  void ridgeAgreesWithPlainMatrices() {
    var filter = new RidgeFilter(0.4, N);
    RealMatrix inverse =
        MatrixUtils.inverse(
            x.transposeMultiply(x)
                .add(MatrixUtils.createRealIdentityMatrix(P).scalarMultiply(N * 0.4)));
    RealMatrix keep = inverse.multiply(x.transposeMultiply(x));
    RealMatrix smooth = inverse.multiplyTransposed(x);
    double variance = smooth.transposeMultiply(smooth).getTrace();
    for (double rho : new double[] {0.5, 1.0, 1.4}) {
      RealMatrix bias = keep.subtract(MatrixUtils.createRealIdentityMatrix(P).scalarMultiply(rho));
      double expected = bias.transposeMultiply(bias).getTrace() / P + 0.49 * variance;
      assertThat(FilterRisk.averaged(filter, squares, P, 0.7).distance(rho))
          .as("seed 81")
          .isCloseTo(expected, within(1e-11));
    }
  }

  @Test
  void realizedDistanceIsThatOfTheFilteredEstimate() {
    Random random = new Random(82);
    RealVector w0 = new ArrayRealVector(P);
    RealVector y = new ArrayRealVector(N);
    for (int j = 0; j < P; j++) {
      w0.setEntry(j, random.nextGaussian() / Math.sqrt(P));
    }
    y = y.add(x.operate(w0));
    for (int i = 0; i < N; i++) {
      y.addToEntry(i, 0.5 * random.nextGaussian());
    }
    RealVector response = svd.getUT().operate(y);
    RealVector projections = svd.getVT().operate(w0);
    double norm = w0.dotProduct(w0);
    for (SpectralFilter filter :
        List.of(new RidgeFilter(0.3, N), new GradientFlow(2.0, N, LossScale.HALF_MEAN))) {
      RealVector b = new ArrayRealVector(P);
      for (int k = 0; k < N; k++) {
        double factor = svd.getSingularValues()[k] * filter.phi(squares[k]);
        b = b.add(svd.getV().getColumnVector(k).mapMultiply(factor * response.getEntry(k)));
      }
      RealVector miss = b.subtract(w0.mapMultiply(0.8));
      assertThat(
              FilterRisk.realized(filter, squares, response.toArray(), projections.toArray(), norm)
                  .distance(0.8))
          .as("seeds 81 and 82")
          .isCloseTo(miss.dotProduct(miss), within(1e-12));
    }
  }

  @Test
  void expectationIsTheMeanOfRealizations() {
    Random random = new Random(83);
    var filter = new GradientFlow(1.5, N, LossScale.HALF_MEAN);
    double[] projections = new double[N];
    double inside = 0.0;
    for (int k = 0; k < N; k++) {
      projections[k] = random.nextGaussian() / Math.sqrt(P);
      inside += projections[k] * projections[k];
    }
    double norm = inside + 0.3;
    double expected = FilterRisk.expected(filter, squares, projections, norm, 0.6).distance(0.7);
    int count = 20_000;
    double sum = 0.0;
    double sumOfSquares = 0.0;
    for (int t = 0; t < count; t++) {
      double[] response = new double[N];
      for (int k = 0; k < N; k++) {
        response[k] = Math.sqrt(squares[k]) * projections[k] + 0.6 * random.nextGaussian();
      }
      double d = FilterRisk.realized(filter, squares, response, projections, norm).distance(0.7);
      sum += d;
      sumOfSquares += d * d;
    }
    double mean = sum / count;
    double error = Math.sqrt((sumOfSquares / count - mean * mean) / count);
    assertThat(mean).as("seed 83").isCloseTo(expected, within(4.0 * error));
  }

  /** Filters from the least to the most fitted. */
  private List<List<SpectralFilter>> paths() {
    List<SpectralFilter> ridge = new ArrayList<>();
    List<SpectralFilter> flow = new ArrayList<>();
    List<SpectralFilter> descent = new ArrayList<>();
    List<SpectralFilter> components = new ArrayList<>();
    for (int i = 0; i <= 600; i++) {
      double time = Math.pow(10.0, -3.0 + i / 100.0);
      ridge.add(new RidgeFilter(1.0 / time, N));
      flow.add(new GradientFlow(time, N, LossScale.HALF_MEAN));
      descent.add(new Landweber(0.9 * N / squares[0], i, N));
    }
    for (int k = 0; k <= N; k++) {
      components.add(PrincipalComponents.leading(k, squares));
    }
    return List.of(ridge, flow, descent, components);
  }

  private static int best(
      List<SpectralFilter> path, Function<SpectralFilter, FilterRisk> risk, double rho) {
    int best = 0;
    for (int i = 1; i < path.size(); i++) {
      if (risk.apply(path.get(i)).distance(rho) < risk.apply(path.get(best)).distance(rho)) {
        best = i;
      }
    }
    return best;
  }

  @Test
  void everyPathCrossesAtPerfectAlignment() {
    for (double noise : new double[] {0.5, 1.0}) {
      Function<SpectralFilter, FilterRisk> risk =
          filter -> FilterRisk.averaged(filter, squares, P, noise);
      for (List<SpectralFilter> path : paths()) {
        for (int i = 1; i < path.size(); i++) {
          assertThat(risk.apply(path.get(i)).alignment())
              .isGreaterThanOrEqualTo(risk.apply(path.get(i - 1)).alignment());
        }
        int source = best(path, risk, 1.0);
        assertThat(source).isBetween(1, path.size() - 1);
        int before = 0;
        for (double rho : new double[] {0.2, 0.5, 0.8, 0.999, 1.0, 1.001, 1.3, 2.0}) {
          int here = best(path, risk, rho);
          assertThat(here).as("seed 81, rho %s", rho).isGreaterThanOrEqualTo(before);
          if (rho <= 1.0) {
            assertThat(here).isLessThanOrEqualTo(source);
          } else {
            assertThat(here).isGreaterThanOrEqualTo(source);
          }
          before = here;
        }
        assertThat(best(path, risk, 0.5)).isLessThan(source);
        assertThat(best(path, risk, 0.0)).isZero();
      }
    }
  }

  @Test
  void theBestFlowIsWithin1Point2PercentOfTheBestRidge() {
    for (double noise : new double[] {0.3, 0.6, 1.0, 2.0}) {
      Function<SpectralFilter, FilterRisk> risk =
          filter -> FilterRisk.averaged(filter, squares, P, noise);
      List<SpectralFilter> ridge = paths().get(0);
      List<SpectralFilter> flow = paths().get(1);
      double bestRidge = risk.apply(ridge.get(best(ridge, risk, 1.0))).distance(1.0);
      double bestFlow = risk.apply(flow.get(best(flow, risk, 1.0))).distance(1.0);
      System.out.printf("best flow / best ridge, noise %s: %.5f%n", noise, bestFlow / bestRidge);
      assertThat(bestFlow / bestRidge).isBetween(1.0, 1.012);
    }
  }

  @Test
  void refusesShapesThatDoNotFit() {
    var filter = new RidgeFilter(1.0, 2);
    double[] two = {1.0, 2.0};
    assertThatThrownBy(() -> FilterRisk.averaged(filter, two, 1, 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("squares=2, p=1");
    assertThatThrownBy(() -> FilterRisk.expected(filter, two, new double[1], 1.0, 1.0))
        .hasMessageContaining("entries=1, directions=2");
  }
}
