// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static List<String> pieces(int count, int most) {
    List<String> pieces = new ArrayList<>();
    Batches.run(count, most, (from, items) -> pieces.add(from + "+" + items));
    return pieces;
  }

  @Test
  void cutsABatchIntoPiecesInOrder() {
    assertThat(pieces(0, 5)).isEmpty();
    assertThat(pieces(5, 5)).containsExactly("0+5");
    assertThat(pieces(12, 5)).containsExactly("0+5", "5+5", "10+2");
    assertThat(pieces(65536, Batches.MOST_ITEMS)).containsExactly("0+65535", "65535+1");
  }

  @Test
  void aPieceEndsBelowTheLargestInt() {
    assertThat(pieces(Integer.MAX_VALUE, Integer.MAX_VALUE - 1))
        .containsExactly("0+2147483646", "2147483646+1");
  }

  @Test
  void batchesOfSpectraKeepWithinWhatTheSolverCounts() {
    assertThat(Batches.spectra(1)).isEqualTo(32000);
    assertThat(Batches.spectra(64)).isEqualTo(32000);
    for (int n : new int[] {1, 64, 259, 1000, 46340}) {
      long elements = (long) n * n * Batches.spectra(n);
      assertThat(elements).as("n = " + n).isPositive().isLessThanOrEqualTo(Integer.MAX_VALUE);
      assertThat(Batches.spectra(n) == 32000 || elements + (long) n * n > Integer.MAX_VALUE)
          .as("one more than for n = " + n)
          .isTrue();
    }
    assertThat(Batches.spectra(46341)).as("one alone is too many").isZero();
  }

  @Test
  void fitsIntoABudgetOrTriesOne() {
    assertThat(Batches.fitting(50, 100, 1000)).isEqualTo(10);
    assertThat(Batches.fitting(5, 100, 1000)).isEqualTo(5);
    assertThat(Batches.fitting(50, 100, 99)).isEqualTo(1);
    assertThat(Batches.fitting(50, 0, 0)).isEqualTo(1);
    assertThat(Batches.fitting(Integer.MAX_VALUE, 1, Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}
