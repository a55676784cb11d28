// SPDX-License-Identifier: Apache-2.0

/**
 * What a user touches: {@link dev.ridgeline.Ridgeline} solves a {@link dev.ridgeline.RidgeProblem}
 * for every penalty of a {@link dev.ridgeline.LambdaGrid} and answers with a {@link
 * dev.ridgeline.RidgePath}.
 *
 * <p>Dependencies: {@code java.base} only. Problems, grids and results are immutable and may be
 * shared between threads; {@code Ridgeline} itself may be called from several threads at once.
 */
package dev.ridgeline;
