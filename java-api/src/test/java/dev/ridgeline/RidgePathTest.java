// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.testing.DirectRidge;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RidgePathTest {
  private static final LambdaGrid LADDER =
      LambdaGrid.of(LambdaScale.SUM, 1e-3, 0.02, 0.3, 1, 7, 40, 1e3, 1e9, 1e15);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,5", "5,1", "3,2", "7,7", "12,30", "30,12", "33,32", "32,33"})
  void equalsTheDirectSolutionForEveryPenalty(int n, int p) {
    double[][] x = DirectRidge.gaussian(n, p, 100 * n + p);
    double[] y = DirectRidge.gaussian(n, 7 + n);
    RidgePath path = ridgeline.path(RidgeProblem.of(x, y), LADDER).requireSuccess();
    for (int j = 0; j < LADDER.size(); j++) {
      double[] expected = DirectRidge.solve(x, y, LADDER.get(j));
      double[] actual = path.coefficients(j);
      double scale = Math.sqrt(DirectRidge.dot(expected, expected));
      for (int k = 0; k < p; k++) {
        assertThat(actual[k])
            .as("n=%d p=%d lambda=%s coefficient %d", n, p, LADDER.get(j), k)
            .isCloseTo(expected[k], within(1e-10 * scale));
      }
      assertThat(path.route(0, j).side()).isEqualTo(n <= p ? Side.DUAL : Side.PRIMAL);
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1", "6,3", "5,5", "9,20", "20,9"})
  void leaveOneOutEqualsRefittingWithoutEachRow(int n, int p) {
    double[][] x = DirectRidge.gaussian(n, p, 31 * n + p);
    double[] y = DirectRidge.gaussian(n, 3 + n);
    RidgePath path = ridgeline.path(RidgeProblem.of(x, y).withLeaveOneOut(), LADDER);
    for (int j = 0; j < LADDER.size(); j++) {
      double expected = DirectRidge.leaveOneOut(x, y, LADDER.get(j));
      assertThat(path.leaveOneOut().get(0, j, 0))
          .as("n=%d p=%d lambda=%s", n, p, LADDER.get(j))
          .isCloseTo(expected, within(1e-9 * expected));
    }
  }

  @ParameterizedTest
  @CsvSource({"6,3", "5,5", "9,20", "20,9"})
  void gcvAndDegreesOfFreedomEqualTheirDefinition(int n, int p) {
    double[][] x = DirectRidge.gaussian(n, p, 11 * n + p);
    double[] y = DirectRidge.gaussian(n, 5 + n);
    RidgePath path = ridgeline.path(RidgeProblem.of(x, y).withGcv(), LADDER);
    for (int j = 0; j < LADDER.size(); j++) {
      double mu = LADDER.get(j);
      double[] b = DirectRidge.solve(x, y, mu);
      double rss = 0;
      double df = 0;
      for (int i = 0; i < n; i++) {
        double[] unit = new double[n];
        unit[i] = 1;
        df += DirectRidge.dot(x[i], DirectRidge.solve(x, unit, mu));
        double r = y[i] - DirectRidge.dot(x[i], b);
        rss += r * r;
      }
      assertThat(path.effectiveDegreesOfFreedom(0, j)).isCloseTo(df, within(1e-9));
      double gcv = n * rss / ((n - df) * (n - df));
      // the definition itself cancels where n - df is small
      assertThat(path.gcv().get(0, j, 0)).isCloseTo(gcv, within(1e-5 * gcv));
    }
  }

  @ParameterizedTest
  @CsvSource({"8,20", "20,8", "8,8"})
  void penaltyZeroIsTheMinimumNormSolutionEvenOfARankDeficientDesign(int n, int p) {
    double[][] x = DirectRidge.gaussian(n, p, 17);
    x[1] = x[0].clone(); // a row twice
    for (double[] row : x) {
      row[2] = row[1] - row[0]; // a column that adds nothing
    }
    double[] y = DirectRidge.gaussian(n, 18);
    for (double lambda : new double[] {0, 1e-15}) {
      RidgePath path =
          ridgeline.path(RidgeProblem.of(x, y), LambdaGrid.of(LambdaScale.SUM, lambda, 1.0));
      assertThat(path.route(0, 0).method())
          .isEqualTo(lambda == 0 ? Route.Method.SPECTRUM : Route.Method.TRUNCATED_SPECTRUM);
      double[] b = path.coefficients(0);
      // a tiny penalty far above rounding approximates the limit
      double[] limit = DirectRidge.solve(x, y, 1e-7);
      for (int k = 0; k < p; k++) {
        assertThat(b[k]).as("lambda=%s", lambda).isCloseTo(limit[k], within(1e-5));
      }
    }
  }

  @Test
  void leaveOneOutAtPenaltyZeroIsThatOfTheMinimumNormFit() {
    double[][] x = DirectRidge.gaussian(9, 20, 5);
    double[] y = DirectRidge.gaussian(9, 6);
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(x, y).withLeaveOneOut(), LambdaGrid.of(LambdaScale.SUM, 0, 1));
    double expected = DirectRidge.leaveOneOut(x, y, 0);
    assertThat(path.leaveOneOut().get(0, 0, 0)).isCloseTo(expected, within(1e-9 * expected));
  }

  @Test
  void leaveOneOutOfCentredRowsAtPenaltyZeroTakesTheLimit() {
    // centred columns make the dual Gram matrix singular along the ones vector
    double[][] x = DirectRidge.gaussian(7, 15, 8);
    for (int j = 0; j < 15; j++) {
      double mean = 0;
      for (double[] row : x) {
        mean += row[j] / 7;
      }
      for (double[] row : x) {
        row[j] -= mean;
      }
    }
    double[] y = DirectRidge.gaussian(7, 9);
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(x, y).withLeaveOneOut(), LambdaGrid.of(LambdaScale.SUM, 0, 1e-6));
    double near = path.leaveOneOut().get(0, 1, 0);
    assertThat(path.route(0, 0).method()).isEqualTo(Route.Method.SPECTRUM);
    assertThat(path.leaveOneOut().get(0, 0, 0)).isCloseTo(near, within(1e-4 * near));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void leaveOneOutAtPenaltyZeroCountsARowThatAloneCarriesAFeature(long seed) {
    double[][] x = DirectRidge.gaussian(12, 4, seed);
    for (int i = 0; i < 12; i++) {
      x[i][3] = i == 5 ? 2 : 0; // leverage one: its residual and 1 - h both vanish
    }
    double[][] y = DirectRidge.gaussian(12, 2, seed + 100);
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(Matrix.ofRows(x), Matrix.ofRows(y)).withLeaveOneOut(),
            LambdaGrid.of(LambdaScale.SUM, 0, 1e-15, 1));
    for (int t = 0; t < 2; t++) {
      double[] single = new double[12];
      for (int i = 0; i < 12; i++) {
        single[i] = y[i][t];
      }
      double expected = DirectRidge.leaveOneOut(x, single, 1e-8);
      for (int j = 0; j < 2; j++) {
        assertThat(path.route(0, j).method()).isEqualTo(Route.Method.SPECTRUM);
        assertThat(path.leaveOneOut().get(0, j, t))
            .as("seed %d target %d lambda=%s", seed, t, path.lambdas().get(j))
            .isCloseTo(expected, within(1e-6 * expected));
      }
    }
  }

  @Test
  void fewPenaltiesTakeCholeskyAndManyTakeOneReduction() {
    double[][] x = DirectRidge.gaussian(10, 6, 1);
    double[] y = DirectRidge.gaussian(10, 2);
    RidgePath one = ridgeline.path(RidgeProblem.of(x, y), LambdaGrid.of(LambdaScale.SUM, 0.3));
    RidgePath many = ridgeline.path(RidgeProblem.of(x, y), LADDER);
    assertThat(one.route(0, 0))
        .isEqualTo(new Route("reference", Side.PRIMAL, Route.Method.CHOLESKY));
    assertThat(many.route(0, 2).method()).isEqualTo(Route.Method.TRIDIAGONAL);
    for (int k = 0; k < 6; k++) {
      assertThat(one.coefficients(0)[k]).isCloseTo(many.coefficients(2)[k], within(1e-12));
    }
  }

  @Test
  void manyTargetsAreTheirProblemsSideBySide() {
    double[][] x = DirectRidge.gaussian(12, 20, 3);
    double[][] y = DirectRidge.gaussian(12, 4, 4);
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(Matrix.ofRows(x), Matrix.ofRows(y)).withLeaveOneOut(), LADDER);
    for (int t = 0; t < 4; t++) {
      double[] single = new double[12];
      for (int i = 0; i < 12; i++) {
        single[i] = y[i][t];
      }
      RidgePath alone = ridgeline.path(RidgeProblem.of(x, single).withLeaveOneOut(), LADDER);
      for (int j = 0; j < LADDER.size(); j++) {
        assertThat(path.coefficients(0, j, t)).isEqualTo(alone.coefficients(j));
        assertThat(path.leaveOneOut().get(0, j, t)).isEqualTo(alone.leaveOneOut().get(0, j, 0));
      }
    }
  }

  @Test
  void everyLayoutOfTheSameDesignGivesTheSameAnswer() {
    int n = 9;
    int p = 4;
    double[][] x = DirectRidge.gaussian(n, p, 21);
    double[] y = DirectRidge.gaussian(n, 22);
    double[] columnMajor = new double[40];
    double[] strided = new double[60];
    Arrays.fill(strided, Double.NaN);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        columnMajor[i + j * n] = x[i][j];
        strided[3 + i * 6 + j] = x[i][j];
      }
    }
    Matrix target = Matrix.column(y);
    double[] expected = DirectRidge.solve(x, y, 0.5);
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 0.5);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(8L * n * p);
      MemorySegment.copy(columnMajor, 0, segment, ValueLayout.JAVA_DOUBLE, 0, n * p);
      for (Matrix design :
          new Matrix[] {
            Matrix.ofRows(x),
            Matrix.ofColumnMajor(columnMajor, n, p),
            Matrix.of(strided, 3, n, p, 6, Order.ROW_MAJOR),
            Matrix.ofSegment(segment, n, p, Order.COLUMN_MAJOR)
          }) {
        double[] b = ridgeline.path(RidgeProblem.of(design, target), grid).coefficients(0);
        for (int k = 0; k < p; k++) {
          assertThat(b[k]).isCloseTo(expected[k], within(1e-12));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"13,6", "6,13"})
  void aProblemAloneEqualsItselfInABatchOnAnyNumberOfThreadsAndChunks(int n, int p) {
    int count = 37;
    double[] x = DirectRidge.gaussian(n * p * count, 41);
    double[] y = DirectRidge.gaussian(n * count, 42);
    RidgeProblem batch =
        RidgeProblem.of(
                MatrixBatch.ofRowMajor(x, n, p, count), MatrixBatch.ofColumnMajor(y, n, 1, count))
            .withLeaveOneOut();
    RidgePath path = ridgeline.path(batch, LADDER);
    MemoryPlan wide = ridgeline.plan(batch, LADDER);
    try (Ridgeline narrow =
        Ridgeline.builder().backend("reference").threads(1).memoryLimit(4_000).open()) {
      assertThat(narrow.plan(batch, LADDER).chunks()).isGreaterThan(wide.chunks());
      assertThat(narrow.plan(batch, LADDER).penaltiesPerChunk()).isLessThan(LADDER.size());
      RidgePath chunked = narrow.path(batch, LADDER);
      for (int item = 0; item < count; item++) {
        RidgePath alone =
            ridgeline.path(
                RidgeProblem.of(
                        MatrixBatch.ofRowMajor(x, n, p, count).slice(item, 1),
                        MatrixBatch.ofColumnMajor(y, n, 1, count).slice(item, 1))
                    .withLeaveOneOut(),
                LADDER);
        for (int j = 0; j < LADDER.size(); j++) {
          assertThat(path.coefficients(item, j, 0)).isEqualTo(alone.coefficients(j));
          assertThat(chunked.coefficients(item, j, 0)).isEqualTo(alone.coefficients(j));
          assertThat(chunked.leaveOneOut().get(item, j, 0))
              .isEqualTo(alone.leaveOneOut().get(0, j, 0));
        }
      }
    }
  }

  @Test
  void worksInsideTheExecutorItIsGiven() throws Exception {
    double[] x = DirectRidge.gaussian(5 * 3 * 64, 51);
    double[] y = DirectRidge.gaussian(5 * 64, 52);
    RidgeProblem batch =
        RidgeProblem.of(
            MatrixBatch.ofColumnMajor(x, 5, 3, 64), MatrixBatch.ofColumnMajor(y, 5, 1, 64));
    double[] expected = ridgeline.path(batch, LADDER).coefficients(63, 8, 0);
    try (ForkJoinPool pool = new ForkJoinPool(1);
        Ridgeline inside =
            Ridgeline.builder().backend("reference").threads(4).executor(pool).open()) {
      double[] actual = pool.submit(() -> inside.path(batch, LADDER).coefficients(63, 8, 0)).get();
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void reportsProgressAndStopsWhenCancelled() {
    double[] x = DirectRidge.gaussian(5 * 3 * 64, 61);
    double[] y = DirectRidge.gaussian(5 * 64, 62);
    RidgeProblem batch =
        RidgeProblem.of(
            MatrixBatch.ofColumnMajor(x, 5, 3, 64), MatrixBatch.ofColumnMajor(y, 5, 1, 64));
    AtomicLong most = new AtomicLong();
    ridgeline.path(
        batch,
        LADDER,
        new RunControl(() -> false, (done, all) -> most.accumulateAndGet(done, Math::max)));
    assertThat(most.get()).isEqualTo(64);
    AtomicLong calls = new AtomicLong();
    RunControl stop = new RunControl(() -> calls.incrementAndGet() > 2, (done, all) -> {});
    assertThatThrownBy(() -> ridgeline.path(batch, LADDER, stop))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void refusesWhatIsNotFiniteWithItsPlace() {
    double[][] x = DirectRidge.gaussian(4, 3, 1);
    x[2][1] = Double.NaN;
    assertThatThrownBy(() -> RidgeProblem.of(x, new double[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x must be finite: NaN at row 2, column 1");
    x[2][1] = 0;
    assertThatThrownBy(() -> RidgeProblem.of(x, new double[] {0, 1, 2, Double.NEGATIVE_INFINITY}))
        .hasMessage("y must be finite: -Infinity at row 3, column 0");
    assertThatThrownBy(() -> RidgeProblem.of(x, new double[3])).hasMessageContaining("rows");
  }

  @Test
  void saysWhatWasNotAskedFor() {
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(DirectRidge.gaussian(4, 3, 1), new double[4]).withoutCoefficients(),
            LADDER);
    assertThatThrownBy(() -> path.coefficients(0)).hasMessageContaining("coefficients");
    assertThatThrownBy(path::leaveOneOut).hasMessageContaining("withLeaveOneOut");
    assertThatThrownBy(path::gcv).hasMessageContaining("withGcv");
  }

  @Test
  void refusesWorkThatCannotFitIntoMemory() {
    try (Ridgeline tiny = Ridgeline.builder().backend("reference").memoryLimit(1000).open()) {
      RidgeProblem problem = RidgeProblem.of(DirectRidge.gaussian(40, 30, 1), new double[40]);
      assertThatThrownBy(() -> tiny.path(problem, LADDER))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bytes of work memory");
    }
  }

  @ParameterizedTest
  @CsvSource({"0,3", "3,0", "0,0"})
  void emptyShapesHaveZeroCoefficients(int n, int p) {
    RidgePath path =
        ridgeline
            .path(
                RidgeProblem.of(
                        Matrix.ofRowMajor(new double[0], n, p), Matrix.column(new double[n]))
                    .withLeaveOneOut(),
                LADDER)
            .requireSuccess();
    assertThat(path.coefficients(0)).isEqualTo(new double[p]);
  }

  @Test
  void theInputIsLeftAlone() {
    double[][] x = DirectRidge.gaussian(6, 4, 2);
    double[] flat = Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray();
    double[] copy = flat.clone();
    double[] y = DirectRidge.gaussian(6, 3);
    double[] yCopy = y.clone();
    ridgeline.path(
        RidgeProblem.of(Matrix.ofRowMajor(flat, 6, 4), Matrix.column(y)).withLeaveOneOut(), LADDER);
    assertThat(flat).isEqualTo(copy);
    assertThat(y).isEqualTo(yCopy);
  }
}
