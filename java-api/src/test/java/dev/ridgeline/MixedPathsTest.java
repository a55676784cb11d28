// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many problems of mixed shapes in one call, against each alone. */
class MixedPathsTest {
  private static final long SEED = 0x5eed19;
  private static Ridgeline ridgeline;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(2).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private double[] normal(int length) {
    return random.doubles(length, -2, 2).toArray();
  }

  private RidgeProblem drawn() {
    int n = 1 + random.nextInt(4);
    int p = 1 + random.nextInt(4);
    int t = 1 + random.nextInt(2);
    Matrix y = Matrix.ofColumnMajor(normal(n * t), n, t);
    RidgeProblem plain =
        switch (random.nextInt(6)) {
          case 0 -> RidgeProblem.of(Matrix.ofRowMajor(normal(n * p), n, p), y);
          case 1 ->
              RidgeProblem.of(
                  MatrixBatch.ofColumnMajor(normal(3 * n * p), n, p, 3),
                  MatrixBatch.ofColumnMajor(normal(3 * n * t), n, t, 3));
          case 2 ->
              RidgeProblem.of(
                  Sample.of(Matrix.ofColumnMajor(normal(n * p), n, p), y), Preparation.DEFAULT);
          case 3 -> { // inside a larger array
            double[] data = normal(2 + (p - 1) * (n + 3) + n);
            yield RidgeProblem.of(
                MatrixBatch.of(data, 2, n, p, n + 3, data.length, 1, Order.COLUMN_MAJOR),
                y.asBatch());
          }
          default -> RidgeProblem.of(Matrix.ofColumnMajor(normal(n * p), n, p), y);
        };
    return switch (random.nextInt(4)) {
      case 0 -> plain.withLeaveOneOut();
      case 1 -> plain.withGcv().withoutCoefficients();
      default -> plain;
    };
  }

  private static void assertSame(
      RidgePath actual, RidgePath expected, RidgeProblem of, String what) {
    assertThat(actual.problems()).as(what).isEqualTo(expected.problems());
    for (int i = 0; i < expected.problems(); i++) {
      for (int l = 0; l < expected.lambdas().size(); l++) {
        assertThat(actual.info(i, l)).as(what).isEqualTo(expected.info(i, l));
        assertThat(actual.route(i, l)).as(what).isEqualTo(expected.route(i, l));
        for (int c = 0; c < expected.responses(); c++) {
          if (of.wantsCoefficients()) {
            assertThat(actual.coefficients(i, l, c))
                .as(what)
                .isEqualTo(expected.coefficients(i, l, c));
          }
          if (of.wantsLeaveOneOut()) {
            assertThat(Double.valueOf(actual.leaveOneOut().get(i, l, c)))
                .as(what)
                .isEqualTo(Double.valueOf(expected.leaveOneOut().get(i, l, c)));
          }
          if (of.wantsGcv()) {
            assertThat(Double.valueOf(actual.gcv().get(i, l, c)))
                .as(what)
                .isEqualTo(Double.valueOf(expected.gcv().get(i, l, c)));
          }
        }
      }
    }
  }

  @Test
  void everyProblemHasTheAnswerOfItsOwnInTheOrderOfTheQuestions() {
    for (int penalties : new int[] {1, 6}) {
      LambdaGrid grid =
          penalties == 1
              ? LambdaGrid.of(LambdaScale.MEAN, 0.3)
              : LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 10, penalties);
      List<RidgeProblem> problems = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        problems.add(drawn());
      }
      List<RidgePath> paths = ridgeline.paths(problems, grid);
      assertThat(paths).hasSameSizeAs(problems);
      for (int i = 0; i < problems.size(); i++) {
        String what = "problem " + i + " of seed " + SEED + ": " + problems.get(i);
        assertSame(paths.get(i), ridgeline.path(problems.get(i), grid), problems.get(i), what);
      }
    }
  }

  @Test
  void progressCountsProblemsAndCancellingStops() {
    List<RidgeProblem> problems = List.of(drawn(), drawn(), drawn());
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 1);
    long all = problems.stream().mapToLong(RidgeProblem::count).sum();
    AtomicLong last = new AtomicLong();
    RunControl control =
        new RunControl(
            () -> false,
            (done, total) -> {
              assertThat(total).isEqualTo(all);
              last.set(done);
            });
    ridgeline.paths(problems, grid, control);
    assertThat(last).hasValue(all);
    assertThatThrownBy(
            () -> ridgeline.paths(problems, grid, new RunControl(() -> true, (done, total) -> {})))
        .isInstanceOf(CancellationException.class);
    assertThat(ridgeline.paths(List.of(), grid)).isEmpty();
  }
}
