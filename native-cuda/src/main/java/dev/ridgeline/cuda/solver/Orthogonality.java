// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.memory.Transfers;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Scope;
import java.util.stream.IntStream;

/**
 * Measures how far eigenvectors are from orthogonal, and mends them. cuSOLVER 12.0.4 (CUDA 13.0)
 * returns for some matrices with a multiple eigenvalue, constant columns among them, vectors u with
 * {@code A u = lambda u} to rounding whose inner products reach 0.1, and reports success.
 *
 * <p>Mended they become {@code U L^-T} with {@code U'U = L L'} (Cholesky QR). Where eigenvalues lie
 * apart, L is the identity to rounding, since {@code U'U diag(lambda) = U'A U} is symmetric; so L
 * mixes vectors of one eigenvalue only, and they stay vectors of it.
 */
final class Orthogonality {
  /** Healthy vectors have a tenth of it and less; LAPACK's tests allow three times as much. */
  private static final double ALLOWED = 10 * 0x1p-53;

  /** One mends all that was seen; the second is for vectors that were nearly parallel. */
  private static final int MOST_MENDS = 2;

  private static final Crossovers BATCHED = new Crossovers(Integer.MAX_VALUE, 0, 0);

  private Orthogonality() {}

  /**
   * Mends in place, item by item: few need it. Waits.
   *
   * @param lane of the calling thread
   * @param u n x n per item
   * @param info one number per item; what cannot be mended becomes n
   */
  static void mend(Lane lane, DeviceBlock u, int[] info) {
    int[] leaning = leaning(lane, u, info);
    for (int mends = 0; leaning.length > 0 && mends < MOST_MENDS; mends++) {
      for (int item : leaning) {
        if (!orthonormalise(lane, u.items(item, 1))) {
          info[item] = u.rows();
        }
      }
      leaning = leaning(lane, u, info);
    }
    for (int item : leaning) {
      info[item] = u.rows();
    }
  }

  /** Items without failure whose U'U is further from the identity than rounding explains. */
  private static int[] leaning(Lane lane, DeviceBlock u, int[] info) {
    int n = u.rows();
    int count = u.count();
    double[] squares = new double[count];
    try (DeviceBlock gap = DeviceBlock.allocate(lane, n, n, count);
        DeviceBlock identity = Elements.identity(lane, n);
        DeviceBlock norms = DeviceBlock.allocate(lane, 1, 1, count)) {
      Elements.geam(lane, Transpose.NO, 1, identity.share(count), 0, null, gap);
      Products.gemm(lane, Transpose.YES, Transpose.NO, 1, u, u, -1, gap);
      DeviceBlock flat = gap.reshape(Math.multiplyExact(n, n), 1);
      Columns.dots(lane, flat, flat, norms);
      Transfers.download(lane, norms, squares, 0);
    }
    return IntStream.range(0, count)
        .filter(item -> info[item] == 0 && !(Math.sqrt(squares[item]) <= ALLOWED * n))
        .toArray();
  }

  private static boolean orthonormalise(Lane lane, DeviceBlock u) {
    int n = u.rows();
    try (Scope scope = new Scope()) {
      DeviceBlock products = scope.add(DeviceBlock.allocate(lane, n, n, 1));
      Products.gemm(lane, Transpose.YES, Transpose.NO, 1, u, u, 0, products);
      CholeskyBatch factor = scope.add(new CholeskyBatch(lane, scope.keep(products), BATCHED));
      DeviceBlock transposed = scope.add(DeviceBlock.allocate(lane, n, n, 1));
      Elements.geam(lane, Transpose.YES, 1, u, 0, null, transposed);
      factor.forward(lane, transposed);
      Elements.geam(lane, Transpose.YES, 1, transposed, 0, null, u);
      return factor.info(lane)[0] == 0;
    }
  }
}
