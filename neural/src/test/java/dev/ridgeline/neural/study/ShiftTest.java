// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.workbench.random.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A shift is claimed where there is one, and not where there is none. */
class ShiftTest {
  private static double[][] table(Random random, double noise, double... means) {
    return IntStream.range(0, 10)
        .mapToObj(s -> Arrays.stream(means).map(m -> m + noise * random.nextGaussian()).toArray())
        .toArray(double[][]::new);
  }

  @Test
  void aShiftBeyondTheNoiseIsShownWithItsPrice() {
    Random random = new Random(5);
    double[][] source = table(random, 0.1, 90, 95, 93, 91);
    double[][] transfer = table(random, 0.1, 80, 82, 84, 81);
    Shift shift = Shift.of(source, transfer, transfer);
    assertThat(shift.sourceOptimum()).isEqualTo(1);
    assertThat(shift.transferOptimum()).isEqualTo(2);
    assertThat(shift.isShown()).isTrue();
    assertThat(shift.above()).isEqualTo(1);
    assertThat(shift.lost()).isBetween(1.8, 2.2);
    assertThat(shift.lostLow()).isBetween(1.5, shift.lost());
    assertThat(shift.lostHigh()).isBetween(shift.lost(), 2.5);
    assertThat(Shift.of(source, transfer, transfer)).isEqualTo(shift);
  }

  @Test
  void noiseAloneShowsNoShift() {
    int shown = 0;
    for (int trial = 0; trial < 20; trial++) {
      Random random = new Random(trial);
      double[][] source = table(random, 1, 90, 90, 90, 90, 90);
      double[][] transfer = table(random, 1, 80, 80, 80, 80, 80);
      shown += Shift.of(source, transfer, transfer).isShown() ? 1 : 0;
    }
    // at 2.5 % each way one of twenty is chance
    assertThat(shown).isLessThanOrEqualTo(2);
  }

  @Test
  void theSmallestOfEqualOptimaWinsAndOneSeedHasNoInterval() {
    double[][] one = {{1, 3, 3}};
    Shift shift = Shift.of(one, one, one);
    assertThat(shift.sourceOptimum()).isEqualTo(1);
    assertThat(shift.lost()).isZero();
    assertThat(shift.lostLow()).isNaN();
    assertThat(shift.isShown()).isFalse();
  }

  @Test
  void publishedSubsetsBeginAsThePermutationOfTheTensorLibrary() {
    assertThat(Samples.target(Rng.NUMPY_LEGACY, 0, 10, 10))
        .containsExactly(4, 1, 7, 5, 3, 9, 0, 8, 6, 2);
    assertThat(Samples.target(Rng.NUMPY_LEGACY, 1, 10, 3)).containsExactly(5, 6, 1);
    assertThat(Samples.target(Rng.NUMPY_LEGACY, 3, 30228, 5))
        .containsExactly(15706, 9926, 10715, 18570, 26652);
  }

  @Test
  void samplesHaveNoRowTwiceAndLargerOnesBeginWithSmallerOnes() {
    int[] small = Samples.target(Rng.DEFAULT, 4, 100, 10);
    int[] large = Samples.target(Rng.DEFAULT, 4, 100, 100);
    assertThat(Arrays.copyOf(large, 10)).isEqualTo(small);
    assertThat(Arrays.stream(large).distinct().count()).isEqualTo(100);
    assertThat(Samples.target(Rng.DEFAULT, 5, 100, 10)).isNotEqualTo(small);
    assertThat(Samples.size(0.1, 30228)).isEqualTo(3022);
    assertThat(Samples.size(0.05, 25000)).isEqualTo(1250);
    assertThat(Samples.size(1e-9, 10)).isEqualTo(1);
  }

  @Test
  void distancesAreDrawnForThePublishedPlacesOfTheGrid() {
    assertThat(Charts.spread(19)).isEqualTo(List.of(0, 4, 9, 14, 18));
    assertThat(Charts.spread(2)).isEqualTo(List.of(0, 1));
    assertThat(Charts.spread(1)).isEqualTo(List.of(0));
    assertThat(Charts.number(0.001)).isEqualTo("1e-3");
    assertThat(Charts.number(0)).isEqualTo("0");
  }

  @Test
  void thePaperProfileIsThePublishedGrid() {
    Protocol protocol = Protocol.of(DataSet.CIFAR10, Profile.PAPER);
    assertThat(protocol.weightDecays().size()).isEqualTo(19);
    assertThat(protocol.weightDecays().get(0)).isZero();
    assertThat(protocol.weightDecays().get(1)).isEqualTo(1e-6);
    assertThat(protocol.weightDecays().get(18)).isEqualTo(1e-1);
    assertThat(protocol.seeds()).isEqualTo(10);
  }
}
