// SPDX-License-Identifier: Apache-2.0

/**
 * Ridge transfer: the source penalty that serves a target task.
 *
 * <p>The source of the statements is C. E. Hedges, "Source-Optimal Training is
 * Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401).
 *
 * <p>Allowed dependencies: {@code java.*}, {@code dev.ridgeline} below this module, {@code
 * org.hipparchus}. Results are immutable and safe to share between threads; {@link
 * dev.ridgeline.transfer.RiskSweep} and the exact optima it gives, and the set-up {@link
 * dev.ridgeline.transfer.TransferRidge}, belong to one thread at a time.
 */
package dev.ridgeline.transfer;
