// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a decomposed table against refitting. */
class DesignTest {
  private static final int P = 9;
  private static final double MU = 1.4;
  private static Ridgeline ridgeline;

  private final Random random = new Random(41);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Sizes of columns a factor of 1e6 apart, so that squares do not do for all of them. */
  private double[][] table(int n) {
    double[][] x = Problems.normal(random, n, P);
    for (double[] row : x) {
      row[1] = 1000 * row[1] + 3;
      row[4] = 0.1 * row[4] - 1;
      row[7] = 1e-3 * row[7];
    }
    return x;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 14, 40})
  void unpenalisedAndConstantColumnsTakeNoPartInTheSpectrum(int n) {
    double[][] x = table(n);
    for (double[] row : x) {
      row[8] = 0.3;
    }
    double[] y = Problems.response(random, x, new double[] {1, 2, 3, 4, 5, 6, 7, 8, 0}, 0.5);
    for (int[] free : new int[][] {{}, {4}, {2, 5}, {1, 3}, {7}, {0, 1, 4}}) {
      double[] d = Problems.ones(P);
      for (int column : free) {
        d[column] = 0;
      }
      Preparation how = Preparation.DEFAULT.unpenalised(free);
      double[] expected = Problems.leftOut(x, y, Problems.ones(n), MU, d, new double[P], true);
      double[] b = Problems.solve(x, y, Problems.ones(n), MU, d, new double[P], true);
      try (Design design = Design.of(ridgeline, Sample.of(x, y), how)) {
        String what = Arrays.toString(free);
        assertThat(design.eigenvalues()).as(what).hasSize(Math.min(n - 1, 8) - overlap(n, free));
        assertThat(design.leaveOneOutErrors(design.responses(), MU))
            .as(what)
            .containsExactly(expected, within(1e-9 * largest(expected)));
        double[] solved = design.solve(design.responses(), MU);
        double intercept = design.toTable(solved, 0);
        assertThat(solved).as(what).containsExactly(Arrays.copyOf(b, P), within(1e-9 * largest(b)));
        assertThat(intercept).as(what).isCloseTo(b[P], within(1e-8 * largest(b)));
      }
    }
  }

  /** Unpenalised columns take directions away: of the rows where these are fewer. */
  private static int overlap(int n, int[] free) {
    int directions = n - 1 - free.length;
    return Math.min(n - 1, 8) - Math.min(directions, 8 - free.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 14})
  void rowsOfWeightZeroAreAsIfTheyWereNotThere(int n) {
    double[][] x = Arrays.copyOf(table(n), 2 * n);
    double[] y = Arrays.copyOf(Problems.normal(random, n), 2 * n);
    double[] v = new double[2 * n];
    for (int i = 0; i < n; i++) {
      v[i] = 0.5 + random.nextDouble();
      x[n + i] = Problems.normal(random, P);
      y[n + i] = 1e6;
    }
    Sample all = Sample.of(x, y).withWeights(v);
    Sample active =
        Sample.of(Arrays.copyOf(x, n), Arrays.copyOf(y, n)).withWeights(Arrays.copyOf(v, n));
    try (Design design = Design.of(ridgeline, all, Preparation.DEFAULT);
        Design without = Design.of(ridgeline, active, Preparation.DEFAULT)) {
      assertThat(design.rows()).isEqualTo(n);
      assertThat(design.roots()).containsExactly(without.roots());
      assertThat(design.gcv(design.responses(), 0, s -> MU / (s + MU)))
          .isEqualTo(without.gcv(without.responses(), 0, s -> MU / (s + MU)));
      double[] errors = design.leaveOneOutErrors(design.responses(), MU);
      assertThat(errors).containsExactly(without.leaveOneOutErrors(without.responses(), MU));
      double[] inOrder = design.inOrder(errors, 0);
      assertThat(Arrays.copyOf(inOrder, n)).containsExactly(without.inOrder(errors, 0));
      assertThat(Arrays.copyOfRange(inOrder, n, 2 * n)).containsOnly(Double.NaN);
      double[] b = without.solve(without.responses(), MU);
      assertThat(design.residual(null, b, 0, MU)).isLessThan(1e-12);
    }
  }

  @Test
  void afterCloseEveryQuestionIsRefused() {
    double[][] x = table(5);
    Design design =
        Design.of(ridgeline, Sample.of(x, Problems.normal(random, 5)), Preparation.DEFAULT);
    design.close();
    assertThatThrownBy(() -> design.leaveOneOutErrors(design.responses(), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this Design is closed");
    assertThatThrownBy(() -> design.image(Matrix.column(new double[P]), 0))
        .isInstanceOf(IllegalStateException.class);
    assertThat(design).hasToString("Design[5 x 9, DUAL]");
  }

  @Test
  void conditionOfAFitIsThatOfTheDecomposedTable() {
    for (int n : new int[] {6, P, P + 1, 40}) {
      for (int zero : new int[] {-1, 3}) {
        for (int[] free : new int[][] {{}, {2}}) {
          double[][] x = Problems.normal(random, n, P);
          for (double[] row : x) {
            row[1] *= 30;
            row[zero < 0 ? 4 : zero] *= zero < 0 ? 1 : 0;
          }
          Sample sample = Sample.of(x, Problems.response(random, x, new double[P], 1));
          Preparation how = Preparation.DEFAULT.unpenalised(free);
          LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 1e-9, 0.01, 50);
          RidgeFit fit = RidgeCv.on(ridgeline).penalties(grid).preparation(how).fit(sample);
          try (Design design = Design.of(ridgeline, sample, how)) {
            for (int l = 0; l < grid.size(); l++) {
              double expected = design.condition(grid.get(l));
              assertThat(fit.condition(l))
                  .as(
                      "n=%d zero=%d free=%s penalty %s",
                      n, zero, Arrays.toString(free), grid.get(l))
                  .isCloseTo(expected, within(1e-5 * expected));
            }
          }
        }
      }
    }
  }
}
