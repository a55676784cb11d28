// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LawsTest {
  private static final int ROWS = 5000;
  private static final int SEEDS = 6;

  static List<Law> laws() {
    List<Law> laws = new ArrayList<>(PeerLaws.choices());
    laws.addAll(PeerLaws.regimes());
    laws.add(new WideLaw(0));
    laws.add(new WideLaw(8));
    laws.add(new OtherLaw(0));
    laws.add(new OtherLaw(60));
    return laws;
  }

  /** Mean and standard error. */
  private static double[] mean(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new double[] {mean, Math.sqrt(square / (values.length - 1.0) / values.length)};
  }

  @ParameterizedTest
  @MethodSource("laws")
  void excessIsTheMeanSquaredErrorOnFreshRowsLessThatOfTheTruth(Law law) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = law.draw(seed).task();
      Draws draws = new Draws("fresh", seed);
      double[] b = Law.related(task.w(), 0.7, 0.3 * Math.sqrt(dot(task.w(), task.w())), draws);
      double constant = task.intercept() + 0.1 * Math.sqrt(task.variance());
      Sample fresh = task.draw(ROWS, draws);
      double[] y = fresh.y().column(0);
      double[] differences = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double model = y[i] - constant;
        double truth = y[i] - task.intercept();
        for (int j = 0; j < b.length; j++) {
          model -= fresh.x().get(i, j) * b[j];
          truth -= fresh.x().get(i, j) * task.w()[j];
        }
        differences[i] = (model - truth) * (model + truth);
      }
      double[] measured = mean(differences);
      // five standard errors: false about once in a million
      assertThat(task.excess(b, constant))
          .as("law=%s, seed=%d, standard error=%g", law.name(), seed, measured[1])
          .isBetween(measured[0] - 5 * measured[1], measured[0] + 5 * measured[1]);
      assertThat(task.excess(task.w(), task.intercept())).isZero();
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void noiseHasMeanZeroAndItsSpread(Noise noise) {
    Draws draws = new Draws("noise", 1);
    int count = 200_000;
    double[] values = new double[count];
    double[] squares = new double[count];
    double[] inside = new double[count];
    // Student's t with 3 degrees lies within .7649 in half of all cases; here it has variance 1
    double quartile = 0.764892 / Math.sqrt(3);
    for (int i = 0; i < count; i++) {
      values[i] = noise.draw(draws, draws.normal());
      squares[i] = values[i] * values[i];
      inside[i] = Math.abs(values[i]) < quartile ? 1 : 0;
    }
    double[] centre = mean(values);
    assertThat(centre[0]).isBetween(-5 * centre[1], 5 * centre[1]);
    // squares of t3 have no variance, so its quartiles are asked
    double[] spread = mean(noise == Noise.T3 ? inside : squares);
    assertThat(spread[0] - (noise == Noise.T3 ? 0.5 : 1)).isBetween(-5 * spread[1], 5 * spread[1]);
  }

  @Test
  void binaryFeaturesHaveTheCovarianceOfTheirRows() {
    int p = 4;
    Features features = Features.binary(Law.neighbours(p, 0.9));
    Draws draws = new Draws("binary", 1);
    double[] d = {1, -2, 0.5, 1.5};
    double[] products = new double[100_000];
    for (int i = 0; i < products.length; i++) {
      double[] row = features.row(draws);
      double sum = 0;
      for (int j = 0; j < p; j++) {
        sum += d[j] * (row[j] - features.mean(j));
      }
      products[i] = sum * sum;
    }
    double[] measured = mean(products);
    assertThat(features.variance(d))
        .isBetween(measured[0] - 5 * measured[1], measured[0] + 5 * measured[1]);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void theSeedDecidesTheProblem(Law law) {
    Problem one = law.draw(3);
    Problem same = law.draw(3);
    Problem other = law.draw(4);
    assertThat(numbers(same.source().x())).isEqualTo(numbers(one.source().x()));
    assertThat(numbers(same.target().y())).isEqualTo(numbers(one.target().y()));
    assertThat(numbers(other.target().y())).isNotEqualTo(numbers(one.target().y()));
  }

  private static double[] numbers(Matrix matrix) {
    double[] all = new double[matrix.rows() * matrix.columns()];
    for (int c = 0; c < matrix.columns(); c++) {
      System.arraycopy(matrix.column(c), 0, all, c * matrix.rows(), matrix.rows());
    }
    return all;
  }

  @Test
  void theNumberOfTargetRowsCanBeFixed() {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(new WideLaw(15).draw(seed).target().rows()).isEqualTo(15);
      assertThat(new OtherLaw(30).draw(seed).target().rows()).isEqualTo(30);
    }
  }
}
