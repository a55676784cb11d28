// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/** The groups of a sample. */
record SampleGroups(Sample sample, RowsByGroup order) implements GroupedRows {
  @Override
  public int groups() {
    return order.starts().length - 1;
  }

  @Override
  public int features() {
    return sample.features();
  }

  @Override
  public int responses() {
    return sample.responses();
  }

  @Override
  public int rows(int group) {
    return order.count(group);
  }

  @Override
  public void read(int group, double[] x, double[] y, double[] weights) {
    int from = order.starts()[group];
    int n = rows(group);
    for (int i = 0; i < n; i++) {
      int row = order.rows()[from + i];
      for (int j = 0; j < features(); j++) {
        x[j * n + i] = sample.x().get(row, j);
      }
      for (int r = 0; r < responses(); r++) {
        y[r * n + i] = sample.y().get(row, r);
      }
      weights[i] = sample.weight(row);
    }
  }
}
