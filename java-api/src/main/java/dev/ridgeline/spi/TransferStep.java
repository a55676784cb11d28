// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import dev.ridgeline.matrix.Transpose;

/**
 * One L2-SP target fit for many priors at once, and its excess risk: with X = op(x),
 *
 * <pre>b1_l = b0_l + (X'X + mu I)^-1 X'(y - X b0_l),   risk_l = (b1_l - w)' Sigma (b1_l - w)</pre>
 *
 * for every column b0_l of the prior (Hedges, TMLR 2026, section 2).
 *
 * @param trans how x is read
 * @param x op(x) is n x p per item: the target designs
 * @param y n x 1 per item
 * @param prior p x L per item; stride 0 when all targets share their source
 * @param truth p x 1 per item: w
 * @param sigma null for the identity, p x 1 for a diagonal, p x p for a dense covariance, stride 0
 *     or one per item
 * @param mu the target penalty on the scale of the normal equations (n times a mean-loss penalty)
 * @param risk L x 1 per item, overwritten; may fall below zero by rounding, of the size of eps |b0
 *     - w|^2
 */
public record TransferStep(
    Transpose trans,
    Block x,
    Block y,
    Block prior,
    Block truth,
    Block sigma,
    double mu,
    Block risk) {}
