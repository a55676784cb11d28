// SPDX-License-Identifier: Apache-2.0

/**
 * How far two tasks point the same way, from data alone.
 *
 * <p>{@link dev.ridgeline.transfer.alignment.AlignmentEstimator} estimates the task alignment rho =
 * (w0, w1)/|w0|^2 of a source and a target sample, with a 95 % interval; {@link
 * dev.ridgeline.transfer.alignment.Alignment} is what it says, including that nothing can be said.
 *
 * <p>Allowed dependencies: {@code java.*}, {@code dev.ridgeline.matrix}, {@code org.hipparchus}.
 * Every public type is immutable or stateless, and safe for use by several threads.
 */
package dev.ridgeline.transfer.alignment;
