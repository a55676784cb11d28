// SPDX-License-Identifier: Apache-2.0

/**
 * Ridge estimators on tables, and how their penalties compare with those of other software.
 *
 * <p>Allowed dependencies: {@code java.*}, {@code dev.ridgeline} below this module.
 */
package dev.ridgeline.transfer.estimator;
