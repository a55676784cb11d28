// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.HardProblems;
import org.junit.jupiter.api.Test;

/** The first of the hard problems; {@code ci/accuracy.sh} fits 2 000 of them. */
class RidgeAccuracyTest {
  @Test
  void hardProblemsAreSolvedWithinTheirBounds() {
    try (Ridgeline ridgeline = Ridgeline.builder().backend("reference").threads(1).open()) {
      RidgeAccuracy accuracy = new RidgeAccuracy(ridgeline);
      HardProblems.stream(RidgeAccuracy.SEED, 150).forEach(accuracy::check);
      assertThat(accuracy.failures()).as(accuracy::summary).isEmpty();
    }
  }
}
