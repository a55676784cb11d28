// SPDX-License-Identifier: Apache-2.0

/**
 * Labelled examples, dense or sparse.
 *
 * <p>Dependencies: none but {@code java.base}.
 */
package dev.ridgeline.neural.data;
