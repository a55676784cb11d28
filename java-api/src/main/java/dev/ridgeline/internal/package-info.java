// SPDX-License-Identifier: Apache-2.0

/**
 * The algorithms behind the public classes: written once over the verbs of {@link
 * dev.ridgeline.spi.Backend}, whatever backend runs them. Not exported.
 *
 * <p>Dependencies: {@code java.base} only.
 */
package dev.ridgeline.internal;
