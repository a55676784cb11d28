// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

/** Shifts for matrices of norm about 1: nothing, below rounding, every scale between, huge. */
public final class Penalties {
  private Penalties() {}

  /**
   * The ladder.
   *
   * @return 0 and powers of ten from 1e-15 to 1e15, ascending
   */
  public static double[] ladder() {
    return new double[] {
      0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1e4, 1e6, 1e9, 1e12, 1e15
    };
  }
}
