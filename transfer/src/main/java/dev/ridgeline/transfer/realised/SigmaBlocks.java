// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.transfer.covariance.Covariance;

/**
 * A covariance as the verbs want it: null for the identity, one column for a diagonal, or dense.
 */
final class SigmaBlocks {
  private SigmaBlocks() {}

  static Block upload(Backend backend, Covariance sigma) {
    int p = sigma.dimension();
    if (!sigma.isDiagonal()) {
      return backend.upload(MatrixBatch.ofColumnMajor(sigma.toColumnMajor(), p, p, 1));
    }
    double[] diagonal = sigma.eigenvalues();
    for (double value : diagonal) {
      if (value != 1) {
        return backend.upload(MatrixBatch.ofColumnMajor(diagonal, p, 1, 1));
      }
    }
    return null;
  }

  /** out = Sigma v. */
  static void multiply(Backend backend, Block sigma, Block v, Block out) {
    if (sigma == null) {
      backend.geam(Transpose.NO, 1, v, 0, null, out);
    } else if (sigma.columns() == 1) {
      backend.dgmm(Placement.LEFT, v, sigma, out);
    } else {
      backend.gemm(Transpose.NO, Transpose.NO, 1, sigma, v, 0, out);
    }
  }
}
