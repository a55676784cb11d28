// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.choice.ExactOptima;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfer with weights, unpenalised and standardised columns, against refitting. */
class PreparedTransferTest {
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 5);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-1, 1e1, 3);
  private static final int P = 9;
  private static final int N0 = 30;
  private static Ridgeline ridgeline;

  /** Targets with more and with fewer rows than features. */
  enum Shape {
    TALL(14),
    WIDE(7);

    private final int rows;

    Shape(int rows) {
      this.rows = rows;
    }
  }

  /** What is asked of the fit. */
  enum How {
    WEIGHTED(true),
    UNPENALISED(false),
    STANDARDISED(false),
    NO_INTERCEPT(true),
    ALL(true);

    private final boolean weighted;

    How(boolean weighted) {
      this.weighted = weighted;
    }

    private Preparation preparation() {
      return switch (this) {
        case WEIGHTED -> Preparation.DEFAULT;
        case UNPENALISED -> Preparation.DEFAULT.unpenalised(2, 5);
        case STANDARDISED -> Preparation.DEFAULT.standardized();
        case NO_INTERCEPT -> Preparation.DEFAULT.withoutIntercept();
        case ALL -> Preparation.DEFAULT.standardized().unpenalised(4);
      };
    }
  }

  private final Random random = new Random(41);
  private final double[] w = Problems.normal(random, P);
  private final double[][] x0 = table(N0);
  private final double[] y0 = Problems.response(random, x0, w, 1);
  private final double[] v0 = weights(N0);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Columns of other sizes and places. */
  private double[][] table(int n) {
    double[][] x = Problems.normal(random, n, P);
    for (double[] row : x) {
      row[1] = 20 * row[1] + 3;
      row[4] = 0.1 * row[4] - 1;
    }
    return x;
  }

  private double[] weights(int n) {
    double[] v = Problems.ones(n);
    Arrays.setAll(v, i -> 0.2 + random.nextDouble());
    return v;
  }

  private static TransferRidge estimator(How how) {
    return TransferRidge.on(ridgeline)
        .sourcePenalties(SOURCE)
        .targetPenalties(TARGET)
        .preparation(how.preparation());
  }

  private static Sample sample(double[][] x, double[] y, double[] v) {
    return Sample.of(x, y).withWeights(v);
  }

  /** Units that the penalty sees, by their definition: those of the first source. */
  private double[] units(How how, double[] v) {
    double[] d = Problems.ones(P);
    if (how.preparation().standardize()) {
      double total = Arrays.stream(v).sum();
      for (int j = 0; j < P; j++) {
        double mean = 0;
        double square = 0;
        for (int i = 0; i < N0; i++) {
          mean += v[i] * x0[i][j] / total;
        }
        for (int i = 0; i < N0; i++) {
          square += v[i] * (x0[i][j] - mean) * (x0[i][j] - mean) / total;
        }
        d[j] = Math.sqrt(square);
      }
    }
    for (int free : how.preparation().unpenalised()) {
      d[free] = 0;
    }
    return d;
  }

  @ParameterizedTest
  @EnumSource
  void everyPairIsTheLossOfRefittingWithoutEachRow(How how) {
    double[] v = how.weighted ? v0 : Problems.ones(N0);
    double[] d = units(how, v);
    boolean intercept = how.preparation().intercept();
    for (Shape shape : Shape.values()) {
      int n = shape.rows;
      double[][] x1 = table(n);
      double[] y1 = Problems.response(random, x1, w, 0.5);
      double[] v1 = how.weighted ? weights(n) : Problems.ones(n);

      ResponseFit fit =
          estimator(how).source(sample(x0, y0, v)).target(sample(x1, y1, v1)).fit().only();

      for (int j = -1; j < SOURCE.size(); j += 2) {
        double[] b0 = new double[P];
        if (j >= 0) {
          double mu = N0 * SOURCE.get(j);
          double[] solved = Problems.solve(x0, y0, v, mu, d, new double[P], intercept);
          b0 = Arrays.copyOf(solved, P);
          assertThat(fit.sources().coefficients(j, 0))
              .as("%s %s", shape, how)
              .containsExactly(b0, within(1e-10));
        }
        for (int l = 0; l < TARGET.size(); l++) {
          double mu = n * TARGET.get(l);
          double[] errors = Problems.leftOut(x1, y1, v1, mu, d, b0, intercept);
          double expected = Problems.meanSquare(errors, v1);
          assertThat(fit.loss(j, l))
              .as("%s %s prior %d penalty %d", shape, how, j, l)
              .isCloseTo(expected, within(1e-9 * expected));
        }
      }
      modelsMinimize(fit, x1, y1, v1, d, intercept);
    }
  }

  private static void modelsMinimize(
      ResponseFit fit, double[][] x1, double[] y1, double[] v1, double[] d, boolean intercept) {
    for (Choice choice : List.of(fit.scratch(), fit.transferOptimal(), fit.rescaled())) {
      double[] b0 = new double[P];
      if (!choice.fromScratch()) {
        double[] given = fit.sources().coefficients(choice.prior(), 0);
        Arrays.setAll(b0, j -> choice.scale() * given[j]);
      }
      double mu = y1.length * choice.lambdaTarget();
      double[] expected = Problems.solve(x1, y1, v1, mu, d, b0, intercept);
      LinearModel model = fit.model(choice);
      assertThat(model.coefficients()).containsExactly(Arrays.copyOf(expected, P), within(1e-9));
      assertThat(model.intercept()).isCloseTo(expected[P], within(1e-9));
      double[] errors = Problems.leftOut(x1, y1, v1, mu, d, b0, intercept);
      assertThat(fit.heldOutErrors(choice)).containsExactly(errors, within(1e-8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumsOfASourceDoWhatItsRowsDo(How how) {
    double[] v = how.weighted ? v0 : Problems.ones(N0);
    Sample source = sample(x0, y0, v);
    double[][] x1 = table(14);
    Sample target = Sample.of(x1, Problems.response(random, x1, w, 0.5));

    ResponseFit rows = estimator(how).source(source).target(target).fit().only();
    ResponseFit sums =
        estimator(how).source(NormalEquations.of(source)).target(target).fit().only();

    double scale = Arrays.stream(rows.losses()).max().orElseThrow();
    assertThat(sums.losses()).containsExactly(rows.losses(), within(1e-11 * scale));
    assertThat(sums.transferOptimal().prior()).isEqualTo(rows.transferOptimal().prior());
    assertThat(sums.transferOptimal().lambdaTarget())
        .isEqualTo(rows.transferOptimal().lambdaTarget());
    assertThat(sums.model(sums.transferOptimal()).coefficients())
        .containsExactly(rows.model(rows.transferOptimal()).coefficients(), within(1e-10));
    // sums are judged by GCV: the same penalty as the rows by that criterion
    RidgeFit judged =
        RidgeCv.on(ridgeline)
            .penalties(SOURCE)
            .preparation(how.preparation())
            .criterion(Criterion.gcv())
            .fit(source);
    assertThat(sums.sourceOptimal().orElseThrow().lambdaSource()).isEqualTo(judged.lambda(0));
    assertThat(sums.sources().fits().getFirst().scores(0))
        .containsExactly(judged.scores(0), within(1e-11 * judged.scores(0)[4]));
    assertThat(sums.sources().hasRows()).isFalse();
    assertThat(TransferAdvice.of(sums).alignment()).isEmpty();
    assertThat(ExactOptima.of(sums).lambdaSourceOptimal()).isNaN();
    assertThat(ExactOptima.of(sums).lossTransferOptimal())
        .isLessThanOrEqualTo(sums.transferOptimal().loss());
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfWeightZeroAreAsIfTheyWereNotThere(Shape shape) {
    int n = shape.rows;
    double[][] x1 = table(n);
    double[] y1 = Problems.response(random, x1, w, 0.5);
    double[][] more = Arrays.copyOf(x1, 2 * n);
    double[] responses = Arrays.copyOf(y1, 2 * n);
    double[] v = new double[2 * n];
    for (int i = n; i < 2 * n; i++) {
      more[i] = Problems.normal(random, P);
      responses[i] = 1e6;
    }
    Arrays.fill(v, 0, n, 1);
    // n counts all rows on the scale MEAN
    TransferRidge sum =
        estimator(How.WEIGHTED)
            .targetPenalties(LambdaGrid.of(LambdaScale.SUM, 1, 10))
            .source(Sample.of(x0, y0));

    ResponseFit fit = sum.target(Sample.of(more, responses).withWeights(v)).fit().only();
    ResponseFit without = sum.target(Sample.of(x1, y1)).fit().only();

    Choice best = fit.transferOptimal();
    Choice expected = without.transferOptimal();
    assertThat(best.prior()).isEqualTo(expected.prior());
    assertThat(best.loss()).isCloseTo(expected.loss(), within(1e-11 * expected.loss()));
    assertThat(best.interval().low())
        .isCloseTo(expected.interval().low(), within(1e-10 * expected.loss()));
    assertThat(best.interval().high())
        .isCloseTo(expected.interval().high(), within(1e-10 * expected.loss()));
    assertThat(fit.indistinguishable()).isEqualTo(without.indistinguishable());
    double[] errors = fit.heldOutErrors(best);
    assertThat(Arrays.copyOf(errors, n))
        .containsExactly(without.heldOutErrors(expected), within(1e-10));
    assertThat(Arrays.copyOfRange(errors, n, 2 * n)).containsOnly(Double.NaN);
  }
}
