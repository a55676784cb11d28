// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import static dev.ridgeline.testing.Problems.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentEstimatorTest {
  private static final long SEED = 20_263;
  private static final Offset<Double> EXACT = within(1e-10);

  private static void same(Alignment found, Alignment expected, double factor) {
    assertThat(expected.estimable()).as("seed %s", SEED).isTrue();
    assertThat(found.method()).isEqualTo(expected.method());
    assertThat(found.rho()).isCloseTo(factor * expected.rho(), EXACT);
    assertThat(found.low()).isCloseTo(factor * expected.low(), EXACT);
    assertThat(found.high()).isCloseTo(factor * expected.high(), EXACT);
  }

  /** One problem for each method. */
  private static Tasks tasks(boolean wide) {
    return Tasks.draw(
        new Random(SEED),
        wide
            ? Tasks.Setting.of(80, 30, 100, 0.8).withOffset(1.0)
            : Tasks.Setting.of(80, 30, 10, 0.8).withDecay(0.5).withOffset(1.0));
  }

  private static double[][] rows(double[][] x, UnaryOperator<double[]> change) {
    double[][] out = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      out[i] = change.apply(x[i]);
    }
    return out;
  }

  private static double[][] reversed(double[][] x) {
    double[][] out = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[x.length - 1 - i];
    }
    return out;
  }

  private static double[] reversed(double[] y) {
    double[] out = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      out[i] = y[y.length - 1 - i];
    }
    return out;
  }

  @Test
  void theSizesOfTheSourceChooseTheMethod() {
    // With an intercept 14 rows leave 13 degrees of freedom, 10 after 3 columns.
    assertThat(AlignmentEstimator.leastSquaresServes(13, 3)).isTrue();
    assertThat(AlignmentEstimator.leastSquaresServes(12, 3)).isFalse();
    assertThat(AlignmentEstimator.leastSquaresServes(400, 200)).isTrue();
    assertThat(AlignmentEstimator.leastSquaresServes(399, 200)).isFalse();
    assertThat(tasks(true).estimate(true).method()).isEqualTo(Alignment.Method.ISOTROPIC);
    assertThat(tasks(false).estimate(true).method()).isEqualTo(Alignment.Method.LEAST_SQUARES);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOrderOfRowsAndColumnsDoesNotMatter(boolean wide) {
    Tasks t = tasks(wide);
    Tasks turned =
        new Tasks(
            reversed(rows(t.x0(), AlignmentEstimatorTest::reversed)),
            reversed(t.y0()),
            reversed(rows(t.x1(), AlignmentEstimatorTest::reversed)),
            reversed(t.y1()));
    for (boolean centre : new boolean[] {false, true}) {
      same(turned.estimate(centre), t.estimate(centre), 1.0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unitsOfTheResponsesScaleRho(boolean wide) {
    Tasks t = tasks(wide);
    Alignment before = t.estimate(true);
    same(new Tasks(t.x0(), times(3, t.y0()), t.x1(), times(3, t.y1())).estimate(true), before, 1);
    same(new Tasks(t.x0(), t.y0(), t.x1(), times(3, t.y1())).estimate(true), before, 3);
    same(new Tasks(t.x0(), times(5, t.y0()), t.x1(), t.y1()).estimate(true), before, 0.2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCommonUnitOfTheFeaturesDoesNotMatter(boolean wide) {
    Tasks t = tasks(wide);
    Tasks scaled =
        new Tasks(
            rows(t.x0(), row -> times(1e3, row)),
            t.y0(),
            rows(t.x1(), row -> times(1e3, row)),
            t.y1());
    same(scaled.estimate(true), t.estimate(true), 1.0);
  }

  /** Least squares has no metric of its own. */
  @Test
  void unitsOfSingleFeaturesDoNotMatterToLeastSquares() {
    Tasks t = tasks(false);
    UnaryOperator<double[]> change =
        row -> {
          double[] out = row.clone();
          out[3] = 1e4 * row[3] - row[1];
          out[5] *= 1e-3;
          return out;
        };
    Tasks changed = new Tasks(rows(t.x0(), change), t.y0(), rows(t.x1(), change), t.y1());
    same(changed.estimate(true), t.estimate(true), 1.0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interceptsDoNotMatterWhenCentred(boolean wide) {
    Tasks t = tasks(wide);
    double[] y0 = t.y0().clone();
    double[] y1 = t.y1().clone();
    for (int i = 0; i < y0.length; i++) {
      y0[i] -= 40.0;
    }
    for (int i = 0; i < y1.length; i++) {
      y1[i] += 17.0;
    }
    same(new Tasks(t.x0(), y0, t.x1(), y1).estimate(true), t.estimate(true), 1.0);
  }

  @ParameterizedTest
  @CsvSource({"0.5, false", "1.0, true", "1.5, true", "-0.4, false"})
  void withoutNoiseLeastSquaresIsExact(double rho, boolean centre) {
    var setting =
        Tasks.Setting.of(40, 6, 12, rho)
            .withDecay(1.0)
            .withNoise(0.0, 0.0)
            .withOffset(centre ? 3.0 : 0.0);
    Tasks t = Tasks.draw(new Random(SEED), setting);
    if (centre) {
      shiftTarget(t);
    }
    Alignment found = t.estimate(centre);
    assertThat(found.estimable()).isTrue();
    assertThat(found.rho()).isCloseTo(rho, within(1e-12));
    assertThat(found.low()).isCloseTo(rho, within(1e-12));
    assertThat(found.high()).isCloseTo(rho, within(1e-12));
    assertThat(found.reason()).isEmpty();
  }

  private static void shiftTarget(Tasks t) {
    for (int i = 0; i < t.y1().length; i++) {
      t.y1()[i] += 100.0;
    }
  }

  /** A correct 95 % interval lets at most one in forty pass on either side. */
  @ParameterizedTest
  @CsvSource({"40, 60, true", "60, 8, true", "60, 8, false"})
  void aSourceOfPureNoiseIsNotEstimable(int n0, int p, boolean centre) {
    Random random = new Random(SEED);
    double[] nothing = new double[p];
    int refused = 0;
    for (int d = 0; d < 200; d++) {
      Tasks t = Tasks.draw(random, Tasks.Setting.of(n0, 20, p, 1.0).withOwn(1.0), nothing);
      refused += t.estimate(centre).estimable() ? 0 : 1;
    }
    assertThat(refused).as("of 200, seed %s", SEED).isGreaterThanOrEqualTo(188);
  }

  @Test
  void constantsAndFewRowsAreNotEstimable() {
    Tasks t = tasks(true);
    double[] constant = new double[t.y0().length];
    Arrays.fill(constant, 0.1);
    Alignment found = new Tasks(t.x0(), constant, t.x1(), t.y1()).estimate(true);
    assertThat(found.estimable()).isFalse();
    assertThat(found.reason()).contains("no signal");

    double[][] flat = rows(t.x1(), row -> new double[row.length]);
    assertThat(new Tasks(t.x0(), t.y0(), flat, t.y1()).estimate(true).reason())
        .isEqualTo("no feature varies on the target");
    double[][] flat0 = rows(t.x0(), row -> new double[row.length]);
    assertThat(new Tasks(flat0, t.y0(), t.x1(), t.y1()).estimate(true).reason())
        .isEqualTo("no feature varies on the source");

    Tasks few = Tasks.draw(new Random(SEED), Tasks.Setting.of(4, 2, 3, 1.0));
    assertThat(few.estimate(true).reason()).isEqualTo("too few source rows: 4, needed 5");
    assertThat(few.estimate(true).method()).isEqualTo(Alignment.Method.ISOTROPIC);
    var two = Tasks.Setting.of(40, 2, 3, 1.0).withNoise(0.1, 0.1);
    // The two rows of the seed itself happen to be orthogonal to w0.
    Tasks small = Tasks.draw(new Random(SEED + 1), two);
    assertThat(small.estimate(true).reason()).isEqualTo("too few target rows: 2, needed 3");
    assertThat(small.estimate(false).estimable()).isTrue();
  }

  @Test
  void featuresThatAreNotIsotropicAreSaidToBe() {
    Tasks t = Tasks.draw(new Random(SEED), Tasks.Setting.of(80, 30, 100, 0.8).withDecay(0.5));
    assertThat(t.estimate(true).reason()).startsWith("assumes isotropic features");
    assertThat(tasks(true).estimate(true).reason()).isEmpty();
  }

  @Test
  void inputsAreNotModified() {
    Tasks t = tasks(false);
    double[][] x = rows(t.x0(), double[]::clone);
    double[] y = t.y1().clone();
    Matrix x0 = Matrix.ofRows(t.x0());
    AlignmentEstimator.estimate(x0, t.y0(), Matrix.ofRows(t.x1()), t.y1(), true);
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        assertThat(x0.get(i, j)).isEqualTo(x[i][j]);
      }
    }
    assertThat(t.y1()).isEqualTo(y);
  }

  @Test
  void refusesShapesThatDisagreeAndElementsThatAreNotFinite() {
    Matrix x = Matrix.ofRows(new double[][] {{1, 2}, {3, 4}, {5, 7}});
    Matrix narrow = Matrix.ofRows(new double[][] {{1}, {3}, {5}});
    double[] y = {1, 2, 3};
    assertThatThrownBy(() -> AlignmentEstimator.estimate(x, y, narrow, y, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x0 and x1 must have the same columns: x0 has 2, x1 has 1");
    assertThatThrownBy(() -> AlignmentEstimator.estimate(x, y, x, new double[2], false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x1 is 3 x 2, y1 has 2");
    assertThatThrownBy(
            () -> AlignmentEstimator.estimate(x, new double[] {1, Double.NaN, 2}, x, y, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y0 must be finite: NaN at row 1");
  }

  @Test
  void anEstimateLiesInItsInterval() {
    assertThatThrownBy(() -> new Alignment(2.0, 0.0, 1.0, true, Alignment.Method.ISOTROPIC, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rho=2.0");
    assertThatThrownBy(
            () ->
                new Alignment(
                    Double.NaN, Double.NaN, Double.NaN, false, Alignment.Method.ISOTROPIC, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN for a reason");
  }
}
