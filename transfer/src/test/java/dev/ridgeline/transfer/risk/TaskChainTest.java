// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskChainTest {

  @Test
  void oneTaskIsRidgeAndSoIsItsBestPenalty() {
    var chain = new TaskChain(1.7, 0.6, 1.3);
    var ridge = new IsotropicTheory(1.7, 0.6, 1.3);
    for (double l : new double[] {0.0, 0.2, 3.0}) {
      assertThat(chain.distance(l)).isCloseTo(ridge.distance(ridge.shrinkage(l), 1), within(1e-12));
    }
    OptimalPenalty best = chain.bestFixed(1);
    assertThat(best.lambda()).isCloseTo(ridge.sourceOptimal().lambda(), within(1e-4));
    assertThat(chain.bestSchedule(1)[0]).isCloseTo(ridge.sourceOptimal().lambda(), within(1e-12));
    assertThat(chain.distance(Double.POSITIVE_INFINITY)).isCloseTo(1.69, within(1e-12));
    assertThat(new TaskChain(1, 1, 1).distance(0, 0)).isInfinite();
  }

  /** Values of an independent program: gamma 2, sigma .5, |w| = 1. */
  @ParameterizedTest
  @CsvSource({
    "10,2.6245037,0.0956252229,0.0814216437",
    "100,27.139656,0.0101782498,0.00550178828",
    "1000,219.52006,0.00125842089,0.000507037217"
  })
  void bestPenaltiesAndWhatTheyLeave(int tasks, double lambda, double fixed, double increasing) {
    var chain = new TaskChain(2, 0.5, 1);
    OptimalPenalty best = chain.bestFixed(tasks);
    assertThat(best.lambda()).isCloseTo(lambda, within(1e-4 * lambda));
    assertThat(best.risk()).isCloseTo(fixed, within(1e-6 * fixed));
    double[] schedule = chain.bestSchedule(tasks);
    assertThat(chain.distance(schedule)).isCloseTo(increasing, within(1e-6 * increasing));
    for (int t = 1; t < tasks; t++) {
      assertThat(schedule[t]).isGreaterThan(schedule[t - 1]);
    }
  }

  @Test
  void theFixedPenaltyGrowsAsTasksOverTheirLogarithmAndCostsTheLogarithm() {
    var chain = new TaskChain(2, 0.5, 1);
    double before = 1.0;
    for (int tasks : new int[] {100, 1000, 10_000}) {
      double ratio = chain.bestFixed(tasks).lambda() / chain.fixedLimit(tasks);
      assertThat(Math.abs(ratio - 1)).isLessThan(before).isLessThan(0.1);
      before = Math.abs(ratio - 1);
    }
    assertThat(before).isLessThan(0.002);
    // The best schedule has the rate of all rows pooled, gamma sigma^2/T.
    assertThat(chain.distance(chain.bestSchedule(10_000)) * 10_000 / 0.5)
        .isCloseTo(1.0, within(0.003));
    double log = Math.log(4.0 * 10_000 / 0.5);
    assertThat(chain.bestFixed(10_000).risk() * 10_000 / 0.5)
        .isCloseTo((log + 1) / 4, within(0.01 * log / 4));
  }

  @ParameterizedTest
  @CsvSource({"2,0.5", "0.6,1", "1,0.3"})
  void noOtherScheduleLeavesLess(double gamma, double noise) {
    var chain = new TaskChain(gamma, noise, 1);
    double[] best = chain.bestSchedule(7);
    double least = chain.distance(best);
    assertThat(least).isLessThan(chain.bestFixed(7).risk());
    Random random = new Random(9);
    for (int trial = 0; trial < 3000; trial++) {
      double[] other = best.clone();
      double width = Math.pow(10, -3 * random.nextDouble());
      for (int t = 0; t < other.length; t++) {
        other[t] *= Math.exp(width * random.nextGaussian());
      }
      assertThat(chain.distance(other)).as("seed 9, trial %s", trial).isGreaterThan(least);
    }
  }

  /** p 80, 40 rows a task, 5 tasks, 60 chains, seed 6. */
  @Test
  void distancesAreThoseOfSimulatedChains() {
    int p = 80;
    int n = 40;
    int chains = 60;
    var chain = new TaskChain(2, 0.5, 1);
    double[] fixed = new double[5];
    java.util.Arrays.fill(fixed, chain.bestFixed(5).lambda());
    for (double[] penalties : new double[][] {fixed, chain.bestSchedule(5)}) {
      Draws draws = new Draws(6);
      double mean = 0.0;
      double square = 0.0;
      for (int c = 0; c < chains; c++) {
        double distance = simulate(draws, p, n, penalties);
        mean += distance / chains;
        square += distance * distance / chains;
      }
      double error = Math.sqrt((square - mean * mean) / (chains - 1));
      assertThat(mean)
          .as("seed 6, standard error %s", error)
          .isCloseTo(chain.distance(penalties), within(3.5 * error + 0.01));
    }
  }

  private static double simulate(Draws draws, int p, int n, double[] penalties) {
    RealVector w = new ArrayRealVector(draws.vector(p)).unitVector();
    RealVector b = new ArrayRealVector(p);
    for (double penalty : penalties) {
      double[][] x = draws.design(n, Covariance.isotropic(p));
      var m = new Array2DRowRealMatrix(x);
      RealVector residual = m.operate(w.subtract(b));
      for (int i = 0; i < n; i++) {
        residual.addToEntry(i, 0.5 * draws.gaussian());
      }
      b = b.add(Draws.resolvent(x, penalty).operate(m.transpose().operate(residual)));
    }
    return Math.pow(b.getDistance(w), 2);
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new TaskChain(0, 1, 1)).hasMessageContaining("gamma");
    assertThatThrownBy(() -> new TaskChain(1, 1, 1).bestFixed(0)).hasMessageContaining("tasks=0");
    assertThatThrownBy(() -> new TaskChain(1, 1, 1).distance(-1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("penalty=-1.0");
    assertThatThrownBy(() -> new TaskChain(8, 1, 1).fixedLimit(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ln(4 T");
  }
}
