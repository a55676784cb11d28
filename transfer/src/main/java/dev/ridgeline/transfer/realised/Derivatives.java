// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;

/** Derivatives of risks along a path of models. */
final class Derivatives {
  private Derivatives() {}

  /**
   * (b - w)' Sigma b': half the derivative of the risk.
   *
   * @param pair p x 2: b and its derivative
   * @param truth w
   * @param sigma as {@link SigmaBlocks#upload} gives it
   */
  static double ofRisk(Backend backend, Block pair, Block truth, Block sigma) {
    int p = pair.rows();
    try (Block gap = backend.allocate(p, 1, 1);
        Block weighted = backend.allocate(p, 1, 1);
        Block out = backend.allocate(1, 1, 1)) {
      backend.geam(Transpose.NO, 1, pair.columns(0, 1), -1, truth, gap);
      SigmaBlocks.multiply(backend, sigma, gap, weighted);
      backend.dots(weighted, pair.columns(1, 1), out);
      return backend.download(out)[0];
    }
  }
}
