// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteSampleRiskTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({
    "6,4,0.5,0.2",
    "6,15,1e-3,50",
    "14,4,2,1e-3",
    "14,15,0.1,0.1",
    "10,10,1,1",
    "31,50,0.2,0.1"
  })
  void agreesWithTheFormulasInPlainMatrices(int n0, int n1, double l0, double l1) {
    int p = 10;
    Draws draws = new Draws(21);
    Covariance sigma1 = draws.dense(p);
    double[][] x0 = draws.design(n0, Covariance.powerLaw(p, 1.0));
    double[][] x1 = draws.design(n1, sigma1);
    double[] w0 = draws.vector(p);
    double[] w1 = draws.vector(p);
    var setting =
        new TransferSetting(
            n0, n1, 0.7, 0.3, Covariance.powerLaw(p, 1.0), sigma1, Coefficients.fixed(w0, w1));
    var risk = new FiniteSampleRisk(setting, x0, x1);

    RealMatrix inverse0 = Draws.resolvent(x0, l0);
    RealMatrix inverse1 = Draws.resolvent(x1, l1);
    RealMatrix m0 = inverse0.scalarMultiply(n0 * l0);
    RealMatrix m1 = inverse1.scalarMultiply(n1 * l1);
    RealMatrix s0 = inverse0.multiplyTransposed(new Array2DRowRealMatrix(x0));
    RealMatrix s1 = inverse1.multiplyTransposed(new Array2DRowRealMatrix(x1));
    RealMatrix sigma = Draws.matrix(sigma1);
    RealMatrix keep = MatrixUtils.createRealIdentityMatrix(p).subtract(m0);
    RealVector target = new ArrayRealVector(w1);
    RealVector error = m1.operate(keep.operate(new ArrayRealVector(w0)).subtract(target));
    RealMatrix inherited = m1.multiply(s0);
    double bias = Draws.quadratic(sigma, error);
    double variance = 0.49 * inherited.transposeMultiply(sigma).multiply(inherited).getTrace();
    double estimation = 0.09 * s1.transposeMultiply(sigma).multiply(s1).getTrace();
    double scratch = Draws.quadratic(sigma, m1.operate(target)) + estimation;

    assertThat(risk.bias(l0, l1)).as("seed 21").isCloseTo(bias, within(1e-11 * (1 + bias)));
    assertThat(risk.inheritedVariance(l0, l1)).isCloseTo(variance, within(1e-10 * (1 + variance)));
    assertThat(risk.estimationVariance(l1)).isCloseTo(estimation, within(1e-10 * (1 + estimation)));
    assertThat(risk.scratchRisk(l1)).isCloseTo(scratch, within(1e-10 * (1 + scratch)));
    double benefit = scratch - bias - variance - estimation;
    assertThat(risk.benefit(l0, l1)).isCloseTo(benefit, within(1e-10 * (1 + scratch)));
    assertThat(risk.helps(l0, l1)).isEqualTo(benefit > 0);
  }

  @Test
  void agreesWithSimulatedNoise() {
    int p = 8;
    int n0 = 6;
    int n1 = 5;
    Draws draws = new Draws(22);
    Covariance covariance = Covariance.powerLaw(p, 0.5);
    double[][] x0 = draws.design(n0, covariance);
    double[][] x1 = draws.design(n1, covariance);
    double[] w0 = draws.vector(p);
    double[] w1 = draws.vector(p);
    var setting = TransferSetting.alike(covariance, n0, n1, 0.8, 0.4, Coefficients.fixed(w0, w1));
    double expected = new FiniteSampleRisk(setting, x0, x1).transferRisk(0.3, 0.2);

    RealMatrix s0 = Draws.resolvent(x0, 0.3).multiplyTransposed(new Array2DRowRealMatrix(x0));
    RealMatrix s1 = Draws.resolvent(x1, 0.2).multiplyTransposed(new Array2DRowRealMatrix(x1));
    RealMatrix design1 = new Array2DRowRealMatrix(x1);
    RealVector mean0 = new Array2DRowRealMatrix(x0).operate(new ArrayRealVector(w0));
    RealVector mean1 = design1.operate(new ArrayRealVector(w1));
    int draws0 = 20_000;
    double sum = 0.0;
    double squares = 0.0;
    for (int t = 0; t < draws0; t++) {
      RealVector b0 = s0.operate(noisy(draws, mean0, 0.8));
      RealVector b1 = b0.add(s1.operate(noisy(draws, mean1, 0.4).subtract(design1.operate(b0))));
      double r = covariance.quadraticForm(b1.subtract(new ArrayRealVector(w1)).toArray());
      sum += r;
      squares += r * r;
    }
    double average = sum / draws0;
    double error = Math.sqrt((squares / draws0 - average * average) / draws0);
    assertThat(average).as("seed 22").isCloseTo(expected, within(4.0 * error));
  }

  private static RealVector noisy(Draws draws, RealVector mean, double deviation) {
    RealVector y = mean.copy();
    for (int i = 0; i < y.getDimension(); i++) {
      y.addToEntry(i, deviation * draws.gaussian());
    }
    return y;
  }

  @Test
  void averagedCoefficientsAreTheMeanOverDirections() {
    int p = 7;
    Draws draws = new Draws(23);
    Covariance covariance = draws.dense(p);
    double[][] x0 = draws.design(5, covariance);
    double[][] x1 = draws.design(4, covariance);
    var averaged = TransferSetting.alike(covariance, 5, 4, 0.5, 0.5, Coefficients.averaged(0.6));
    RealMatrix keep =
        MatrixUtils.createRealIdentityMatrix(p)
            .scalarMultiply(0.4)
            .subtract(Draws.resolvent(x0, 0.3).scalarMultiply(5 * 0.3));
    RealMatrix error = Draws.resolvent(x1, 0.2).scalarMultiply(4 * 0.2).multiply(keep);
    double expected =
        error.transposeMultiply(Draws.matrix(covariance)).multiply(error).getTrace() / p;
    assertThat(new FiniteSampleRisk(averaged, x0, x1).bias(0.3, 0.2))
        .as("seed 23")
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void limitsOfThePenalties() {
    int p = 9;
    Draws draws = new Draws(24);
    Covariance covariance = Covariance.isotropic(p);
    double[] w0 = draws.vector(p);
    double[] w1 = draws.vector(p);
    var setting = TransferSetting.alike(covariance, 5, 12, 0.5, 0.5, Coefficients.fixed(w0, w1));
    var risk =
        new FiniteSampleRisk(setting, draws.design(5, covariance), draws.design(12, covariance));
    assertThat(risk.transferRisk(INFINITY, 0.3)).isCloseTo(risk.scratchRisk(0.3), within(1e-13));
    assertThat(risk.transferRisk(0.0, 0.3)).isCloseTo(risk.transferRisk(1e-11, 0.3), within(1e-8));
    assertThat(risk.transferRisk(INFINITY, INFINITY))
        .isCloseTo(covariance.quadraticForm(w1), within(1e-13));
    // A target design of full rank, unpenalised, forgets the prior.
    assertThat(risk.benefit(0.3, 0.0)).isZero();
    assertThat(risk.transferRisk(0.3, 0.0)).isCloseTo(risk.scratchRisk(0.0), within(1e-12));
  }

  @Test
  void ridgelessBoundaryHoldsInTheMeanOverDesignsOnBothSides() {
    int p = 12;
    for (int n0 : new int[] {6, 24}) {
      // At the closed form's alignment the mean benefit is zero: its standard error judges it.
      double rho = Boundary.ridgelessCriticalRho(p, n0, 0.6, 1.0);
      var setting =
          TransferSetting.alike(
              Covariance.isotropic(p), n0, 5, 0.6, 0.2, Coefficients.averaged(rho));
      Draws draws = new Draws(25);
      int count = 1500;
      double sum = 0.0;
      double squares = 0.0;
      for (int t = 0; t < count; t++) {
        double[][] x0 = draws.design(n0, Covariance.isotropic(p));
        double[][] x1 = draws.design(5, Covariance.isotropic(p));
        double benefit = new FiniteSampleRisk(setting, x0, x1).benefit(0.0, 0.4);
        sum += benefit;
        squares += benefit * benefit;
      }
      double mean = sum / count;
      double error = Math.sqrt((squares / count - mean * mean) / count);
      assertThat(error).isLessThan(0.03);
      assertThat(mean).as("seed 25, n0 " + n0).isCloseTo(0.0, within(4.0 * error));
    }
  }

  @Test
  void rescaledBySourceOptimalIsBestAtFiniteSize() {
    // Averaged over w0 ~ N(0, I/p), rho b0 at l0 = p sigma0^2/n0 is the posterior mean of w1.
    int p = 9;
    double rho = 0.4;
    Draws draws = new Draws(26);
    Covariance sigma1 = draws.dense(p);
    double[][] x0 = draws.design(6, Covariance.powerLaw(p, 1.0));
    double[][] x1 = draws.design(5, sigma1);
    double best = rescaledRisk(x0, x1, sigma1, rho, rho, 9.0 / 6.0 * 0.64);
    for (double scale : new double[] {0.3, 0.39, 0.41, 0.6, 1.0}) {
      for (double factor : new double[] {0.3, 0.9, 1.0, 1.1, 4.0}) {
        assertThat(rescaledRisk(x0, x1, sigma1, rho, scale, factor * 9.0 / 6.0 * 0.64))
            .as("seed 26, scale %s, factor %s", scale, factor)
            .isGreaterThan(best);
      }
    }
    assertThat(rescaledRisk(x0, x1, sigma1, rho, rho, 1.01 * 9.0 / 6.0 * 0.64)).isGreaterThan(best);
    assertThat(rescaledRisk(x0, x1, sigma1, rho, rho, 0.99 * 9.0 / 6.0 * 0.64)).isGreaterThan(best);
  }

  /** c b0 aims at w1 = rho w0: c^2 times the risk of b0 aiming at (rho/c) w0. */
  private static double rescaledRisk(
      double[][] x0, double[][] x1, Covariance sigma1, double rho, double scale, double l0) {
    int p = sigma1.dimension();
    var setting =
        new TransferSetting(
            x0.length,
            x1.length,
            0.8,
            0.0,
            Covariance.isotropic(p),
            sigma1,
            Coefficients.averaged(rho / scale));
    return scale * scale * new FiniteSampleRisk(setting, x0, x1).transferRisk(l0, 0.2);
  }

  @Test
  void refusesDesignsThatDoNotFit() {
    var setting =
        TransferSetting.alike(Covariance.isotropic(2), 1, 1, 1.0, 1.0, Coefficients.averaged(1.0));
    double[][] good = {{1.0, 2.0}};
    assertThatThrownBy(() -> new FiniteSampleRisk(setting, new double[2][2], good))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sourceDesign must have 1 rows: rows=2");
    assertThatThrownBy(() -> new FiniteSampleRisk(setting, good, new double[][] {{1.0}}))
        .hasMessageContaining("targetDesign[0] must have dimension 2");
    assertThatThrownBy(
            () -> new FiniteSampleRisk(setting, good, new double[][] {{1.0, Double.NaN}}))
        .hasMessageContaining("targetDesign[0][1]");
    var risk = new FiniteSampleRisk(setting, good, good);
    assertThatThrownBy(() -> risk.transferRisk(-1.0, 1.0))
        .hasMessageContaining("sourcePenalty=-1.0");
  }
}
