// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

/**
 * Consecutive parameters of a network.
 *
 * @param from the first one
 * @param to one past the last one, at least {@code from}
 */
public record ParameterRange(int from, int to) {
  /** Checks the order. */
  public ParameterRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "a range must ascend from 0 on: from=%d, to=%d".formatted(from, to));
    }
  }

  /**
   * How many parameters these are.
   *
   * @return the length
   */
  public int length() {
    return to - from;
  }
}
