// SPDX-License-Identifier: Apache-2.0
/**
 * Streams, handles and memory, each with an owner that ends it; depends on {@code binding} alone.
 */
package dev.ridgeline.cuda.runtime;
