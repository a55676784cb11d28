// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/**
 * The rows of every group, by a counting sort: rows of one group keep their order.
 *
 * @param starts where each group begins in {@code rows}, one more at the end
 * @param rows row numbers, group after group
 */
public record RowsByGroup(int[] starts, int[] rows) {
  /**
   * Sorts rows by their group.
   *
   * @param codes group of every row, from 0
   * @param groups number of groups
   * @return the rows of each
   */
  public static RowsByGroup of(int[] codes, int groups) {
    int[] starts = new int[groups + 1];
    for (int code : codes) {
      starts[code + 1]++;
    }
    for (int group = 0; group < groups; group++) {
      starts[group + 1] += starts[group];
    }
    int[] next = starts.clone();
    int[] rows = new int[codes.length];
    for (int row = 0; row < codes.length; row++) {
      rows[next[codes[row]]++] = row;
    }
    return new RowsByGroup(starts, rows);
  }

  /**
   * Number of rows of a group.
   *
   * @param group from 0
   * @return its rows
   */
  public int count(int group) {
    return starts[group + 1] - starts[group];
  }
}
