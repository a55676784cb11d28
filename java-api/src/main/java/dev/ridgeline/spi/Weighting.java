// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * What the packing of a Gram matrix applies to the design on the way, so that no second design is
 * ever formed: Xt = diag(sqrt(rowWeights)) (X - 1 columnMeans') diag(columnScales).
 *
 * @param rowWeights n x 1 per item, &gt;= 0; null: ones
 * @param columnMeans p x 1 per item, subtracted before anything is multiplied (columns such as 1e9
 *     +- 1 keep their digits); null: zeros
 * @param columnScales p x 1 per item; null: ones
 */
public record Weighting(Block rowWeights, Block columnMeans, Block columnScales) {
  /** The design as it is. */
  public static final Weighting NONE = new Weighting(null, null, null);
}
