// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.matrix;

/** Which neighbours lie side by side in memory. */
public enum Order {
  /** As LAPACK and cuBLAS: element (i, j) at {@code offset + i + j * leadingDimension}. */
  COLUMN_MAJOR,
  /** As C and NumPy: element (i, j) at {@code offset + i * leadingDimension + j}. */
  ROW_MAJOR
}
