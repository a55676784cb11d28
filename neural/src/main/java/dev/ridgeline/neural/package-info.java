// SPDX-License-Identifier: Apache-2.0

/**
 * The neural studies of the paper: MNIST, CIFAR-10 and 20 Newsgroups.
 *
 * <p>{@link dev.ridgeline.neural.data} holds examples, {@link dev.ridgeline.neural.model} networks
 * as flat parameter vectors, {@link dev.ridgeline.neural.kernel} loops on memory outside the heap,
 * {@link dev.ridgeline.neural.train} training and evaluation. ND4J is known to {@code model} alone,
 * the Vector API to {@code kernel} alone.
 */
package dev.ridgeline.neural;
