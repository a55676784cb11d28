// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are elsewhere, in two parts, beside the same rows in memory. */
@ExtendWith(Seed.class)
class LeftOutErrorsTest {
  private static final int N = 2500;
  private static final int P = 6;

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static Sample draw(RandomGenerator random) {
    double[] x = new double[N * P];
    double[] y = new double[N * 2];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < P; j++) {
        x[i * P + j] = 3 + (1 + 10 * (j % 3)) * random.nextGaussian();
      }
      y[i * 2] = 2 + x[i * P] - x[i * P + 1] + random.nextGaussian();
      y[i * 2 + 1] = 1e3 * random.nextGaussian() + x[i * P + 4];
    }
    return Sample.of(Matrix.ofRowMajor(x, N, P), Matrix.ofRowMajor(y, N, 2));
  }

  private static LeftOutErrors sent(LeftOutErrors errors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(errors);
      out.flush();
      return (LeftOutErrors)
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static RidgeFit elsewhere(RidgeCv cv, Sample sample) {
    int[] first = IntStream.range(0, 1100).toArray();
    List<Sample> parts =
        List.of(sample.rows(first), sample.rows(IntStream.range(1100, N).toArray()));
    LeftOutErrors.Pass pass =
        of -> {
          double[] sum = sent(of).losses(ridgeline, parts.getFirst());
          double[] more = sent(of).losses(ridgeline, parts.getLast());
          return IntStream.range(0, sum.length).mapToDouble(i -> sum[i] + more[i]).toArray();
        };
    return cv.fit(ridgeline.normalEquations(sample), pass, RunControl.NONE);
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("number %d", i)
          .isCloseTo(expected[i], within(tolerance * Math.abs(expected[i])));
    }
  }

  @Test
  void everyPreparationHasTheScoresOfRowsInMemory(RandomGenerator random) {
    Sample plain = draw(random);
    double[] weights = random.doubles(N, 0.1, 3).toArray();
    weights[3] = 0;
    weights[1200] = 0;
    for (Sample sample : List.of(plain, plain.withWeights(weights))) {
      for (Preparation how :
          List.of(
              Preparation.DEFAULT,
              Preparation.DEFAULT.standardized(),
              Preparation.DEFAULT.withoutIntercept(),
              Preparation.DEFAULT.unpenalised(1, 4),
              Preparation.DEFAULT.standardized().unpenalised(0),
              Preparation.DEFAULT.withoutIntercept().unpenalised(2),
              Preparation.DEFAULT.penaltyFactors(1, 2, 0.5, 1, 3, 1))) {
        RidgeCv cv = RidgeCv.on(ridgeline).preparation(how);
        RidgeFit expected = cv.fit(sample);
        RidgeFit actual = elsewhere(cv, sample);
        assertClose(actual.lambdas().values(), expected.lambdas().values(), 1e-12);
        for (int c = 0; c < 2; c++) {
          assertClose(actual.scores(c), expected.scores(c), 1e-10);
          assertThat(actual.coefficients().column(c))
              .containsExactly(expected.coefficients().column(c), within(1e-8));
        }
        assertThat(actual.hasRows()).isFalse();
        assertThat(actual.criterion()).isEqualTo(Criterion.leaveOneOut());
      }
    }
  }

  @Test
  void anAutomaticGridIsExtendedByOnePassMore(RandomGenerator random) {
    // without noise the best penalty lies below the lower end
    double[] x = random.doubles(60L * 3, -1, 1).toArray();
    double[] y = IntStream.range(0, 60).mapToDouble(i -> x[i * 3] - 2 * x[i * 3 + 1]).toArray();
    Sample sample = Sample.of(Matrix.ofRowMajor(x, 60, 3), Matrix.column(y));
    RidgeCv cv = RidgeCv.on(ridgeline).penalties(LambdaGrid.auto(13));
    int[] passes = {0};
    RidgeFit fit =
        cv.fit(
            ridgeline.normalEquations(sample),
            of -> {
              passes[0]++;
              return of.losses(ridgeline, sample);
            },
            RunControl.NONE);
    assertThat(fit.lambdas().size()).isGreaterThan(13);
    assertThat(passes[0]).isGreaterThan(1);
  }

  @Test
  void whatDoesNotFitIsRefused(RandomGenerator random) {
    Sample sample = draw(random);
    RidgeCv folds = RidgeCv.on(ridgeline).criterion(new Criterion.KFold(5, 1));
    assertThatThrownBy(() -> elsewhere(folds, sample)).hasMessageContaining("KFold");
    Sample wider = Sample.of(Matrix.ofColumnMajor(new double[8], 2, 4), sample.rows(0, 1).y());
    assertThatThrownBy(
            () ->
                RidgeCv.on(ridgeline)
                    .fit(
                        ridgeline.normalEquations(sample),
                        of -> of.losses(ridgeline, wider),
                        RunControl.NONE))
        .hasMessageContaining("features=4 for 6");
  }
}
