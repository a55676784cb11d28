// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.NormalEquations;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.average.Decision;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows that are in source and target alike. */
class SharedRowsTest {
  /** Case A1: eight rows of small integers, in one file that is source and target. */
  private static final double[][] EIGHT = {
    {2, -2, -3, -1, -1, -1},
    {2, 0, -3, -1, 1, -1},
    {2, 2, 3, -2, 3, 1},
    {-3, 0, -2, -2, 1, 0},
    {-1, 0, -2, -2, 2, 1},
    {0, 1, 1, 3, -1, 3},
    {-2, 1, 3, 3, 3, 3},
    {1, -1, -1, -3, -2, 2}
  };

  private static Sample table(double[][] rows) {
    int p = rows[0].length - 1;
    double[][] x = new double[rows.length][p];
    double[] y = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, x[i], 0, p);
      y[i] = rows[i][p];
    }
    return Sample.of(x, y);
  }

  private static SharedRows shared(Sample source, Sample target) {
    return SharedRows.of(List.of(source), target, 0);
  }

  @Test
  void oneTableAsSourceAndTargetIsNoGroundForAClaim() {
    try (Ridgeline ridgeline = Ridgeline.builder().backend("reference").threads(1).open()) {
      Sample table = table(EIGHT);

      ResponseFit fit = TransferRidge.on(ridgeline).source(table).target(table).fit().only();

      assertThat(fit.sharedRows().rows()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(fit.sharedRows().exact()).isEqualTo(8);
      assertThat(fit.verdict().decision()).isEqualTo(Decision.NO_CLEAR_DIFFERENCE);
      assertThat(fit.verdict().probability()).isNaN();
      assertThat(fit.verdict().gain().low()).isNaN();
      assertThat(fit.sharedRows().sentence())
          .startsWith(
              "8 of 8 target rows are also rows of the source (rows 1, 2, 3, 4, 5, 6, 7, 8)");
    }
  }

  @Test
  void noiseInBothTablesIsFound() {
    Random random = new Random(1);
    double[][] x = Problems.normal(random, 30, 20);
    double[] y = Problems.normal(random, 30);

    assertThat(shared(Sample.of(x, y), Sample.of(x, y)).count()).isEqualTo(30);
  }

  @Test
  void rowsOfSmallIntegersThatAreNotAlikeAreNotShared() {
    double[][] rows = new double[729][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          new double[] {i % 3, i / 3 % 3, i / 9 % 3, i / 27 % 3, i / 81 % 3, Math.floorDiv(i, 243)};
    }
    double[][] even = new double[365][];
    double[][] odd = new double[364][];
    for (int i = 0; i < rows.length; i++) {
      (i % 2 == 0 ? even : odd)[i / 2] = rows[i];
    }

    assertThat(shared(table(even), table(odd)).count()).isZero();
    odd[10] = even[300];
    assertThat(shared(table(even), table(odd)).rows()).containsExactly(10);
  }

  @Test
  void singlePrecisionDoesNotHideARow() {
    Random random = new Random(2);
    double[][] source = Problems.normal(random, 50, 5);
    double[][] target = Problems.normal(random, 9, 5);
    for (int j = 0; j < 5; j++) {
      target[4][j] = (float) source[33][j];
      target[7][j] = source[12][j];
    }

    SharedRows shared = shared(table(source), table(target));

    assertThat(shared.rows()).containsExactly(4, 7);
    assertThat(shared.exact()).isEqualTo(1);
    assertThat(shared.sentence(i -> 100 + i))
        .contains("2 of 9 target rows")
        .contains("rows 104, 107; 1 of them to within 1e-6");
  }

  /** The variation of a column of 1e8 +- 1 is not its rounding. */
  @Test
  void columnsFarFromZeroAreComparedByTheirRange() {
    Random random = new Random(3);
    double[][] source = Problems.normal(random, 50, 3);
    double[][] target = Problems.normal(random, 20, 3);
    for (double[][] rows : List.of(source, target)) {
      for (double[] row : rows) {
        row[0] += 1e8;
        row[1] += 1e8;
      }
    }

    assertThat(shared(table(source), table(target)).count()).isZero();
  }

  @Test
  void anotherResponseMakesAnotherRow() {
    Random random = new Random(4);
    double[][] x = Problems.normal(random, 12, 3);
    double[][] y = Problems.normal(random, 12, 2);
    double[][] other = Problems.normal(random, 12, 2);
    for (int i = 0; i < 12; i++) {
      other[i][1] = y[i][1];
    }
    Sample source = Sample.of(Matrix.ofRows(x), Matrix.ofRows(y));
    Sample target = Sample.of(Matrix.ofRows(x), Matrix.ofRows(other));

    assertThat(SharedRows.of(List.of(source), target, 0).count()).isZero();
    assertThat(SharedRows.of(List.of(source), target, 1).count()).isEqualTo(12);
  }

  @Test
  void rowsOfWeightZeroAndRowsThatAreNotKnownDoNotCount() {
    Random random = new Random(5);
    double[][] x = Problems.normal(random, 6, 2);
    double[] y = Problems.normal(random, 6);
    Sample all = Sample.of(x, y);
    Sample some = all.withWeights(new double[] {1, 0, 1, 1, 1, 1});

    assertThat(shared(some, all).rows()).containsExactly(0, 2, 3, 4, 5);
    assertThat(shared(all, some).rows()).containsExactly(0, 2, 3, 4, 5);
    try (Ridgeline ridgeline = Ridgeline.builder().backend("reference").threads(1).open()) {
      ResponseFit sums =
          TransferRidge.on(ridgeline).source(NormalEquations.of(all)).target(all).fit().only();
      assertThat(sums.sharedRows()).isEqualTo(new SharedRows(List.of(), 0, 6));
    }
  }
}
