// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * Columns that no penalty applies to, as the rows of a design lose them: from the design X become X
 * - N F, where the columns of N are an orthonormal basis of the unpenalised columns (weighted and
 * centred as X is) and F = N'X.
 *
 * @param rows N, r x q per item: one row per row of the design
 * @param products F, q x n per item, n the order of the reduction
 */
public record Basis(Block rows, Block products) {
  /** Nothing to eliminate. */
  public static final Basis NONE = new Basis(null, null);
}
