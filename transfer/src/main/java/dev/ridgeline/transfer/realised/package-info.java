// SPDX-License-Identifier: Apache-2.0

/**
 * Realised risks: the excess risk of fitted models on one draw of the data, where the true
 * coefficients are known, as in a simulation.
 *
 * <p>{@link dev.ridgeline.transfer.realised.RiskSweep} fits a source at every penalty, {@link
 * dev.ridgeline.transfer.realised.TargetRisks} holds the risks of the targets that start from it.
 * Risks in expectation are in {@code dev.ridgeline.transfer.risk}.
 *
 * <p>The source of the statements is C. E. Hedges, "Source-Optimal Training is
 * Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401).
 *
 * <p>Allowed dependencies: {@code java.*}, java-api, {@code dev.ridgeline.transfer.covariance},
 * {@code dev.ridgeline.transfer.internal}, {@code org.hipparchus}. A sweep and the exact optima it
 * gives belong to one thread at a time.
 */
package dev.ridgeline.transfer.realised;
