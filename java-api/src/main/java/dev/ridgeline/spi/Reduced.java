// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import dev.ridgeline.matrix.Transpose;

/**
 * A batch of symmetric matrices reduced once so that every shift is cheap: tridiagonal, band,
 * spectrum or batched factors, as the backend likes. It may live in the memory of the block it was
 * made from: close it before that block. Belongs to one thread at a time.
 *
 * <p>Shifts {@code mu} hold for every item. They are finite and &gt;= 0 in the algorithms here; a
 * shifted matrix that is not positive definite is reported, never repaired.
 */
public interface Reduced extends AutoCloseable {
  /**
   * Order of the matrices.
   *
   * @return n
   */
  int order();

  /**
   * Number of matrices.
   *
   * @return count
   */
  int count();

  /**
   * Solves (G + mu_j I) X_j = B for every shift.
   *
   * @param mu the m shifts
   * @param b n x nrhs per item, left as it is
   * @param out n x (m nrhs) per item, overwritten: column {@code j * nrhs + t} belongs to shift j
   *     and right-hand side t; NaN where info is not 0
   * @return m numbers per item: 0, or i when the leading minor of order i of the reduced matrix is
   *     not positive definite
   */
  Info solve(double[] mu, Block b, Block out);

  /**
   * tr (G + mu_j I)^-1 for every shift.
   *
   * @param mu the m shifts
   * @param out m x 1 per item, overwritten; NaN where info is not 0
   * @return as {@link #solve}
   */
  Info traceInverse(double[] mu, Block out);

  /**
   * The quadratic forms z_i' (G + mu_j I)^-1 z_i of the rows z_i of Z = op(z), for every shift. No
   * eigenvectors are needed (one forward recurrence per row and shift).
   *
   * @param trans how z is read
   * @param z op(z) is r x n per item; null stands for the identity (r = n), which asks for the
   *     diagonals of the inverses
   * @param mu the m shifts
   * @param out r x m per item, overwritten; NaN where info is not 0
   * @return as {@link #solve}
   */
  Info leverages(Transpose trans, Block z, double[] mu, Block out);

  /**
   * What the matrices were reduced to, for the route of a result. A backend may decide by the first
   * question: ask afterwards.
   *
   * @return {@code tridiagonal}, {@code band}, {@code spectrum}, or {@code cholesky} where every
   *     shift is a factorisation of its own in one batch
   */
  String form();

  @Override
  void close();
}
