// SPDX-License-Identifier: Apache-2.0

/**
 * Covariances of the rows of a design: isotropic, diagonal, by a power law, or dense.
 *
 * <p>{@link dev.ridgeline.transfer.covariance.Covariance} is what risk theory and realised risks
 * measure lengths with.
 *
 * <p>Allowed dependencies: {@code java.*}, {@code dev.ridgeline.transfer.internal}, {@code
 * org.hipparchus}. Every type is immutable and safe for use by several threads.
 */
package dev.ridgeline.transfer.covariance;
