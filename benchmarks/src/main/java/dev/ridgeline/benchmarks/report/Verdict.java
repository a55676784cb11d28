// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.report;

/**
 * One figure of the gate.
 *
 * @param target which target, such as {@code P1}
 * @param work what was done, and at which size
 * @param threads of Ridgeline and of the peer
 * @param peer against whom
 * @param ours Ridgeline's median seconds for one run
 * @param theirs the peer's
 * @param ratio median over pairs of theirs / ours
 * @param best least of theirs / least of ours
 * @param required the least ratio that meets the target
 */
public record Verdict(
    String target,
    String work,
    int threads,
    String peer,
    double ours,
    double theirs,
    double ratio,
    double best,
    double required) {
  /**
   * Whether the target is met.
   *
   * @return false too when there is no number
   */
  public boolean pass() {
    return ratio >= required;
  }
}
