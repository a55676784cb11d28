// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final LambdaGrid GRID = LambdaGrid.of(LambdaScale.SUM, 4, 1, 2);
  private static final double NO = Double.NaN;

  /** Two problems, three penalties, two targets. */
  private static final Scores SCORES =
      new Scores(GRID, 2, new double[][] {{5, NO, 3, NO, 3, NO}, {1, 9, 2, 8, 3, 7}});

  @Test
  void curvesAndMinimizersBelongToTheirProblemAndTarget() {
    assertThat(SCORES.curve(1, 0)).containsExactly(1, 2, 3);
    assertThat(SCORES.curve(1, 1)).containsExactly(9, 8, 7);
    assertThat(SCORES.minimizer(0, 0)).as("the smaller penalty wins the tie").isEqualTo(1);
    assertThat(SCORES.minimizer(1, 1)).isEqualTo(2);
    assertThat(SCORES.atEdge(1, 1)).isFalse();
    assertThat(SCORES.atEdge(1, 0)).isTrue();
  }

  @Test
  void printsTheSizesAndTheLeastScoreOfASingleTarget() {
    assertThat(SCORES).hasToString("Scores[problems=2, penalties=3, responses=2]");
    assertThat(new Scores(GRID, 1, new double[][] {{5, 3, 4}}))
        .hasToString("Scores[problems=1, penalties=3, responses=1, least 3.0 at lambda=1.0]");
    assertThat(new Scores(GRID, 1, new double[][] {{NO, NO, NO}}))
        .hasToString("Scores[problems=1, penalties=3, responses=1, no score is a number]");
  }

  @Test
  void scoresThatLeaveTheRangeOfDoublesAreStillCompared() {
    Scores tiny = new Scores(GRID, 1, new double[][] {{5, 3, 4}}, new int[][] {{-2000}});
    assertThat(tiny.curve(0, 0)).containsOnly(0);
    assertThat(tiny.minimizer()).isEqualTo(1);
    Scores huge = new Scores(GRID, 1, new double[][] {{5, 3, 0}}, new int[][] {{2000}});
    assertThat(huge.curve(0, 0))
        .containsExactly(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
    assertThat(huge.minimizer()).isEqualTo(2);
    Scores near = new Scores(GRID, 1, new double[][] {{5, 3, 4}}, new int[][] {{2}});
    assertThat(near.curve(0, 0)).containsExactly(20, 12, 16);
  }

  @Test
  void nothingButNaNHasNoMinimizerAndIsAllEdge() {
    assertThat(SCORES.minimizer(0, 1)).isEqualTo(-1);
    assertThat(SCORES.atEdge(0, 1)).isTrue();
  }

  @Test
  void anIndexThatDoesNotExistIsRefusedRatherThanReadFromANeighbour() {
    int[][] bad = {{2, 0, 0}, {-1, 0, 0}, {0, 3, 0}, {0, -1, 0}, {0, 0, 2}, {0, 1, -1}};
    for (int[] index : bad) {
      assertThatThrownBy(() -> SCORES.get(index[0], index[1], index[2]))
          .as("problem %d penalty %d target %d", index[0], index[1], index[2])
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> SCORES.minimizer()).isInstanceOf(IllegalStateException.class);
  }
}
