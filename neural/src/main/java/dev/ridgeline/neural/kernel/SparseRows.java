// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

/**
 * Compressed rows, as a loop reads them; whoever makes this has checked offsets and columns.
 *
 * @param features the number of columns
 * @param offsets where each row begins, and where the last one ends
 * @param columns the column of each value
 * @param values the values
 */
public record SparseRows(int features, int[] offsets, int[] columns, float[] values) {}
