// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Matrix;
import org.junit.jupiter.api.Test;

class StandardsChoiceTest {
  private static final Matrix SPECTRA =
      Matrix.ofRows(new double[][] {{0}, {9}, {4}, {1}, {10}, {6}, {100}});

  @Test
  void kennardAndStoneTakeTheEndsAndThenTheMiddleOfTheWidestGap() {
    int[] calibration = {3, 2, 1, 0, 5, 4}; // values 1 4 9 0 6 10: row 6 is not among them

    // 0 and 10 are farthest apart; 4 and 6 are both 4 from the nearest end, and 4 comes first;
    // then 9 and 1 are 1 from an end, and 6 is 2 from 4
    assertThat(StandardsChoice.KENNARD_STONE.first(SPECTRA, calibration, 4))
        .containsExactly(0, 4, 2, 5);
    assertThat(StandardsChoice.ORDER.first(SPECTRA, calibration, 3)).containsExactly(3, 2, 1);
  }

  @Test
  void everySampleIsChosenOnceEvenWhereAllAreAlike() {
    Matrix alike = Matrix.ofRows(new double[][] {{2}, {2}, {2}});
    assertThat(StandardsChoice.KENNARD_STONE.first(alike, new int[] {2, 0, 1}, 3))
        .containsExactlyInAnyOrder(0, 1, 2);
  }
}
