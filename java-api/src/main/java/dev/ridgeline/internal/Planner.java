// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.MemoryPlan;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Side;

/** Memory of a ridge path, from shapes alone. */
public final class Planner {
  /** More problems than this in a chunk bring nothing but memory. */
  private static final int PROBLEMS_PER_CHUNK = 1024;

  private Planner() {}

  /**
   * Plans a path.
   *
   * @param problem shapes and wishes
   * @param penalties number of penalties
   * @param threads workers that hold a chunk at the same time
   * @param limit bytes that all workers may take together
   * @return the plan
   * @throws IllegalArgumentException when one problem and one penalty do not fit
   */
  public static MemoryPlan plan(RidgeProblem problem, int penalties, int threads, long limit) {
    long n = problem.rows();
    long p = problem.features();
    long t = problem.targets();
    long order = Math.min(n, p);
    boolean dual = problem.side() == Side.DUAL;
    // Gram, its reduction's workspace, right-hand sides, and room for a spectral repair
    long fixed = 3 * order * order + (n + order) * t;
    long perPenalty = order * t + 1;
    if (problem.wantsCoefficients() && dual) {
      perPenalty += p * t;
    }
    if (problem.wantsGcv()) {
      perPenalty += 2 * n * t;
    }
    if (problem.wantsLeaveOneOut()) {
      perPenalty += 2 * n;
    }
    long share = limit / 8 / Math.max(1, Math.min(threads, problem.count()));
    if (fixed + perPenalty > share) {
      throw new TooLargeException(
          "one problem needs "
              + 8 * (fixed + perPenalty)
              + " bytes of work memory and "
              + 8 * share
              + " are allowed: rows="
              + n
              + ", features="
              + p
              + ", targets="
              + t
              + "; allow more memory, use fewer threads, or fewer targets in one call");
    }
    // no single block may exceed what one array holds
    long widest = Math.max(Math.max(Math.max(n, p) * t, n), 1);
    long cap = Integer.MAX_VALUE - 8;
    int penaltiesPerChunk =
        Math.clamp(Math.min((share - fixed) / perPenalty, cap / widest), 1, penalties);
    long perProblem = fixed + penaltiesPerChunk * perPenalty;
    int fair = Math.ceilDiv(problem.count(), 4 * threads);
    int problemsPerChunk =
        Math.clamp(
            Math.min(share / perProblem, cap / Math.max(order * order, widest * penaltiesPerChunk)),
            1,
            Math.clamp(fair, 1, PROBLEMS_PER_CHUNK));
    int chunks = Math.ceilDiv(problem.count(), problemsPerChunk);
    long resultNumbers =
        penalties
            * (1
                + (problem.wantsCoefficients() ? t * p : 0)
                + (problem.wantsGcv() ? t + 1 : 0)
                + (problem.wantsLeaveOneOut() ? t : 0));
    return new MemoryPlan(
        8 * resultNumbers * problem.count(),
        8 * perProblem * problemsPerChunk,
        problemsPerChunk,
        penaltiesPerChunk,
        chunks);
  }
}
