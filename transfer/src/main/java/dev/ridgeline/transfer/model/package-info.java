// SPDX-License-Identifier: Apache-2.0

/**
 * Values that estimators hand out or take in: a fitted model and its file, an interval, the
 * penalties of other software.
 *
 * <p>{@link dev.ridgeline.transfer.model.LinearModel} predicts and is saved as JSON, {@link
 * dev.ridgeline.transfer.model.Interval} is a 95 % interval, {@link
 * dev.ridgeline.transfer.model.PeerPenalty} converts a penalty from and to scikit-learn, glmnet,
 * Spark and others.
 *
 * <p>Allowed dependencies: {@code java.*}, java-api, {@code dev.ridgeline.transfer.internal},
 * {@code org.hipparchus}, and {@code jackson-core} for models on disk. Every type is immutable and
 * safe for use by several threads.
 */
package dev.ridgeline.transfer.model;
