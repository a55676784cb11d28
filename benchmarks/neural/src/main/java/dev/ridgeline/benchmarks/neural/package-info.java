// SPDX-License-Identifier: Apache-2.0

/**
 * JMH over the training of networks, with PyTorch as the peer, and {@link
 * dev.ridgeline.benchmarks.neural.Measure}, which runs it.
 *
 * <p>Dependencies: neural's {@code data}, {@code model} and {@code train} as a study uses them, the
 * frame of the other benchmarks, PyTorch. Nothing depends on it.
 */
package dev.ridgeline.benchmarks.neural;
