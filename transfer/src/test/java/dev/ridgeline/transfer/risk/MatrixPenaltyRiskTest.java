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

class MatrixPenaltyRiskTest {

  @ParameterizedTest
  @CsvSource({"9,4,0.3,0.8,0.7", "3,10,2,1,5", "5,0,0.1,-0.5,0.2"})
  void isTheFormulaInPlainMatrices(int n0, int n1, double l0, double scale, double weight) {
    int p = 6;
    Draws draws = new Draws(11);
    Covariance sigma = draws.dense(p);
    double[][] x0 = draws.design(n0, sigma);
    double[][] x1 = n1 == 0 ? new double[0][] : draws.design(n1, sigma);
    double[] w0 = draws.vector(p);
    double[] w1 = draws.vector(p);
    var setting = TransferSetting.alike(sigma, n0, n1, 0.7, 0.4, Coefficients.fixed(w0, w1));
    RealMatrix s0 = gram(x0, p);
    RealMatrix s1 = gram(x1, p);
    RealMatrix a = s0.add(MatrixUtils.createRealIdentityMatrix(p).scalarMultiply(n0 * l0));
    RealMatrix k = MatrixUtils.inverse(s1.add(a.scalarMultiply(weight)));
    RealMatrix norm = Draws.matrix(sigma);
    RealVector v0 = new ArrayRealVector(w0);
    RealVector v1 = new ArrayRealVector(w1);
    RealVector pull = s0.operate(v0).mapMultiply(scale).subtract(a.operate(v1));
    double bias = Draws.quadratic(norm, k.operate(pull).mapMultiply(weight));
    double shared = k.multiply(s0).multiply(k).multiply(norm).getTrace();
    double own = k.multiply(s1).multiply(k).multiply(norm).getTrace();
    double expected = bias + sq(scale * weight * 0.7) * shared + sq(0.4) * own;
    var risk = new MatrixPenaltyRisk(setting, x0, x1, l0);
    assertThat(risk.risk(scale, weight)).isCloseTo(expected, within(1e-11 * expected));
    double mean = 0.0;
    for (int j = 0; j < p; j++) {
      double[] axis = new double[p];
      double[] target = new double[p];
      axis[j] = 1;
      target[j] = 0.6;
      var one = setting.withCoefficients(Coefficients.fixed(axis, target));
      mean += new MatrixPenaltyRisk(one, x0, x1, l0).risk(scale, weight) / p;
    }
    var averaged = setting.withCoefficients(Coefficients.averaged(0.6));
    assertThat(new MatrixPenaltyRisk(averaged, x0, x1, l0).risk(scale, weight))
        .isCloseTo(mean, within(1e-11 * mean));
  }

  /** b1 is one ridge fit of both tables, the source's rows times the root of t; seed 5. */
  @Test
  void isTheMeanOverTheNoiseOfAPooledFit() {
    int p = 8;
    int n0 = 12;
    int n1 = 6;
    double weight = 0.4;
    double l0 = 0.3;
    Draws draws = new Draws(5);
    double[][] x0 = draws.design(n0, Covariance.isotropic(p));
    double[][] x1 = draws.design(n1, Covariance.isotropic(p));
    RealVector w0 = new ArrayRealVector(draws.vector(p));
    RealVector w1 = w0.mapMultiply(0.7);
    RealMatrix m0 = new Array2DRowRealMatrix(x0);
    RealMatrix m1 = new Array2DRowRealMatrix(x1);
    RealMatrix system =
        gram(x0, p)
            .add(MatrixUtils.createRealIdentityMatrix(p).scalarMultiply(n0 * l0))
            .scalarMultiply(weight)
            .add(gram(x1, p));
    RealMatrix inverse = MatrixUtils.inverse(system);
    int count = 20_000;
    double mean = 0.0;
    for (int d = 0; d < count; d++) {
      RealVector y0 = m0.operate(w0);
      RealVector y1 = m1.operate(w1);
      for (int i = 0; i < n0; i++) {
        y0.addToEntry(i, 0.5 * draws.gaussian());
      }
      for (int i = 0; i < n1; i++) {
        y1.addToEntry(i, 0.3 * draws.gaussian());
      }
      RealVector right =
          m0.transpose().operate(y0).mapMultiply(weight).add(m1.transpose().operate(y1));
      RealVector error = inverse.operate(right).subtract(w1);
      mean += error.dotProduct(error) / count;
    }
    var setting =
        TransferSetting.alike(
            Covariance.isotropic(p),
            n0,
            n1,
            0.5,
            0.3,
            Coefficients.fixed(w0.toArray(), w1.toArray()));
    double expected = new MatrixPenaltyRisk(setting, x0, x1, l0).risk(1.0, weight);
    assertThat(mean).as("seed 5").isCloseTo(expected, within(0.02 * expected));
  }

  @Test
  void atTheBestWeightItIsThePosteriorMean() {
    int p = 12;
    Draws draws = new Draws(2);
    double[][] x0 = draws.design(15, Covariance.isotropic(p));
    double[][] x1 = draws.design(9, Covariance.isotropic(p));
    double own = p * 0.25 / 15;
    for (double rho : new double[] {1.0, 0.5, 1.6}) {
      var risk = new MatrixPenaltyRisk(setting(p, 15, 9, rho), x0, x1, own);
      MatrixPenaltyRisk.Choice best = risk.best(rho);
      assertThat(best.weight()).isCloseTo(0.16 / (0.25 * rho * rho), within(1e-4));
      PenaltyComparison plain = PenaltyComparison.of(setting(p, 15, 9, rho), x0, x1, own);
      assertThat(best.risk()).isLessThan(plain.isotropic().risk());
      assertThat(best.risk()).isLessThanOrEqualTo(plain.matrix().risk() * (1 + 1e-9));
      for (double l0 : new double[] {0.5 * own, 2 * own}) {
        var other = new MatrixPenaltyRisk(setting(p, 15, 9, rho), x0, x1, l0);
        assertThat(best.risk()).isLessThan(other.best(rho).risk());
      }
    }
  }

  @Test
  void theIsotropicPenaltyOvertakesBelowTheCrossing() {
    int p = 20;
    double own = p * 0.25 / 30;
    Draws draws = new Draws(8);
    double[][] x0 = draws.design(30, Covariance.isotropic(p));
    double[][] x1 = draws.design(15, Covariance.isotropic(p));
    TransferSetting any = setting(p, 30, 15, 0.0);
    double crossing = PenaltyComparison.crossing(any, x0, x1, own, 0.2, 1.0);
    assertThat(crossing).isBetween(0.4, 0.9);
    double below = PenaltyComparison.of(setting(p, 30, 15, crossing - 0.1), x0, x1, own).ratio();
    double above = PenaltyComparison.of(setting(p, 30, 15, crossing + 0.1), x0, x1, own).ratio();
    assertThat(below).isGreaterThan(1.0);
    assertThat(above).isLessThan(1.0);
    assertThat(PenaltyComparison.crossing(any, x0, x1, own, crossing + 0.1, 1.0)).isNaN();
  }

  @Test
  void refusesValuesOutOfRange() {
    double[][] one = {{1, 0}};
    assertThatThrownBy(() -> new MatrixPenaltyRisk(setting(2, 1, 1, 1), one, one, 0.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sourcePenalty=0.0");
    var risk = new MatrixPenaltyRisk(setting(2, 1, 1, 1), one, one, 1.0);
    assertThatThrownBy(() -> risk.risk(1.0, -1.0)).hasMessageContaining("weight=-1.0");
    assertThat(risk.toString()).startsWith("MatrixPenaltyRisk[TransferSetting[");
  }

  private static TransferSetting setting(int p, int n0, int n1, double rho) {
    return TransferSetting.alike(
        Covariance.isotropic(p), n0, n1, 0.5, 0.4, Coefficients.averaged(rho));
  }

  private static RealMatrix gram(double[][] x, int p) {
    if (x.length == 0) {
      return new Array2DRowRealMatrix(p, p);
    }
    RealMatrix m = new Array2DRowRealMatrix(x);
    return m.transposeMultiply(m);
  }

  private static double sq(double x) {
    return x * x;
  }
}
