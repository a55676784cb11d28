// SPDX-License-Identifier: Apache-2.0

/**
 * Loops over memory outside the heap, on the Vector API: all of a training step but the matrix
 * products and convolutions of many channels.
 *
 * <p>Every loop works element by element, or adds in an order that depends on neither the width of
 * the vectors nor the moment of compilation, so results have the same bits everywhere.
 *
 * <p>Dependencies: {@code java.base} and {@code jdk.incubator.vector}.
 */
package dev.ridgeline.neural.kernel;
