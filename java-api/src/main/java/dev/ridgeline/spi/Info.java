// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * The outcome of a verb, one number per item and shift, as LAPACK's {@code info}: 0 is success, i
 * &gt; 0 says that the leading minor of order i is not positive definite (factor, solve) or that
 * eigenvalue i did not converge (syevd).
 *
 * <p>A device backend reads it on the first call of {@link #values()}, not before.
 */
@FunctionalInterface
public interface Info {
  /**
   * All outcomes, shift by shift within item.
   *
   * @return item-major numbers: {@code values()[item * shifts + shift]}
   */
  int[] values();

  /**
   * Whether every outcome is 0.
   *
   * @return true when nothing failed
   */
  default boolean success() {
    for (int value : values()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
