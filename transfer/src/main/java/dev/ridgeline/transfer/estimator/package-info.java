// SPDX-License-Identifier: Apache-2.0

/**
 * Transfer between tables: a ridge fit of a target from the models of a source for every pair of
 * penalties, judged by exact leave-one-out on the target.
 *
 * <p>{@link dev.ridgeline.transfer.estimator.TransferRidge} fits a target, {@link
 * dev.ridgeline.transfer.estimator.TransferFit} is the fit of all of its responses, and {@link
 * dev.ridgeline.transfer.estimator.ResponseFit} the choices for one response. Tables, preparations
 * and ridge fits of one table are in {@code dev.ridgeline}. Every type is immutable and safe for
 * use by several threads.
 *
 * <p>Allowed dependencies: {@code java.*}, java-api and {@code dev.ridgeline.transfer.model}.
 */
package dev.ridgeline.transfer.estimator;
