// SPDX-License-Identifier: Apache-2.0

/**
 * Views of matrices on the heap: one {@link dev.ridgeline.matrix.Matrix}, or a strided {@link
 * dev.ridgeline.matrix.MatrixBatch} of equal shapes.
 *
 * <p>Dependencies: {@code java.base} only. A view is immutable, but it looks at the caller's array:
 * do not write to that array while a call that reads it runs.
 */
package dev.ridgeline.matrix;
