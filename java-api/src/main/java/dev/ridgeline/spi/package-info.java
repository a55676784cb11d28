// SPDX-License-Identifier: Apache-2.0

/**
 * Interfaces that a backend implements: a {@link dev.ridgeline.spi.BackendProvider} that says
 * whether it can run here, and a {@link dev.ridgeline.spi.Backend} whose verbs work on {@link
 * dev.ridgeline.spi.Block}s that live where the backend lives.
 *
 * <p>Dependencies: {@code java.base} only. A backend may be called from several threads at once;
 * one block, factor or reduction belongs to one thread at a time.
 */
package dev.ridgeline.spi;
