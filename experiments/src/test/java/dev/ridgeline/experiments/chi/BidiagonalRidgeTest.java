// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.chi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.experiments.model.Draws;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.workbench.random.Rng;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drawn design is reduced by Householder reflections: the recurrence repeats its fits. */
final class BidiagonalRidgeTest {
  private static final LambdaGrid GRID =
      LambdaGrid.of(LambdaScale.MEAN, 0, 1e-3, 0.01, 0.012, 0.2, 0.2000001, 3, 100);

  @ParameterizedTest
  @CsvSource({"9, 21", "21, 9", "12, 12", "11, 12", "12, 11", "1, 5", "5, 1", "1, 1", "2, 2"})
  void theRecurrenceRepeatsTheFitsOfADrawnDesign(int n, int p) {
    Draws draws = new Draws(Rng.DEFAULT.start(n * 100 + p), Covariance.isotropic(p));
    double[] x = draws.design(n);
    double[] w0 = new double[p]; // the first axis: a rotation of columns brings any w0 there
    w0[0] = 1;
    double[] y = Draws.response(x, w0, 0.7, draws.vector(n));
    double[][] models = fits(x, y, n, p);
    BidiagonalRidge reduced = reduced(x, y, n, p);
    for (int a = 0; a < GRID.size(); a++) {
      double scale = Math.max(1, product(models[a], models[a]));
      assertThat(reduced.along(a)).isCloseTo(models[a][0], within(1e-10 * scale));
      double risk = product(models[a], models[a]) - 2 * models[a][0] + 1;
      assertThat(reduced.risk(a)).isCloseTo(risk, within(1e-10 * scale));
      for (int b = 0; b < GRID.size(); b++) {
        // a divided difference over neighbours 5e-7 apart keeps nine digits, others all
        double digits = Math.abs(a - b) == 1 && a + b == 9 ? 1e-8 : 1e-10;
        assertThat(reduced.product(a, b))
            .as("penalties %s, %s of %d x %d", GRID.get(a), GRID.get(b), n, p)
            .isCloseTo(product(models[a], models[b]), within(digits * scale));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"9, 21", "21, 9", "40, 3"})
  void theSpanKeepsInnerProducts(int n, int p) {
    Draws draws = new Draws(Rng.DEFAULT.start(n), Covariance.isotropic(p));
    double[] x = draws.design(n);
    BidiagonalRidge reduced = reduced(x, draws.vector(n), n, p);
    PriorSpan span = PriorSpan.of(reduced, p);
    assertThat(span.rank()).isBetween(2, Math.min(p, GRID.size() + 1));
    for (int a = 0; a < GRID.size(); a++) {
      assertThat(span.coordinates()[a][0]).isEqualTo(reduced.along(a));
      for (int b = 0; b < GRID.size(); b++) {
        assertThat(product(span.coordinates()[a], span.coordinates()[b]))
            .isCloseTo(reduced.product(a, b), within(1e-7 * reduced.product(0, 0)));
      }
    }
  }

  private static double[][] fits(double[] x, double[] y, int n, int p) {
    try (Ridgeline ridgeline = Ridgeline.builder().backend("reference").threads(1).open()) {
      RidgePath path =
          ridgeline
              .path(RidgeProblem.of(Matrix.ofRowMajor(x, n, p), Matrix.column(y)), GRID)
              .requireSuccess();
      double[][] models = new double[GRID.size()][];
      Arrays.setAll(models, path::coefficients);
      return models;
    }
  }

  /** Householder from the left on column i, from the right on row i beyond the diagonal. */
  private static BidiagonalRidge reduced(double[] design, double[] response, int n, int p) {
    double[] x = design.clone();
    double[] y = response.clone();
    BidiagonalRidge ridge = new BidiagonalRidge(GRID.toNormalEquations(n));
    for (int i = 0; i < Math.min(n, p); i++) {
      double[] column = new double[n];
      for (int k = i; k < n; k++) {
        column[k] = x[k * p + i];
      }
      reflect(column, i);
      for (int j = 0; j < p; j++) {
        apply(column, x, j, p);
      }
      apply(column, y, 0, 1);
      if (i + 1 < p) {
        double[] row = new double[p];
        System.arraycopy(x, i * p + i + 1, row, i + 1, p - i - 1);
        reflect(row, i + 1);
        for (int k = 0; k < n; k++) {
          apply(row, x, k * p, 1);
        }
      }
      double diagonal = x[i * p + i];
      double above = i + 1 < p ? x[i * p + i + 1] : 0;
      ridge.add(diagonal, above, y[i] - (i == 0 ? diagonal : 0));
    }
    return ridge;
  }

  /** The unit vector of the reflection that leaves element {@code at} alone of a vector. */
  private static void reflect(double[] v, int at) {
    v[at] += Math.copySign(Math.sqrt(product(v, v)), v[at]);
    double norm = Math.sqrt(product(v, v));
    for (int k = 0; k < v.length; k++) {
      v[k] /= norm;
    }
  }

  private static void apply(double[] v, double[] x, int from, int stride) {
    double dot = 0;
    for (int k = 0; k < v.length; k++) {
      dot += v[k] * x[from + k * stride];
    }
    for (int k = 0; k < v.length; k++) {
      x[from + k * stride] -= 2 * dot * v[k];
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
