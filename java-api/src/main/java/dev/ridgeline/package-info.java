// SPDX-License-Identifier: Apache-2.0

/**
 * Ridge regression of tables, batches and sums. A {@link dev.ridgeline.Ridgeline} is the entry
 * point. {@link dev.ridgeline.RidgeCv} fits a table, a {@link dev.ridgeline.Sample} or other {@link
 * dev.ridgeline.Rows}, or its {@link dev.ridgeline.NormalEquations}, for every penalty of a {@link
 * dev.ridgeline.LambdaGrid} and picks the best: a {@link dev.ridgeline.RidgeFit}. {@link
 * dev.ridgeline.Ridgeline#path} solves a {@link dev.ridgeline.RidgeProblem}, one or thousands at
 * once, and answers with a {@link dev.ridgeline.RidgePath}.
 *
 * <p>Dependencies: {@code java.base} only. Problems, grids and results are immutable and may be
 * shared between threads; {@code Ridgeline} itself may be called from several threads at once.
 */
package dev.ridgeline;
