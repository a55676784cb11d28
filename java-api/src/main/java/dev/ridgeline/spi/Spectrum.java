// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * Eigenvalues and, if asked for, eigenvectors of a batch of symmetric matrices.
 *
 * @param values n x 1 per item, ascending
 * @param vectors n x n per item, orthonormal columns in the order of the values; null when not
 *     asked for
 * @param info one number per item: 0, or i when eigenvalue i did not converge
 */
public record Spectrum(Block values, Block vectors, Info info) implements Resource {
  @Override
  public void close() {
    if (vectors != null) {
      vectors.close();
    }
    values.close();
  }
}
