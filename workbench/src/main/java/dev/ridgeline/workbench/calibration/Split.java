// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Samples for calibration and samples for the test. A test sample is never seen, on any instrument.
 *
 * @param calibration rows, in the order in which they become standards
 * @param test rows
 */
record Split(int[] calibration, int[] test) {
  /**
   * Draws a split, the same for all instruments and responses.
   *
   * @param samples how many there are
   * @param calibration how many of them are for calibration
   * @param seed of all splits
   * @param repeat number of this one
   */
  static Split draw(int samples, int calibration, long seed, int repeat) {
    int[] order = IntStream.range(0, samples).toArray();
    SplittableRandom random = new SplittableRandom(1_000_003 * seed + repeat);
    for (int i = samples - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return new Split(
        Arrays.copyOf(order, calibration), Arrays.copyOfRange(order, calibration, samples));
  }
}
