// SPDX-License-Identifier: Apache-2.0

/**
 * Estimators on tables: ridge with an intercept, weights, unpenalised columns and a cross-validated
 * penalty, and the same from a source model whose own penalty is chosen with it.
 *
 * <p>{@link dev.ridgeline.transfer.estimator.Sample} is a table, {@link
 * dev.ridgeline.transfer.estimator.Preparation} says what is done to it, {@link
 * dev.ridgeline.transfer.estimator.RidgeCv} and {@link
 * dev.ridgeline.transfer.estimator.TransferRidgeCv} choose penalties, {@link
 * dev.ridgeline.transfer.estimator.LinearModel} predicts.
 *
 * <p>One route serves all of it: a thin singular value decomposition of the prepared design, from
 * the eigenvectors of the smaller Gram matrix and then made accurate by one-sided rotations. Each
 * penalty is then a scaling, exact leave-one-out included, down to penalty 0, the fit of minimum
 * norm.
 *
 * <p>Allowed dependencies: {@code java.*}, java-api, {@code dev.ridgeline.transfer}, {@code
 * org.hipparchus}, and {@code jackson-core} for models on disk.
 */
package dev.ridgeline.transfer.estimator;
