// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Arrays;

/**
 * Rows in many groups, read group by group: a table in memory in any order, or whatever can hand
 * out the rows of a group.
 *
 * <p>Implementations give the same rows whenever they are asked, and are safe for use by several
 * threads that read different groups.
 */
public interface GroupedRows {
  /**
   * Number of groups.
   *
   * @return at least 0
   */
  int groups();

  /**
   * Number of features.
   *
   * @return p
   */
  int features();

  /**
   * Number of responses.
   *
   * @return T
   */
  int responses();

  /**
   * Number of rows of a group.
   *
   * @param group from 0
   * @return n of this group
   */
  int rows(int group);

  /**
   * Copies the rows of a group.
   *
   * @param group from 0
   * @param x receives the features, n x p, column-major with leading dimension n
   * @param y receives the responses, n x T, column-major with leading dimension n
   * @param weights receives n weights, 1 where rows weigh the same
   */
  void read(int group, double[] x, double[] y, double[] weights);

  /**
   * The groups of a sample, in ascending order of their labels.
   *
   * @param sample with groups
   * @return its groups
   */
  static GroupedRows of(Sample sample) {
    int[] labels = sample.groups();
    if (labels == null) {
      throw new IllegalArgumentException("a fit of groups needs Sample.withGroups: " + sample);
    }
    int[] distinct = Arrays.stream(labels).sorted().distinct().toArray();
    int[] codes = Arrays.stream(labels).map(l -> Arrays.binarySearch(distinct, l)).toArray();
    return new SampleGroups(sample, RowsByGroup.of(codes, distinct.length));
  }
}
