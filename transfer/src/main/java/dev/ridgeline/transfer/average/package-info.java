// SPDX-License-Identifier: Apache-2.0

/**
 * The average over source penalties, factors of the source model and target penalties, weighted by
 * the evidence of the target: one linear model, with the posterior of all three.
 *
 * <p>{@link dev.ridgeline.transfer.average.ModelAverage} computes it from a {@link
 * dev.ridgeline.transfer.average.TargetView} and {@link
 * dev.ridgeline.transfer.average.SourceView}s; whatever is linear in the coefficients is a {@link
 * dev.ridgeline.transfer.average.StudentMixture}. Tables do not occur here: every number is in the
 * coordinates of a prepared design. Immutable, and safe for use by several threads.
 *
 * <p>Allowed dependencies: {@code java.*}, java-api and Hipparchus.
 */
package dev.ridgeline.transfer.average;
