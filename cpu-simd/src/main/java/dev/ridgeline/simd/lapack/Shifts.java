// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.ShiftedKernel;
import java.util.Arrays;

/**
 * The shifts of a call in groups of {@link ShiftedKernel#SHIFTS}; the last group is filled up with
 * its last shift, and what comes of the filling is not stored.
 */
final class Shifts {
  static final int GROUP = ShiftedKernel.SHIFTS;

  private final int count;
  private final double[] filled;

  Shifts(double[] mu) {
    count = mu.length;
    filled = Arrays.copyOf(mu, groups() * GROUP);
    if (count > 0) {
      Arrays.fill(filled, count, filled.length, mu[count - 1]);
    }
  }

  /** Number of groups. */
  int groups() {
    return Math.ceilDiv(count, GROUP);
  }

  /** Shifts of a group that are not filling. */
  int in(int group) {
    return Math.min(GROUP, count - group * GROUP);
  }

  /** All shifts, group by group. */
  double[] values() {
    return filled;
  }
}
