// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuousOptimumTest {
  private static final LambdaGrid GRID =
      LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 9); // half-decades

  /** Index of the penalty nearest to exp(t). */
  private static int nearest(LambdaGrid grid, double t) {
    double[] distance = new double[grid.size()];
    for (int i = 0; i < distance.length; i++) {
      distance[i] = Math.abs(Math.log(grid.get(i)) - t);
    }
    return grid.minimizer(distance);
  }

  /** Derivatives by t = log lambda of functions whose only minimum is at the root. */
  private static Map<String, DoubleUnaryOperator> derivatives(double root) {
    return Map.of(
        "line", t -> t - root,
        "tiny line", t -> 1e-200 * (t - root),
        "huge line", t -> 1e200 * (t - root),
        "sinh", t -> Math.sinh(2 * (t - root)),
        "saturating", t -> Math.tanh(5 * (t - root)),
        "one-sided", t -> 1 - Math.exp(-(t - root)),
        "flat cubic", t -> Math.pow(t - root, 3),
        "jump", t -> t < root ? -1 : 1e-3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-6.8, -4.7, -2.0, -0.1, 0.1, 1.234567, 3.3, 4.7, 6.8})
  void theRootIsFoundTo1e10InLogLambdaInBothDirections(double root) {
    derivatives(root)
        .forEach(
            (name, derivative) -> {
              int start = nearest(GRID, root);
              for (int from : new int[] {start, Math.max(0, start - 1), Math.min(8, start + 1)}) {
                double lambda = ContinuousOptimum.find(GRID, from, derivative);
                assertThat(Math.log(lambda))
                    .as("%s, root %s, from penalty %s", name, root, GRID.get(from))
                    .isCloseTo(root, within(1e-10));
              }
            });
  }

  @Test
  void aMonotoneFunctionHasNoOptimum() {
    for (int start : new int[] {0, 4, 8}) {
      assertThat(ContinuousOptimum.find(GRID, start, t -> 1)).isNaN();
      assertThat(ContinuousOptimum.find(GRID, start, t -> -1)).isNaN();
      assertThat(ContinuousOptimum.find(GRID, start, t -> Math.exp(-t))).isNaN();
      assertThat(ContinuousOptimum.find(GRID, start, t -> -Math.exp(t))).isNaN();
    }
  }

  @Test
  void anExactZeroAtAGridPointIsThatPenaltyBitForBit() {
    double t = Math.log(GRID.get(3));
    assertThat(ContinuousOptimum.find(GRID, 3, s -> s - t)).isEqualTo(GRID.get(3));
  }

  @Test
  void anExactZeroMetOnTheWayEndsTheSearch() {
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 1, Math.E, Math.E * Math.E);
    for (int direction : new int[] {-1, 1}) {
      List<Double> asked = new ArrayList<>();
      double lambda =
          ContinuousOptimum.find(
              grid,
              1,
              t -> {
                asked.add(t);
                return asked.size() == 1 ? -direction : 0;
              });
      assertThat(lambda).isCloseTo(Math.exp(1 + direction), within(1e-13 * lambda));
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void theSearchEndsOneDecadeBeyondTheGridAndNeverAsksOutside() {
    double low = Math.log(1e-3);
    double high = Math.log(1e3);
    for (double sign : new double[] {-1, 1}) {
      List<Double> asked = new ArrayList<>();
      ContinuousOptimum.find(
          GRID,
          4,
          t -> {
            asked.add(t);
            return sign;
          });
      assertThat(asked)
          .allSatisfy(t -> assertThat(t).isBetween(low - 1e-12, high + 1e-12))
          .anySatisfy(t -> assertThat(t).isCloseTo(sign > 0 ? low : high, within(1e-12)));
    }
    double inside = Math.log(10) - 1e-6;
    double outside = Math.log(10) + 1e-6;
    for (double centre : new double[] {-3, 0, 5}) {
      LambdaGrid one = LambdaGrid.of(LambdaScale.SUM, Math.exp(centre));
      for (int side : new int[] {-1, 1}) {
        double found = ContinuousOptimum.find(one, 0, t -> t - (centre + side * inside));
        assertThat(Math.log(found)).isCloseTo(centre + side * inside, within(1e-10));
        assertThat(ContinuousOptimum.find(one, 0, t -> t - (centre + side * outside))).isNaN();
      }
    }
  }

  @Test
  void theOrderOfTheGridDoesNotMatter() {
    LambdaGrid shuffled = LambdaGrid.of(LambdaScale.SUM, 10, 0, 0.1, 100, 1, 1);
    for (int start : new int[] {0, 2, 3, 4, 5}) {
      for (double root : new double[] {Math.log(0.011), 0.4, Math.log(990)}) {
        assertThat(Math.log(ContinuousOptimum.find(shuffled, start, t -> t - root)))
            .as("start %d root %s", start, root)
            .isCloseTo(root, within(1e-10));
      }
    }
  }

  @Test
  void equalPenaltiesCountAsOnePoint() {
    LambdaGrid equal = LambdaGrid.of(LambdaScale.SUM, 2, 2, 2);
    assertThat(ContinuousOptimum.find(equal, 0, t -> t - 1)).isCloseTo(Math.E, within(1e-9));
  }

  @Test
  void aDerivativeThatIsNoNumberHasNoOptimum() {
    assertThat(ContinuousOptimum.find(GRID, 4, t -> Double.NaN)).isNaN();
    assertThat(ContinuousOptimum.find(GRID, 4, t -> t > 1 ? Double.NaN : -1)).isNaN();
    assertThat(ContinuousOptimum.find(GRID, 4, t -> t < -1 ? Double.NaN : 1)).isNaN();
    // at the start alone
    assertThat(ContinuousOptimum.find(GRID, 4, t -> Math.abs(t) < 0.5 ? Double.NaN : -1)).isNaN();
    assertThat(ContinuousOptimum.find(GRID, 4, t -> Math.abs(t) < 0.5 ? Double.NaN : 1)).isNaN();
  }

  @Test
  void aGridMinimumAtPenaltyZeroIsFollowedUpFromTheSmallestPositivePenalty() {
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 10, 0, 1, 100);
    assertThat(Math.log(ContinuousOptimum.find(grid, 1, t -> t + 2))).isCloseTo(-2, within(1e-10));
    // lower still at zero: the optimum is no positive penalty within the range
    assertThat(ContinuousOptimum.find(grid, 1, t -> 1)).isNaN();
    // a hill between zero and the smallest positive penalty: what lies uphill is no optimum
    assertThat(ContinuousOptimum.find(grid, 1, t -> t - 2)).isNaN();
    assertThat(ContinuousOptimum.find(LambdaGrid.of(LambdaScale.SUM, 0), 0, t -> t)).isNaN();
  }
}
