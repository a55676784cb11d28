// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/** The answer of a provider: it can run here, or why not. */
public sealed interface Availability {
  /**
   * It can.
   *
   * @param device where it would run
   */
  record Available(DeviceInfo device) implements Availability {}

  /**
   * It cannot.
   *
   * @param reason what is missing, a clause without a full stop
   * @param remedy what the user can do about it, a clause without a full stop
   * @param absent whether the device is not there at all, so that nothing is wrong: nobody is told
   *     of it unasked
   */
  record Unavailable(String reason, String remedy, boolean absent) implements Availability {
    /**
     * It cannot, though it might be expected to.
     *
     * @param reason what is missing, a clause without a full stop
     * @param remedy what the user can do about it, a clause without a full stop
     */
    public Unavailable(String reason, String remedy) {
      this(reason, remedy, false);
    }
  }
}
