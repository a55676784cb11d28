// SPDX-License-Identifier: Apache-2.0

/**
 * Risk theory of ridge transfer: what the penalties are worth before any data are seen.
 *
 * <p>The model: y_i = X_i w_i + noise of standard deviation sigma_i, the rows of X_i with
 * covariance Sigma_i, i = 0 the source (n0 rows), i = 1 the target (n1 rows). The source estimate
 * is b0 = (X0'X0 + l0 n0 I)^-1 X0'y0, the target estimate b1 = b0 + (X1'X1 + l1 n1 I)^-1 X1'(y1 -
 * X1 b0), from scratch the same with b0 = 0. <b>Penalties are on the mean-loss scale</b>:
 * multiplied by the number of rows in the normal equations. Risks are excess risks (b - w1)' Sigma1
 * (b - w1), in squared units of the response, in expectation.
 *
 * <ul>
 *   <li>{@link dev.ridgeline.transfer.risk.FiniteSampleRisk}: exact, given the designs.
 *   <li>{@link dev.ridgeline.transfer.risk.DeterministicEquivalent}: p and n large together, any
 *       covariances; {@link dev.ridgeline.transfer.risk.IsotropicTheory}: its closed form.
 *   <li>{@link dev.ridgeline.transfer.risk.Boundary}, {@link
 *       dev.ridgeline.transfer.risk.RescaledPrior}, {@link
 *       dev.ridgeline.transfer.risk.SeveralTargets}, {@link
 *       dev.ridgeline.transfer.risk.TunedTarget}, {@link
 *       dev.ridgeline.transfer.risk.SourcePenaltyPrice}, {@link
 *       dev.ridgeline.transfer.risk.PhaseTheory}, {@link
 *       dev.ridgeline.transfer.risk.NegativePenalty}, {@link
 *       dev.ridgeline.transfer.risk.MatrixPenaltyRisk}, {@link
 *       dev.ridgeline.transfer.risk.PenaltyComparison}, {@link
 *       dev.ridgeline.transfer.risk.TaskChain}: what follows from them.
 * </ul>
 *
 * <p>Source of the statements: C. E. Hedges, "Source-Optimal Training is Transfer-Suboptimal", TMLR
 * 2026 (arXiv 2511.08401). The equivalents rest on the ridge asymptotics of E. Dobriban and S.
 * Wager (2018) and T. Hastie, A. Montanari, S. Rosset and R. Tibshirani (2022).
 *
 * <p>Allowed dependencies: {@code java.*}, {@code dev.ridgeline.transfer.covariance}, {@code
 * dev.ridgeline.transfer.internal}, {@code org.hipparchus}. Every public type is immutable and safe
 * for use by several threads.
 */
package dev.ridgeline.transfer.risk;
