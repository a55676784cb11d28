// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Spectrum;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix, by the verb of a backend, which ends
 * whatever the matrix is: a limit of thirty steps, as libraries have it, fails where most
 * eigenvalues are rounding.
 *
 * @param values descending
 * @param vectors a column for each
 */
record SymmetricEigen(double[] values, Matrix vectors) {
  /**
   * Decomposes.
   *
   * @param backend who computes
   * @param matrix order x order, column-major, both triangles
   * @param order at least 1
   */
  static SymmetricEigen of(Backend backend, double[] matrix, int order) {
    double[] ascending;
    double[] columns;
    try (Block block = backend.upload(MatrixBatch.ofColumnMajor(matrix.clone(), order, order, 1));
        Spectrum spectrum = backend.syevd(block, true)) {
      ascending = backend.download(spectrum.values());
      columns = backend.download(spectrum.vectors());
    }
    double[] values = new double[order];
    double[] vectors = new double[order * order];
    for (int k = 0; k < order; k++) {
      values[k] = ascending[order - 1 - k];
      System.arraycopy(columns, (order - 1 - k) * order, vectors, k * order, order);
    }
    return new SymmetricEigen(values, Matrix.ofColumnMajor(vectors, order, order));
  }
}
