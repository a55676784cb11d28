// SPDX-License-Identifier: Apache-2.0

/**
 * Spectral filters: regularisation written as a function of the spectrum.
 *
 * <p>With X = U diag(s) V', a filter estimates b = V diag(s phi(s^2)) U'y; ridge is phi(s^2) =
 * 1/(s^2 + n lambda). Gradient flow, gradient descent and principal components are filters too, so
 * that early stopping and truncation cost no more than a penalty once the spectrum is known. From a
 * prior b0, apply the filter to y - X b0 and add b0.
 *
 * <p>{@link dev.ridgeline.transfer.spectral.SpectralFilter} says what a filter does to one
 * direction, {@link dev.ridgeline.transfer.spectral.FilterRisk} gives the distance to a target
 * under isotropy. From data, {@link dev.ridgeline.Design#gcv} chooses among filters.
 *
 * <p>Allowed dependencies: {@code java.*}, {@code dev.ridgeline.transfer.internal}, {@code
 * org.hipparchus}. Every type is immutable and safe for use by several threads.
 */
package dev.ridgeline.transfer.spectral;
