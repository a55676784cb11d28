// SPDX-License-Identifier: Apache-2.0

/**
 * Decisions on a fitted transfer: advice, optima between grid points, penalties that the data
 * cannot tell apart, one source penalty for several targets, and filters other than ridge. Every
 * type is immutable and safe for use by several threads.
 *
 * <p>Allowed dependencies: {@code java.*}, java-api, {@code dev.ridgeline.transfer.estimator},
 * {@code .model}, {@code .alignment}, {@code .risk}, {@code .spectral}, and {@code org.hipparchus}.
 */
package dev.ridgeline.transfer.choice;
