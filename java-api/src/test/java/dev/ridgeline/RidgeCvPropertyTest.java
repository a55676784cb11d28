// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.testing.Problems;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 200 random problems: seeds 0 to 199, four at a time with each name. */
class RidgeCvPropertyTest {
  private static final int PROBLEMS = 200;
  private static Ridgeline ridgeline;

  /** A problem: with and without intercept, weights, unpenalised column, more columns than rows. */
  private record Problem(
      double[][] x, double[] y, double[] v, Preparation how, double[] d, double mu) {
    static Problem draw(int seed) {
      Random random = new Random(seed);
      int n = 5 + random.nextInt(20);
      int p = 1 + random.nextInt(30);
      double[][] x = Problems.normal(random, n, p);
      double offset = random.nextBoolean() ? 0 : 10 * random.nextGaussian();
      for (double[] row : x) {
        for (int j = 0; j < p; j++) {
          row[j] += offset;
        }
      }
      double[] y = Problems.response(random, x, Problems.normal(random, p), 1);
      double[] v = Problems.ones(n);
      if (random.nextBoolean()) {
        Arrays.setAll(v, i -> random.nextDouble() + 0.1);
      }
      Preparation how =
          random.nextInt(4) > 0 ? Preparation.DEFAULT : Preparation.DEFAULT.withoutIntercept();
      double[] d = Problems.ones(p);
      if (p > 1 && random.nextInt(3) == 0) {
        int free = random.nextInt(p);
        how = how.unpenalised(free);
        d[free] = 0;
      }
      return new Problem(x, y, v, how, d, Math.pow(10, 4 * random.nextDouble() - 2));
    }

    RidgeFit fit(double factor) {
      double[] scaled = Arrays.stream(v).map(w -> factor * w).toArray();
      return RidgeCv.on(ridgeline)
          .penalties(LambdaGrid.of(LambdaScale.SUM, factor * mu))
          .preparation(how)
          .fit(Sample.of(x, y).withWeights(scaled));
    }
  }

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void leaveOneOutEqualsRefittingWithoutEachRow(int part) {
    for (int seed = part; seed < PROBLEMS; seed += 4) {
      Problem p = Problem.draw(seed);
      RidgeFit fit = p.fit(1);
      double[] b0 = new double[p.d.length];
      double[] expected = Problems.leftOut(p.x, p.y, p.v, p.mu, p.d, b0, p.how.intercept());
      double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();

      assertThat(fit.leaveOneOutErrors(0, 0))
          .as("seed %d", seed)
          .containsExactly(expected, within(1e-9 * size));
      double loss = Problems.meanSquare(expected, p.v);
      assertThat(fit.scores(0)[0]).as("seed %d", seed).isCloseTo(loss, within(1e-9 * loss));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void coefficientsMinimizeWhatTheyClaim(int part) {
    for (int seed = part; seed < PROBLEMS; seed += 4) {
      Problem p = Problem.draw(seed);
      double[] expected =
          Problems.solve(p.x, p.y, p.v, p.mu, p.d, new double[p.d.length], p.how.intercept());
      RidgeFit fit = p.fit(1);
      double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();

      assertThat(fit.coefficients().column(0))
          .as("seed %d", seed)
          .containsExactly(Arrays.copyOf(expected, p.d.length), within(1e-9 * size));
      assertThat(fit.intercepts()[0])
          .as("seed %d", seed)
          .isCloseTo(expected[p.d.length], within(1e-8 * size));
      assertThat(fit.residual(0)).as("seed %d", seed).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void weightsScaleWithThePenaltyAndRowsMayComeInAnyOrder(int part) {
    for (int seed = part; seed < PROBLEMS; seed += 4) {
      Problem p = Problem.draw(seed);
      RidgeFit fit = p.fit(1);
      double[] b = fit.coefficients().column(0);
      double size = Arrays.stream(b).map(Math::abs).max().orElseThrow();

      assertThat(p.fit(37).coefficients().column(0))
          .as("weights and penalty times 37, seed %d", seed)
          .containsExactly(b, within(1e-9 * size));

      int n = p.y.length;
      int[] reversed = new int[n];
      Arrays.setAll(reversed, i -> n - 1 - i);
      RidgeFit turned =
          RidgeCv.on(ridgeline)
              .penalties(LambdaGrid.of(LambdaScale.SUM, p.mu))
              .preparation(p.how)
              .fit(Sample.of(p.x, p.y).withWeights(p.v).rows(reversed));
      assertThat(turned.coefficients().column(0))
          .as("rows reversed, seed %d", seed)
          .containsExactly(b, within(1e-9 * size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aConstantAddedToTheResponseMovesOnlyTheIntercept(int part) {
    for (int seed = part; seed < PROBLEMS; seed += 4) {
      Problem p = Problem.draw(seed);
      if (!p.how.intercept()) {
        continue;
      }
      RidgeFit fit = p.fit(1);
      double[] b = fit.coefficients().column(0);
      double[] moved = Arrays.stream(p.y).map(y -> y + 100).toArray();
      RidgeFit other = new Problem(p.x, moved, p.v, p.how, p.d, p.mu).fit(1);
      double size = Arrays.stream(b).map(Math::abs).max().orElseThrow();

      assertThat(other.coefficients().column(0))
          .as("seed %d", seed)
          .containsExactly(b, within(1e-8 * size));
      assertThat(other.intercepts()[0] - 100)
          .as("seed %d", seed)
          .isCloseTo(fit.intercepts()[0], within(1e-8 * (size + 100)));
    }
  }
}
