// SPDX-License-Identifier: Apache-2.0

/**
 * Training by Adam and evaluation.
 *
 * <p>{@link dev.ridgeline.neural.train.Trainer} takes a network, examples, a {@link
 * dev.ridgeline.neural.train.TrainingPlan} and {@link dev.ridgeline.neural.train.RandomStreams};
 * the same four give the same bits on any thread, whatever runs beside it.
 *
 * <p>Dependencies: {@code data}, {@code kernel}, {@code model}, Commons RNG.
 */
package dev.ridgeline.neural.train;
