// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;

/** A division over verbs that only multiply: reciprocals are made on the heap. */
final class ComposedDivision {
  private ComposedDivision() {}

  static void run(Backend backend, Block a, Block d, Block c) {
    int n = d.rows();
    int m = d.columns();
    if (n == 0 || m == 0 || c.columns() == 0 || c.count() == 0) {
      return;
    }
    boolean shared = d.batchStride() == 0;
    double[] reciprocals = backend.download(shared ? d.items(0, 1) : d);
    for (int i = 0; i < reciprocals.length; i++) {
      reciprocals[i] = 1 / reciprocals[i];
    }
    long stride = shared ? 0 : (long) n * m;
    int group = c.columns() / m;
    try (Block r =
        backend.upload(
            MatrixBatch.of(reciprocals, 0, n, m, n, stride, d.count(), Order.COLUMN_MAJOR))) {
      for (int j = 0; j < m; j++) {
        backend.dgmm(
            Placement.LEFT,
            a.columns(j * group, group),
            r.columns(j, 1),
            c.columns(j * group, group));
      }
    }
  }
}
