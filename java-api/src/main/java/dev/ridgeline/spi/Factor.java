// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * Cholesky factors of a batch, in whatever layout the backend likes. Belongs to one thread at a
 * time; closed by its owner.
 */
public interface Factor extends Resource {
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
   * How the factorisation went.
   *
   * @return one number per item: 0, or i when the leading minor of order i is not positive definite
   */
  Info info();

  /**
   * Solves (G + mu I) X = B in place (LAPACK: {@code potrs}).
   *
   * @param b n x nrhs per item, overwritten by X; the columns of items whose info is not 0 become
   *     NaN
   */
  void solve(Block b);

  @Override
  void close();
}
