// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.GroupFits.Status;
import dev.ridgeline.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several responses of a group, and groups of which sums alone are known. */
class GroupSumsTest {
  private static final LambdaGrid GRID = LambdaGrid.of(LambdaScale.MEAN, 1e-4, 1e-2, 0.1, 1, 10);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(2).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Groups of these sizes in turn, with T responses, of which group 1 holds the first constant. */
  private static Sample groups(long seed, int p, int t, int... sizes) {
    Random random = new Random(seed);
    int n = Arrays.stream(sizes).sum();
    double[][] x = new double[n][p];
    double[][] y = new double[n][t];
    int[] labels = new int[n];
    int row = 0;
    for (int g = 0; g < sizes.length; g++) {
      double[][] slopes = new double[t][p];
      for (double[] own : slopes) {
        Arrays.setAll(own, j -> 1 + j + 0.4 * random.nextGaussian());
      }
      for (int i = 0; i < sizes[g]; i++, row++) {
        labels[row] = g;
        for (int j = 0; j < p; j++) {
          x[row][j] = 3 + (j + 1) * random.nextGaussian();
        }
        for (int r = 0; r < t; r++) {
          y[row][r] = 10 * g + (r + 1) * random.nextGaussian();
          for (int j = 0; j < p; j++) {
            y[row][r] += slopes[r][j] * x[row][j];
          }
        }
        y[row][0] = g == 1 ? 7 : y[row][0];
      }
    }
    double[] weights = random.doubles(n, 0.5, 2).toArray();
    return Sample.of(Matrix.ofRows(x), Matrix.ofRows(y)).withWeights(weights).withGroups(labels);
  }

  private static Sample only(Sample sample, int label) {
    int[] labels = sample.groups();
    return sample.rows(IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray());
  }

  private static NormalEquationsBatch sums(Sample sample) {
    List<NormalEquations> items = new ArrayList<>();
    int groups = Arrays.stream(sample.groups()).max().orElseThrow() + 1;
    for (int g = 0; g < groups; g++) {
      items.add(NormalEquations.of(only(sample, g)));
    }
    return NormalEquationsBatch.of(items);
  }

  private static void same(GroupFits a, GroupFits b, double tolerance) {
    for (int g = 0; g < a.groups(); g++) {
      assertThat(b.rows(g)).isEqualTo(a.rows(g));
      for (int r = 0; r < a.responses(); r++) {
        String which = "group " + g + " response " + r;
        assertThat(b.status(g, r)).as(which).isEqualTo(a.status(g, r));
        if (a.status(g, r) == Status.TOO_FEW_ROWS) {
          continue;
        }
        if (a.status(g, r) == Status.OK) {
          assertThat(b.lambda(g, r)).as(which).isCloseTo(a.lambda(g, r), relative(a.lambda(g, r)));
        }
        assertThat(b.intercept(g, r)).as(which).isCloseTo(a.intercept(g, r), within(tolerance));
        for (int j = 0; j < a.features(); j++) {
          assertThat(b.coefficient(g, r, j))
              .as(which)
              .isCloseTo(a.coefficient(g, r, j), within(tolerance));
        }
      }
    }
  }

  private static Offset<Double> relative(double size) {
    return within(1e-9 * Math.abs(size));
  }

  private static Preparation how(String name) {
    return switch (name) {
      case "plain" -> Preparation.DEFAULT;
      case "standardized" -> Preparation.DEFAULT.standardized().penaltyFactors(1, 2, 0.5, 1);
      default -> Preparation.DEFAULT.withoutIntercept();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "standardized", "origin"})
  void responsesTogetherAreThoseOfOneAtATime(String name) {
    Sample sample = groups(1, 4, 3, 12, 9, 30, 2, 5);
    GroupRidge each = GroupRidge.on(ridgeline).penalties(GRID).preparation(how(name));

    for (GroupRidge ridge : new GroupRidge[] {each, each.sharingPenalty(), each.pooled()}) {
      GroupFits all = ridge.fit(sample);
      for (int r = 0; r < 3; r++) {
        GroupFits one = ridge.fit(sample.responses(r, 1));
        for (int g = 0; g < 5; g++) {
          assertThat(all.status(g, r)).isEqualTo(one.status(g, 0));
          if (one.status(g, 0) != Status.OK) {
            continue;
          }
          assertThat(all.lambda(g, r)).isEqualTo(one.lambda(g, 0));
          assertThat(all.loss(g, r)).isCloseTo(one.loss(g, 0), relative(one.loss(g, 0)));
          double[] own = one.coefficients(g).column(0);
          double[] together = all.coefficients(g).column(r);
          for (int j = 0; j < 4; j++) { // a pooled prior is solved for all responses at once
            assertThat(together[j]).isCloseTo(own[j], within(1e-11));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "standardized", "origin"})
  void sumsGiveTheFitsOfRowsByTheSameCriterion(String name) {
    Sample sample = groups(2, 4, 2, 12, 9, 30, 2, 5);
    NormalEquationsBatch sums = sums(sample);
    GroupRidge each = GroupRidge.on(ridgeline).penalties(GRID).preparation(how(name));
    GroupRidge gcv = each.criterion(Criterion.gcv());

    same(gcv.fit(sample), gcv.fit(sums, RunControl.NONE), 1e-9);
    GroupRidge evidence = each.criterion(Criterion.evidence());
    same(evidence.fit(sample), evidence.fit(sums, RunControl.NONE), 1e-9);
    GroupRidge shared = gcv.sharingPenalty();
    same(shared.fit(sample), shared.fit(sums, RunControl.NONE), 1e-9);
    same(each.pooled().fit(sample), each.pooled().fit(sums, RunControl.NONE), 1e-9);
    GroupRidge given = gcv.prior(Matrix.ofRows(new double[][] {{1, 1}, {2, 0}, {3, 3}, {4, 4}}));
    same(given.fit(sample), given.fit(sums, RunControl.NONE), 1e-9);
  }

  @Test
  void sumsOfAllGroupsInOneCallAreThoseOfEachToTheBit() {
    Sample sample = groups(7, 4, 2, 12, 9, 30, 2, 5);

    NormalEquationsBatch together =
        ridgeline.normalEquations(GroupedRows.of(sample), RunControl.NONE);

    NormalEquationsBatch each = sums(sample);
    assertThat(together.count()).isEqualTo(5);
    for (int g = 0; g < 5; g++) {
      assertThat(together.get(g).toBytes()).isEqualTo(each.get(g).toBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcv", "evidence"})
  void aGroupIsTheFitOfItsRowsAloneByTheSameCriterion(String name) {
    Criterion by = name.equals("gcv") ? Criterion.gcv() : Criterion.evidence();
    Sample sample = groups(3, 4, 2, 12, 9, 30, 25);
    GroupFits fits = GroupRidge.on(ridgeline).penalties(GRID).criterion(by).fit(sample);

    for (int g = 0; g < 4; g++) {
      RidgeFit alone = RidgeCv.on(ridgeline).penalties(GRID).criterion(by).fit(only(sample, g));
      for (int r = g == 1 ? 1 : 0; r < 2; r++) {
        assertThat(fits.lambda(g, r)).isEqualTo(alone.lambda(r));
        if (name.equals("gcv")) {
          double score = alone.scores(r)[alone.best(r)];
          assertThat(fits.loss(g, r)).isCloseTo(score, within(1e-9 * score));
        }
        assertThat(fits.coefficient(g, r, 2))
            .isCloseTo(alone.coefficients().get(2, r), within(1e-9));
      }
    }
  }

  @Test
  void aPooledPriorIsTheFitOfAllRowsThoseOfConstantGroupsToo() {
    Sample weighted = groups(6, 3, 1, 12, 9, 30);
    Sample sample = Sample.of(weighted.x(), weighted.y()).withGroups(weighted.groups());
    double[][] x = new double[sample.rows()][3];
    double[] y = new double[sample.rows()];
    for (int g = 0; g < 3; g++) {
      Sample own = only(sample, g);
      for (int i = 0, at = 0; i < sample.rows(); i++) {
        if (sample.groups()[i] == g) {
          y[i] = own.y().get(at, 0) - mean(own.y().column(0));
          for (int j = 0; j < 3; j++) {
            x[i][j] = own.x().get(at, j) - mean(own.x().column(j));
          }
          at++;
        }
      }
    }
    Preparation none = Preparation.DEFAULT.withoutIntercept();
    RidgeFit all =
        RidgeCv.on(ridgeline)
            .preparation(none)
            .penalties(LambdaGrid.of(LambdaScale.SUM, 0))
            .criterion(Criterion.gcv())
            .fit(Sample.of(x, y));

    Matrix prior = GroupRidge.on(ridgeline).pooled().fit(sample).prior();

    for (int j = 0;
        j < 3;
        j++) { // its own penalty shrinks it a little; of varying groups alone it is (1, 2, 3)
      assertThat(prior.get(j, 0)).isCloseTo(all.coefficients().get(j, 0), within(0.05));
    }
  }

  private static double mean(double[] of) {
    return Arrays.stream(of).average().orElseThrow();
  }

  @Test
  void automaticGridsAreTheSame() {
    Sample sample = groups(4, 4, 2, 12, 9, 30, 5);
    GroupRidge ridge = GroupRidge.on(ridgeline).criterion(Criterion.gcv());

    GroupFits rows = ridge.fit(sample);
    GroupFits sums = ridge.fit(sums(sample), RunControl.NONE);

    assertThat(sums.lambdas().size()).isEqualTo(rows.lambdas().size());
    assertThat(sums.lambdas().get(0))
        .isCloseTo(rows.lambdas().get(0), within(1e-12 * rows.lambdas().get(0)));
  }

  @Test
  void sumsOfDependentColumnsAndOfFewRows() {
    double[][] x = {{1, 2}, {2, 4}, {3, 6}, {5, 10}};
    NormalEquations dependent = NormalEquations.of(x, new double[] {1, 2, 3, 5});
    NormalEquations few = NormalEquations.of(new double[][] {{1, 1}, {2, 1}}, new double[] {1, 2});
    NormalEquations constant =
        NormalEquations.of(x, new double[] {1e8 + 0.1, 1e8 + 0.1, 1e8 + 0.1, 1e8 + 0.1});

    GroupFits fits =
        GroupRidge.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.SUM, 0))
            .criterion(Criterion.gcv())
            .fit(NormalEquationsBatch.of(List.of(dependent, few, constant)), RunControl.NONE);

    assertThat(fits.status(0, 0)).isEqualTo(Status.SINGULAR);
    assertThat(fits.coefficient(0, 0, 0)).isCloseTo(0.2, within(1e-13)); // of least length
    assertThat(fits.coefficient(0, 0, 1)).isCloseTo(0.4, within(1e-13));
    assertThat(fits.status(1, 0)).isEqualTo(Status.TOO_FEW_ROWS);
    assertThat(fits.rows(1)).isEqualTo(2);
    assertThat(fits.status(2, 0)).isEqualTo(Status.CONSTANT_RESPONSE);
    assertThat(fits.intercept(2, 0)).isEqualTo(1e8 + 0.1);
  }

  @Test
  void groupsOfConstantsAlonePool() {
    double[][] x = {{1}, {2}, {4}, {1}, {3}, {4}};
    Sample sample =
        Sample.of(x, new double[] {5, 5, 5, 8, 8, 8}).withGroups(new int[] {0, 0, 0, 1, 1, 1});

    GroupFits fits = GroupRidge.on(ridgeline).pooled().fit(sample);

    assertThat(fits.prior().get(0, 0)).isZero();
    assertThat(fits.intercept(1, 0)).isEqualTo(8);
  }

  @Test
  void whatSumsCannotAnswerIsRefused() {
    Sample sample = groups(5, 2, 1, 5, 5);
    NormalEquationsBatch sums = sums(sample);
    NormalEquations plain = sums.get(0);
    NormalEquationsBatch aboutZero =
        NormalEquationsBatch.of(
            List.of(
                NormalEquations.ofProducts(
                    5,
                    plain.featureProducts(),
                    plain.responseProducts(),
                    plain.responseSquares())));
    GroupRidge groups = GroupRidge.on(ridgeline);

    assertThatThrownBy(() -> groups.fit(sums, RunControl.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave-one-out needs rows")
        .hasMessageContaining("Criterion.gcv()");
    assertThatThrownBy(() -> groups.pooled().fit(aboutZero, RunControl.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sums about the means");
    assertThatThrownBy(() -> groups.criterion(new Criterion.KFold(5, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave-one-out, GCV or evidence");
  }
}
