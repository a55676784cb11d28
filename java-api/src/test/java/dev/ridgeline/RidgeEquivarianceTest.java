// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fit owes to a table that is the same in other units, another order, another place. */
@ExtendWith(Seed.class)
class RidgeEquivarianceTest {
  private static final double[] MU = {1e-6, 1e-3, 0.1, 1, 30, 1e4};

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(1).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Tables of every side and preparation. */
  enum Kind {
    TALL(30, 8, false),
    TALL_PLAIN(25, 6, false),
    TALL_WEIGHTED(30, 8, true),
    TALL_FREE(30, 8, true),
    NEARLY_SQUARE(9, 8, false),
    WIDE(9, 20, false),
    WIDE_PLAIN(9, 20, true),
    WIDE_WEIGHTED(9, 20, true),
    WIDE_FREE(9, 20, true);

    private final int n;
    private final int p;
    private final boolean weighted;

    Kind(int n, int p, boolean weighted) {
      this.n = n;
      this.p = p;
      this.weighted = weighted;
    }

    Preparation preparation() {
      return switch (this) {
        case TALL, NEARLY_SQUARE, WIDE -> Preparation.DEFAULT;
        case TALL_PLAIN, WIDE_PLAIN -> Preparation.DEFAULT.withoutIntercept();
        case TALL_WEIGHTED, WIDE_WEIGHTED -> Preparation.DEFAULT.standardized();
        case TALL_FREE -> Preparation.DEFAULT.standardized().unpenalised(1, 4);
        case WIDE_FREE -> Preparation.DEFAULT.unpenalised(1, 4);
      };
    }

    Data draw(RandomGenerator random) {
      double[][] x = new double[n][p];
      double[][] y = new double[n][2];
      double[] v = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < p; j++) {
          x[i][j] = 1 + j % 3 + random.nextGaussian();
        }
        for (int t = 0; t < 2; t++) {
          y[i][t] = 3 + x[i][t] - x[i][p - 1] + 0.3 * random.nextGaussian();
        }
        v[i] = weighted ? 0.1 + random.nextDouble() : 1;
      }
      return new Data(x, y, v);
    }
  }

  record Data(double[][] x, double[][] y, double[] v) {
    Data scaled(double byX, double byY, double byV) {
      return new Data(times(x, byX), times(y, byY), Arrays.stream(v).map(w -> w * byV).toArray());
    }

    private static double[][] times(double[][] a, double by) {
      return Arrays.stream(a)
          .map(row -> Arrays.stream(row).map(z -> z * by).toArray())
          .toArray(double[][]::new);
    }

    Data rows(int[] order) {
      return new Data(
          Arrays.stream(order).mapToObj(i -> x[i]).toArray(double[][]::new),
          Arrays.stream(order).mapToObj(i -> y[i]).toArray(double[][]::new),
          Arrays.stream(order).mapToDouble(i -> v[i]).toArray());
    }
  }

  private static RidgeFit fit(Data data, Preparation preparation, double... mu) {
    Sample sample = Sample.of(Matrix.ofRows(data.x), Matrix.ofRows(data.y));
    boolean plain = Arrays.stream(data.v).allMatch(v -> v == 1);
    return RidgeCv.on(ridgeline)
        .penalties(LambdaGrid.of(LambdaScale.SUM, mu))
        .preparation(preparation)
        .keepingAllCoefficients()
        .keepingErrors()
        .fit(plain ? sample : sample.withWeights(data.v));
  }

  private static double[] times(double[] a, double by) {
    return Arrays.stream(a).map(z -> z * by).toArray();
  }

  private static double[] pick(double[] a, int[] order) {
    return Arrays.stream(order).mapToDouble(i -> a[i]).toArray();
  }

  private static int[] shuffled(int n, RandomGenerator random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private static void assertNear(double[] actual, double[] expected, double tolerance) {
    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("%s at %d, not %s", actual[i], i, expected[i])
          .isLessThanOrEqualTo(tolerance * size);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfRowsDoesNotMatter(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    int[] order = shuffled(kind.n, random);
    RidgeFit plain = fit(data, kind.preparation(), MU);
    RidgeFit turned = fit(data.rows(order), kind.preparation(), MU);
    for (int j = 0; j < MU.length; j++) {
      for (int t = 0; t < 2; t++) {
        assertNear(turned.coefficients(j).column(t), plain.coefficients(j).column(t), 1e-10);
        double[] errors = pick(plain.leaveOneOutErrors(j, t), order);
        assertNear(turned.leaveOneOutErrors(j, t), errors, 1e-10);
      }
    }
    assertThat(turned.best(0)).isEqualTo(plain.best(0));
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfColumnsDoesNotMatter(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    int[] order = shuffled(kind.p, random);
    double[][] x = Arrays.stream(data.x).map(row -> pick(row, order)).toArray(double[][]::new);
    int[] free =
        IntStream.range(0, kind.p)
            .filter(j -> contains(kind.preparation().unpenalised(), order[j]))
            .toArray();
    RidgeFit plain = fit(data, kind.preparation(), MU);
    RidgeFit turned = fit(new Data(x, data.y, data.v), kind.preparation().unpenalised(free), MU);
    for (int j = 0; j < MU.length; j++) {
      for (int t = 0; t < 2; t++) {
        double[] b = pick(plain.coefficients(j).column(t), order);
        assertNear(turned.coefficients(j).column(t), b, 1e-10);
        assertNear(turned.leaveOneOutErrors(j, t), plain.leaveOneOutErrors(j, t), 1e-10);
      }
    }
  }

  private static boolean contains(int[] all, int one) {
    return IntStream.of(all).anyMatch(j -> j == one);
  }

  @ParameterizedTest
  @EnumSource
  void powersOfTwoChangeNoBit(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    RidgeFit plain = fit(data, kind.preparation(), MU);
    int[][] exponents = {
      {3, -5}, {-40, 60}, {120, -130}, {-150, 150}, {400, 0}, {-420, -300}, {600, 500}
    };
    for (int[] e : exponents) {
      double byX = Math.scalb(1.0, e[0]);
      double byY = Math.scalb(1.0, e[1]);
      // standardised columns have no unit
      double byMu = kind.preparation().standardize() ? 1 : byX * byX;
      if (Double.isInfinite(byMu)) {
        continue;
      }
      RidgeFit scaled = fit(data.scaled(byX, byY, 1), kind.preparation(), times(MU, byMu));
      for (int t = 0; t < 2; t++) {
        for (int j = 0; j < MU.length; j++) {
          assertThat(scaled.coefficients(j).column(t))
              .as("x 2^%d, y 2^%d, penalty %s", e[0], e[1], MU[j])
              .isEqualTo(times(plain.coefficients(j).column(t), byY / byX));
          assertThat(scaled.intercepts(j)[t]).isEqualTo(plain.intercepts(j)[t] * byY);
          assertThat(scaled.leaveOneOutErrors(j, t))
              .isEqualTo(times(plain.leaveOneOutErrors(j, t), byY));
          assertThat(scaled.effectiveDegreesOfFreedom(j))
              .isEqualTo(plain.effectiveDegreesOfFreedom(j));
        }
        assertThat(scaled.scores(t)).isEqualTo(times(times(plain.scores(t), byY), byY));
        assertThat(scaled.best(t)).isEqualTo(plain.best(t));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void powersOfTenChangeRoundingOnly(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    RidgeFit plain = fit(data, kind.preparation(), MU);
    for (double by : new double[] {10, 1e-3, 1e100, 1e-200}) {
      double byMu = kind.preparation().standardize() ? 1 : by * by;
      if (byMu == 0 || byMu > 1e300) {
        continue;
      }
      RidgeFit scaled = fit(data.scaled(by, by, 1), kind.preparation(), times(MU, byMu));
      for (int j = 0; j < MU.length; j++) {
        for (int t = 0; t < 2; t++) {
          double[] b = plain.coefficients(j).column(t);
          assertNear(scaled.coefficients(j).column(t), b, 1e-10);
          double[] errors = times(plain.leaveOneOutErrors(j, t), by);
          assertNear(scaled.leaveOneOutErrors(j, t), errors, 1e-10);
        }
      }
      assertThat(scaled.best(0)).isEqualTo(plain.best(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheRatioOfWeightsAndPenaltyMatters(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    RidgeFit plain = fit(data.scaled(1, 1, 4), kind.preparation(), times(MU, 4));
    RidgeFit exact = fit(data.scaled(1, 1, 64), kind.preparation(), times(MU, 64));
    RidgeFit near = fit(data.scaled(1, 1, 3e5), kind.preparation(), times(MU, 3e5));
    for (int j = 0; j < MU.length; j++) {
      for (int t = 0; t < 2; t++) {
        double[] b = plain.coefficients(j).column(t);
        double[] errors = plain.leaveOneOutErrors(j, t);
        assertThat(exact.coefficients(j).column(t)).isEqualTo(b);
        assertThat(exact.leaveOneOutErrors(j, t)).isEqualTo(errors);
        assertNear(near.coefficients(j).column(t), b, 1e-10);
        assertNear(near.leaveOneOutErrors(j, t), errors, 1e-10);
      }
    }
    assertThat(exact.scores(0)).isEqualTo(plain.scores(0));
    assertNear(near.scores(0), plain.scores(0), 1e-10);
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptTakesWhateverIsAdded(Kind kind, RandomGenerator random) {
    if (!kind.preparation().intercept()) {
      return;
    }
    Data data = kind.draw(random);
    double[][] x =
        Arrays.stream(data.x)
            .map(row -> IntStream.range(0, kind.p).mapToDouble(j -> row[j] + 100 * j).toArray())
            .toArray(double[][]::new);
    double[][] y =
        Arrays.stream(data.y)
            .map(row -> Arrays.stream(row).map(z -> z - 1000).toArray())
            .toArray(double[][]::new);
    RidgeFit plain = fit(data, kind.preparation(), MU);
    RidgeFit moved = fit(new Data(x, y, data.v), kind.preparation(), MU);
    for (int j = 0; j < MU.length; j++) {
      for (int t = 0; t < 2; t++) {
        double[] b = plain.coefficients(j).column(t);
        // the sums themselves are rounded, to 1e3 eps
        assertNear(moved.coefficients(j).column(t), b, 1e-9);
        assertNear(moved.leaveOneOutErrors(j, t), plain.leaveOneOutErrors(j, t), 1e-9);
        double expected = plain.intercepts(j)[t] - 1000;
        for (int k = 0; k < kind.p; k++) {
          expected -= 100 * k * b[k];
        }
        assertNear(new double[] {moved.intercepts(j)[t]}, new double[] {expected}, 1e-9);
      }
    }
  }
}
