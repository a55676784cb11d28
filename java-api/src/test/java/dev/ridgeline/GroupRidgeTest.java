// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.GroupFits.Status;
import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupRidgeTest {
  private static final LambdaGrid GRID =
      LambdaGrid.of(LambdaScale.MEAN, 1e-6, 1e-4, 1e-2, 0.1, 1, 10, 100);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(2).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Groups of these sizes, their rows shuffled among each other. */
  private static Sample groups(int seed, int p, double spread, int... sizes) {
    Random random = new Random(seed);
    int n = Arrays.stream(sizes).sum();
    int[] labels = new int[n];
    int at = 0;
    for (int g = 0; g < sizes.length; g++) {
      Arrays.fill(labels, at, at += sizes[g], g);
    }
    for (int i = n - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int label = labels[i];
      labels[i] = labels[other];
      labels[other] = label;
    }
    double[][] slopes = new double[sizes.length][p];
    for (double[] own : slopes) {
      Arrays.setAll(own, j -> (j % 3 - 1) + spread * random.nextGaussian());
    }
    double[][] x = new double[n][p];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = 10 * labels[i] + random.nextGaussian();
      for (int j = 0; j < p; j++) {
        x[i][j] = 5 + (j + 1) * random.nextGaussian();
        y[i] += slopes[labels[i]][j] * x[i][j];
      }
    }
    return Sample.of(x, y).withGroups(labels);
  }

  private static Sample only(Sample sample, int label) {
    int[] labels = sample.groups();
    int[] rows = new int[labels.length];
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        rows[count++] = i;
      }
    }
    return sample.rows(Arrays.copyOf(rows, count));
  }

  @Test
  void everyGroupIsTheFitOfItsRowsAlone() {
    for (Preparation how :
        new Preparation[] {
          Preparation.DEFAULT,
          Preparation.DEFAULT.standardized(),
          Preparation.DEFAULT.withoutIntercept()
        }) {
      Sample sample = groups(3, 6, 0.3, 60, 9, 5, 4, 31, 17);
      double[] weights = new double[sample.rows()];
      Arrays.setAll(weights, i -> i % 11 == 0 ? 0 : 1 + i % 3);
      for (Sample one : new Sample[] {sample, sample.withWeights(weights)}) {
        GroupFits fits = GroupRidge.on(ridgeline).penalties(GRID).preparation(how).fit(one);

        for (int g = 0; g < fits.groups(); g++) {
          if (fits.status(g, 0) == Status.TOO_FEW_ROWS) {
            continue;
          }
          RidgeFit alone = RidgeCv.on(ridgeline).penalties(GRID).preparation(how).fit(only(one, g));
          assertThat(fits.lambda(g, 0)).as("group %d of %s", g, how).isEqualTo(alone.lambda(0));
          assertThat(fits.loss(g, 0))
              .isCloseTo(alone.scores(0)[alone.best(0)], within(1e-7 * fits.loss(g, 0)));
          assertThat(fits.intercept(g, 0)).isCloseTo(alone.intercepts()[0], within(1e-8));
          for (int j = 0; j < 6; j++) {
            assertThat(fits.coefficient(g, 0, j))
                .isCloseTo(alone.coefficients().get(j, 0), within(1e-9));
          }
        }
      }
    }
  }

  @Test
  void aSharedPenaltyHasTheLeastSumOfLosses() {
    Sample sample = groups(4, 4, 1, 20, 12, 8, 30);
    double[] sums = new double[GRID.size()];
    for (int g = 0; g < 4; g++) {
      double[] own = RidgeCv.on(ridgeline).penalties(GRID).fit(only(sample, g)).scores(0);
      for (int l = 0; l < sums.length; l++) {
        sums[l] += own[l];
      }
    }
    double best = GRID.get(GRID.minimizer(sums));

    GroupFits fits = GroupRidge.on(ridgeline).penalties(GRID).sharingPenalty().fit(sample);

    for (int g = 0; g < 4; g++) {
      assertThat(fits.lambda(g, 0)).isCloseTo(best, within(1e-12 * best));
    }
  }

  @Test
  void aPooledPriorHasTheLargestEvidenceOfAllRowsTogether() {
    Sample sample = groups(5, 2, 0.4, 5, 4, 6, 3);
    GroupFits fits = GroupRidge.on(ridgeline).penalties(GRID).pooled().fit(sample);
    double[] prior = fits.prior().column(0);

    double least = Double.POSITIVE_INFINITY;
    double chosen = Double.NaN;
    for (double lambda : GRID.values()) {
      double mu = lambda * Math.round(18 / 4.0); // of a group of the mean size, 4.5: rounded to 5
      double minus = minusLogEvidence(sample, prior, mu);
      if (minus < least) {
        least = minus;
        chosen = mu;
      }
    }
    for (int g = 0; g < 4; g++) {
      assertThat(fits.lambda(g, 0) * fits.rows(g)).isCloseTo(chosen, within(1e-9 * chosen));
    }
  }

  /** By dense determinants of I + C X X' C / mu, C the centring of a group. */
  private static double minusLogEvidence(Sample sample, double[] prior, double mu) {
    double forms = 0;
    double logs = 0;
    int degrees = 0;
    for (int g = 0; g < 4; g++) {
      Sample one = only(sample, g);
      int n = one.rows();
      double[][] x = new double[n][2];
      double[] r = new double[n];
      for (int j = 0; j < 2; j++) {
        double mean = Arrays.stream(one.x().column(j)).average().orElseThrow();
        for (int i = 0; i < n; i++) {
          x[i][j] = one.x().get(i, j) - mean;
        }
      }
      double mean = Arrays.stream(one.y().column(0)).average().orElseThrow();
      for (int i = 0; i < n; i++) {
        r[i] = one.y().get(i, 0) - mean - x[i][0] * prior[0] - x[i][1] * prior[1];
      }
      double[][] a = new double[n][n + 1];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < n; k++) {
          a[i][k] = (i == k ? 1 : 0) + (x[i][0] * x[k][0] + x[i][1] * x[k][1]) / mu;
        }
        a[i][n] = r[i];
      }
      for (int k = 0; k < n; k++) { // positive definite: no pivoting
        logs += Math.log(a[k][k]);
        forms += a[k][n] * a[k][n] / a[k][k];
        for (int i = k + 1; i < n; i++) {
          double factor = a[i][k] / a[k][k];
          for (int l = k; l <= n; l++) {
            a[i][l] -= factor * a[k][l];
          }
        }
      }
      degrees += n - 1;
    }
    return 0.5 * degrees * Math.log(forms / degrees) + 0.5 * logs;
  }

  @Test
  void groupsThatDifferLittleStayNearThePoolAndOthersDoNot() {
    int[] sizes = new int[50];
    Arrays.fill(sizes, 6);
    Sample alike = groups(6, 3, 0.01, sizes);
    Sample apart = groups(6, 3, 3, sizes);

    assertThat(spread(GroupRidge.on(ridgeline).pooled().fit(alike))).isLessThan(0.02);
    assertThat(spread(GroupRidge.on(ridgeline).pooled().fit(apart))).isGreaterThan(1);
  }

  private static double spread(GroupFits fits) {
    double sum = 0;
    for (int g = 0; g < fits.groups(); g++) {
      for (int j = 0; j < 3; j++) {
        sum += Math.pow(fits.coefficient(g, 0, j) - fits.prior().get(j, 0), 2);
      }
    }
    return Math.sqrt(sum / fits.groups() / 3);
  }

  @Test
  void aStrongPenaltyEndsAtThePriorThatWasGiven() {
    Sample sample = groups(7, 3, 1, 10, 8);
    LambdaGrid strong = LambdaGrid.of(LambdaScale.MEAN, 1e12);

    GroupFits fits =
        GroupRidge.on(ridgeline)
            .penalties(strong)
            .prior(Matrix.column(new double[] {1, -2, 0.5}))
            .fit(sample);

    assertThat(fits.coefficients(1).column(0))
        .containsExactly(new double[] {1, -2, 0.5}, within(1e-8));
  }

  @Test
  void groupsWithoutAModelSayWhyAndStopNoOther() {
    double[][] x = {{1}, {2}, {1}, {2}, {4}, {3}, {3}, {3}, {1}, {2}, {4}};
    double[] y = {1, 2, 7, 7, 7, 1, 2, 3, 2, 4, 8};
    Sample sample =
        Sample.of(x, y).withGroups(new int[] {30, 30, 10, 10, 10, 20, 20, 20, 40, 40, 40});

    GroupFits fits =
        GroupRidge.on(ridgeline).penalties(LambdaGrid.of(LambdaScale.SUM, 0)).fit(sample);

    assertThat(fits.status(0, 0)).isEqualTo(Status.CONSTANT_RESPONSE);
    assertThat(fits.intercept(0, 0)).isEqualTo(7);
    assertThat(fits.coefficient(0, 0, 0)).isZero();
    assertThat(fits.status(1, 0)).isEqualTo(Status.OK); // a constant column has the coefficient 0
    assertThat(fits.intercept(1, 0)).isCloseTo(2, within(1e-15));
    assertThat(fits.status(2, 0)).isEqualTo(Status.TOO_FEW_ROWS);
    assertThat(fits.intercept(2, 0)).isNaN();
    assertThat(fits.coefficient(3, 0, 0)).isCloseTo(2, within(1e-14));
  }

  @Test
  void dependentColumnsWithoutAPenaltyAreSingular() {
    double[][] x = {{1, 2}, {2, 4}, {3, 6}, {5, 10}};
    Sample sample = Sample.of(x, new double[] {1, 2, 3, 5}).withGroups(new int[4]);

    GroupFits fits =
        GroupRidge.on(ridgeline).penalties(LambdaGrid.of(LambdaScale.SUM, 0)).fit(sample);

    assertThat(fits.status(0, 0)).isEqualTo(Status.SINGULAR);
    assertThat(fits.coefficient(0, 0, 0)).isCloseTo(0.2, within(1e-14)); // of least length
    assertThat(fits.coefficient(0, 0, 1)).isCloseTo(0.4, within(1e-14));
  }

  @Test
  void standardisedColumnsHaveNoUnits() {
    Sample sample = groups(8, 3, 0.5, 9, 12);
    Sample tiny = Sample.of(scaled(sample.x(), 0x1p-600), sample.y()).withGroups(sample.groups());
    GroupRidge ridge =
        GroupRidge.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.MEAN, 0.3))
            .preparation(Preparation.DEFAULT.standardized());

    double[] plain = ridge.fit(sample).coefficients(1).column(0);
    double[] small = ridge.fit(tiny).coefficients(1).column(0);

    for (int j = 0; j < 3; j++) {
      assertThat(Math.scalb(small[j], -600)).isCloseTo(plain[j], within(1e-12));
    }
  }

  @Test
  void sizesOfNumbersMakeNoDifference() {
    Sample sample = groups(8, 3, 0.5, 9, 12);
    Sample tiny =
        Sample.of(scaled(sample.x(), 0x1p-600), scaled(sample.y(), 0x1p-500))
            .withGroups(sample.groups());

    GroupFits fits = GroupRidge.on(ridgeline).fit(sample);
    GroupFits small =
        GroupRidge.on(ridgeline).penalties(LambdaGrid.of(LambdaScale.MEAN, 0)).fit(tiny);
    GroupFits plain =
        GroupRidge.on(ridgeline).penalties(LambdaGrid.of(LambdaScale.MEAN, 0)).fit(sample);

    assertThat(fits.count(0, Status.OK)).isEqualTo(2);
    for (int j = 0; j < 3; j++) {
      assertThat(Math.scalb(small.coefficient(1, 0, j), -100))
          .isCloseTo(plain.coefficient(1, 0, j), within(1e-9));
    }
  }

  private static Matrix scaled(Matrix of, double factor) {
    double[][] rows = new double[of.rows()][of.columns()];
    for (int i = 0; i < of.rows(); i++) {
      for (int j = 0; j < of.columns(); j++) {
        rows[i][j] = factor * of.get(i, j);
      }
    }
    return Matrix.ofRows(rows);
  }

  @Test
  void threadsAndNeighboursChangeNoBit() {
    int[] sizes = new int[1500];
    Arrays.setAll(sizes, g -> 3 + g % 9);
    Sample sample = groups(9, 4, 0.5, sizes);
    GroupFits all = GroupRidge.on(ridgeline).penalties(GRID).fit(sample);
    Sample some = only(sample, 1400);

    GroupFits alone = GroupRidge.on(ridgeline).penalties(GRID).fit(some);
    GroupFits serial;
    try (Ridgeline single = Ridgeline.builder().threads(1).backend("reference").open()) {
      serial = GroupRidge.on(single).pooled().fit(sample);
    }
    GroupFits pooled = GroupRidge.on(ridgeline).pooled().fit(sample);

    assertThat(alone.coefficients(0).column(0)).isEqualTo(all.coefficients(1400).column(0));
    for (int g = 0; g < 1500; g += 7) {
      assertThat(pooled.coefficients(g).column(0)).isEqualTo(serial.coefficients(g).column(0));
    }
  }

  @Test
  void whatGroupsCannotTakeIsRefused() {
    Sample sample = groups(10, 2, 1, 5, 5);
    GroupRidge groups = GroupRidge.on(ridgeline);

    assertThatThrownBy(() -> groups.preparation(Preparation.DEFAULT.unpenalised(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpenalised");
    assertThatThrownBy(() -> groups.prior(Matrix.column(new double[1])).fit(sample))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features=2, responses=1, prior=");
    assertThatThrownBy(() -> groups.fit(Sample.of(new double[][] {{1}}, new double[] {1})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("withGroups");
  }
}
