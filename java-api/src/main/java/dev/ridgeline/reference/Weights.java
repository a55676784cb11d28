// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Weighting;

/** The weighting of one item; absent parts are null. */
final class Weights {
  private final double[] roots;
  private final double[] means;
  private final double[] scales;

  Weights(Weighting weighting, int item) {
    roots = HostBlock.column(weighting.rowWeights(), item);
    means = HostBlock.column(weighting.columnMeans(), item);
    scales = HostBlock.column(weighting.columnScales(), item);
    for (int i = 0; roots != null && i < roots.length; i++) {
      roots[i] = Math.sqrt(roots[i]);
    }
  }

  /** Weighs column l of A: a feature on the dual side, a sample on the primal one. */
  void apply(Side side, int l, double[] column) {
    boolean feature = side == Side.DUAL;
    for (int i = 0; i < column.length; i++) {
      double x = column[i];
      if (means != null) {
        x -= means[feature ? l : i];
      }
      if (roots != null) {
        x *= roots[feature ? i : l];
      }
      if (scales != null) {
        x *= scales[feature ? l : i];
      }
      column[i] = x;
    }
  }
}
