// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

/**
 * Standard normal numbers, array after array, in the order of a protocol.
 *
 * <p>One source belongs to one thread. Two sources started alike give the same bits.
 */
public interface NormalSource {
  /**
   * Draws the next array of the protocol.
   *
   * @param target takes the numbers, row after row without gaps
   * @param offset where the first one goes
   * @param rows the rows of the array; a vector is one row
   * @param columns the columns of the array
   */
  void fill(double[] target, int offset, int rows, int columns);
}
