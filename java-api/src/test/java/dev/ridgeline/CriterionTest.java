// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.ExactRidge;
import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Criteria beside fits without the rows in question, in extended precision. */
@ExtendWith(Seed.class)
class CriterionTest {
  private static final LambdaGrid MEAN = LambdaGrid.of(LambdaScale.MEAN, 1e-4, 0.01, 0.3, 5, 1e3);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  enum Kind {
    TALL(24, 5, true, false, false),
    TALL_PLAIN(24, 5, false, false, false),
    TALL_STANDARDISED(24, 5, true, true, false, "3"),
    TALL_WEIGHTED(24, 5, true, true, true),
    TALL_FREE(24, 6, true, true, true, "0 4"),
    WIDE(11, 17, true, false, false),
    WIDE_PLAIN(11, 17, false, false, true),
    WIDE_STANDARDISED(11, 17, true, true, true),
    WIDE_FREE(11, 17, true, false, true, "2"),
    // every fit has fewer rows than columns, all rows together have more
    BETWEEN(13, 12, true, true, false);

    private final int n;
    private final int p;
    private final boolean intercept;
    private final boolean standardize;
    private final boolean weighted;
    private final String free;

    Kind(int n, int p, boolean intercept, boolean standardize, boolean weighted) {
      this(n, p, intercept, standardize, weighted, "");
    }

    Kind(int n, int p, boolean intercept, boolean standardize, boolean weighted, String free) {
      this.n = n;
      this.p = p;
      this.intercept = intercept;
      this.standardize = standardize;
      this.weighted = weighted;
      this.free = free;
    }

    int[] free() {
      return free.isEmpty()
          ? new int[0]
          : Arrays.stream(free.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    Preparation preparation() {
      Preparation preparation = Preparation.DEFAULT.unpenalised(free());
      preparation = intercept ? preparation : preparation.withoutIntercept();
      return standardize ? preparation.standardized() : preparation;
    }

    Data draw(RandomGenerator random) {
      double[][] x = new double[n][p];
      double[][] y = new double[n][2];
      double[] v = new double[n];
      int[] groups = new int[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < p; j++) {
          x[i][j] = j % 4 + (1 + j % 3) * random.nextGaussian();
        }
        y[i][0] = 2 + x[i][0] - x[i][1] + random.nextGaussian();
        y[i][1] = random.nextGaussian();
        v[i] = weighted ? 0.2 + random.nextDouble() : 1;
        groups[i] = random.nextInt(5) * 7;
      }
      return new Data(this, x, y, v, groups);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // a bag of arrays, compared by nobody
  record Data(Kind kind, double[][] x, double[][] y, double[] v, int[] groups) {
    Sample sample() {
      Sample sample = Sample.of(Matrix.ofRows(x), Matrix.ofRows(y)).withGroups(groups);
      return kind.weighted ? sample.withWeights(v) : sample;
    }

    RidgeFit fit(Criterion criterion) {
      return estimator().criterion(criterion).fit(sample());
    }

    RidgeCv estimator() {
      return RidgeCv.on(ridgeline).penalties(MEAN).preparation(kind.preparation());
    }

    /** Sums of v e^2 of the rows of a fold by fits on the others, [penalty][response]. */
    double[][] errors(int[] fold) {
      int[] rest =
          IntStream.range(0, kind.n)
              .filter(i -> Arrays.stream(fold).noneMatch(out -> out == i))
              .toArray();
      ExactRidge table =
          ExactRidge.of(
              pick(x, rest),
              pick(y, rest),
              Arrays.stream(rest).mapToDouble(i -> v[i]).toArray(),
              kind.free(),
              kind.intercept,
              kind.standardize);
      double[][] sums = new double[MEAN.size()][2];
      for (int l = 0; l < MEAN.size(); l++) {
        add(table.at(MEAN.get(l) * rest.length), x, fold, sums[l]);
      }
      return sums;
    }

    private void add(ExactRidge.Fit fit, double[][] from, int[] rows, double[] sums) {
      for (int t = 0; t < 2; t++) {
        for (int i : rows) {
          double e = y[i][t] - fit.intercepts()[t];
          for (int j = 0; j < kind.p; j++) {
            e -= from[i][j] * fit.coefficients()[j][t];
          }
          sums[t] += v[i] * e * e;
        }
      }
    }

    private static double[][] pick(double[][] from, int[] rows) {
      return Arrays.stream(rows).mapToObj(i -> from[i]).toArray(double[][]::new);
    }

    void assertFolds(RidgeFit fit, List<int[]> folds) {
      double weight = Arrays.stream(v).sum();
      double[][] expected = new double[MEAN.size()][2];
      for (int[] fold : folds) {
        double[][] own = errors(fold);
        for (int l = 0; l < MEAN.size(); l++) {
          for (int t = 0; t < 2; t++) {
            expected[l][t] += own[l][t] / weight;
          }
        }
      }
      assertScores(fit, expected);
    }

    void assertScores(RidgeFit fit, double[][] expected) {
      for (int t = 0; t < 2; t++) {
        for (int l = 0; l < MEAN.size(); l++) {
          assertThat(fit.scores(t)[l])
              .as("%s, response %d, lambda %s", kind, t, MEAN.get(l))
              .isCloseTo(expected[l][t], within(1e-9 * expected[l][t]));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void foldsAreFitsOnTheOthers(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    Criterion.KFold folds = new Criterion.KFold(4, random.nextLong());
    data.assertFolds(data.fit(folds), Folds.of(folds, data.sample()));
  }

  @ParameterizedTest
  @EnumSource
  void foldsThatKeepGroupsTogetherToo(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    Criterion.GroupedKFold folds = new Criterion.GroupedKFold(3);
    List<int[]> rows = Folds.of(folds, data.sample());
    for (int[] fold : rows) {
      for (int i = 0; i < kind.n; i++) {
        int row = i;
        boolean inside = Arrays.stream(fold).anyMatch(r -> r == row);
        boolean ofGroup = Arrays.stream(fold).anyMatch(r -> data.groups[r] == data.groups[row]);
        assertThat(inside).isEqualTo(ofGroup);
      }
    }
    data.assertFolds(data.fit(folds), rows);
  }

  @ParameterizedTest
  @EnumSource(names = "TALL.*", mode = EnumSource.Mode.MATCH_ALL)
  void sumsOfFoldsScoreAsTheirRowsDo(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    Criterion.KFold folds = new Criterion.KFold(4, 5);
    List<int[]> rows = Folds.of(folds, data.sample());
    List<NormalEquations> sums =
        rows.stream().map(fold -> NormalEquations.of(data.sample().rows(fold))).toList();
    RidgeFit fit = data.estimator().fit(sums, RunControl.NONE);
    data.assertFolds(fit, rows);
    RidgeFit byRows = data.fit(folds);
    assertThat(fit.best(0)).isEqualTo(byRows.best(0));
    for (int j = 0; j < kind.p; j++) {
      double expected = byRows.coefficients().get(j, 0);
      assertThat(fit.coefficients().get(j, 0)).isCloseTo(expected, within(1e-10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void groupsAreLeftOutAtTheSamePenaltyAndScaling(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    double[] scales =
        ExactRidge.of(data.x, data.y, data.v, kind.free(), kind.intercept, kind.standardize)
            .scales();
    double[][] scaled =
        Arrays.stream(data.x)
            .map(row -> IntStream.range(0, kind.p).mapToDouble(j -> row[j] / scales[j]).toArray())
            .toArray(double[][]::new);
    double[][] expected = new double[MEAN.size()][2];
    double weight = Arrays.stream(data.v).sum();
    for (int[] group : Folds.groups(data.sample())) {
      double[] others = data.v.clone();
      Arrays.stream(group).forEach(i -> others[i] = 0);
      ExactRidge table = ExactRidge.of(scaled, data.y, others, kind.free(), kind.intercept, false);
      for (int l = 0; l < MEAN.size(); l++) {
        double[] sums = new double[2];
        data.add(table.at(MEAN.get(l) * kind.n), scaled, group, sums);
        expected[l][0] += sums[0] / weight;
        expected[l][1] += sums[1] / weight;
      }
    }
    data.assertScores(data.fit(new Criterion.LeaveOneGroupOut()), expected);
  }

  @ParameterizedTest
  @EnumSource
  void gcvAndEvidenceAreTheirFormulas(Kind kind, RandomGenerator random) {
    Data data = kind.draw(random);
    ExactRidge table =
        ExactRidge.of(data.x, data.y, data.v, kind.free(), kind.intercept, kind.standardize);
    double weight = Arrays.stream(data.v).sum();
    double[][] gcv = new double[MEAN.size()][2];
    double[][] evidence = new double[MEAN.size()][2];
    for (int l = 0; l < MEAN.size(); l++) {
      ExactRidge.Fit fit = table.at(MEAN.get(l) * kind.n);
      double left = 1 - fit.degreesOfFreedom() / kind.n;
      for (int t = 0; t < 2; t++) {
        gcv[l][t] = fit.squares()[t] / weight / (left * left);
        evidence[l][t] = fit.deviances()[t];
      }
    }
    data.assertScores(data.fit(Criterion.gcv()), gcv);
    RidgeFit fit = data.fit(Criterion.evidence());
    for (int t = 0; t < 2; t++) {
      for (int l = 0; l < MEAN.size(); l++) {
        assertThat(fit.scores(t)[l]).isCloseTo(evidence[l][t], within(1e-9));
      }
    }
  }

  @Test
  void whatACriterionNeedsIsAskedFor(RandomGenerator random) {
    Data data = Kind.TALL.draw(random);
    Sample plain = Sample.of(Matrix.ofRows(data.x), Matrix.ofRows(data.y));
    NormalEquations sums = NormalEquations.of(plain);
    RidgeCv estimator = data.estimator();
    assertThatThrownBy(() -> estimator.fit(sums)).hasMessageContaining("needs rows");
    assertThatThrownBy(() -> estimator.criterion(new Criterion.GroupedKFold(3)).fit(plain))
        .hasMessageContaining("withGroups");
    assertThatThrownBy(() -> estimator.criterion(new Criterion.LeaveOneGroupOut()).fit(plain))
        .hasMessageContaining("withGroups");
    assertThatThrownBy(() -> estimator.criterion(new Criterion.KFold(25, 1)).fit(plain))
        .hasMessageContaining("folds=25");
    assertThatThrownBy(() -> estimator.criterion(new Criterion.GroupedKFold(6)).fit(data.sample()))
        .hasMessageContaining("folds=6");
    assertThatThrownBy(() -> estimator.fit(List.of(sums), RunControl.NONE))
        .hasMessageContaining("folds=1");
  }
}
