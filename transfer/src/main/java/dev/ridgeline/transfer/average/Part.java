// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

/**
 * The members of an average that differ in the target penalty alone: a prior w1 ~ N(c b0, sigma^2
 * (t C + I / mu)) with the covariance C of the source's model in units of its noise.
 *
 * @param source index of the source
 * @param prior index of its penalty
 * @param scale c
 * @param t variance of the source's noise over the target's, times c^2; 0 where the source model
 *     counts as known
 * @param logPrior logarithm of its mass before the target is looked at, up to a constant
 */
record Part(int source, int prior, double scale, double t, double logPrior) {
  /** Whether another part has the same covariances. */
  boolean sharesCovariance(Part other) {
    return other != null
        && t == other.t
        && (t == 0 || (source == other.source && prior == other.prior));
  }
}
