// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.internal.SumsBuilder;
import dev.ridgeline.matrix.Side;

/** Memory that a call needs, from shapes alone. */
final class Planner {
  /** More problems in a chunk would not make a device busier. */
  private static final int PROBLEMS_PER_CHUNK = 1024;

  /** Numbers that the penalties of a table take beside its tile: more would not be faster. */
  private static final long ENOUGH = 4L << 20;

  /** Numbers that one array holds. */
  private static final long ARRAY = Integer.MAX_VALUE - 8;

  private Planner() {}

  /**
   * Plans a path.
   *
   * @param penalties number of penalties
   * @param threads workers that hold a chunk at the same time
   * @param limit bytes that all workers may take together
   * @throws TooLargeException when one problem and one penalty do not fit
   */
  static MemoryPlan plan(RidgeProblem problem, int penalties, int threads, long limit) {
    Wants wants = problem.wants();
    long p = problem.features();
    long t = problem.responses();
    boolean table = problem.table() != null;
    boolean rows = problem.side() == Side.DUAL || problem.sums() == null;
    long n = problem.rows();
    boolean dual = problem.side() == Side.DUAL;
    long order = dual ? n : p;
    // a table is read in tiles; a design is looked at where it lies
    long tile = table ? Math.min(n, SumsBuilder.rowsOfTile((int) p, (int) t, n)) : n;
    // Gram, its reduction's workspace, right-hand sides, a tile of a table
    long fixed = 3 * order * order + (tile + order) * t + (table && !dual ? tile * p : 0);
    long perPenalty = order * t + 1;
    if (wants.coefficients() && dual) {
      perPenalty += p * t;
    }
    if (wants.scores() && rows) {
      perPenalty += 2 * tile * t;
    }
    if (wants.leaveOneOut()) {
      perPenalty += 2 * tile;
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
              + ", responses="
              + t
              + "; allow more memory, use fewer threads, or fewer responses in one call");
    }
    if (table) {
      share = Math.min(share, fixed + Math.max(perPenalty, ENOUGH));
    }
    long widest = Math.max(Math.max(Math.max(dual ? p : tile, order) * t, tile), 1);
    int penaltiesPerChunk =
        Math.clamp(Math.min((share - fixed) / perPenalty, ARRAY / widest), 1, penalties);
    long perProblem = fixed + penaltiesPerChunk * perPenalty;
    int fair = Math.ceilDiv(problem.count(), 4 * threads);
    int problemsPerChunk =
        Math.clamp(
            Math.min(
                share / perProblem, ARRAY / Math.max(order * order, widest * penaltiesPerChunk)),
            1,
            Math.clamp(fair, 1, PROBLEMS_PER_CHUNK));
    long coefficients = penalties * t * p;
    if (wants.coefficients() && coefficients > ARRAY) {
      throw new TooLargeException(
          "the coefficients of one problem do not fit into an array: penalties="
              + penalties
              + ", responses="
              + t
              + ", features="
              + p
              + "; ask for fewer penalties or responses in one call, or withoutCoefficients()");
    }
    long resultNumbers =
        penalties
            * (1
                + (wants.coefficients() ? t * (p + 1) : 0)
                + (wants.scores() ? 1 : 0)
                + (wants.gcv() ? t : 0)
                + (wants.leaveOneOut() ? t : 0)
                + (wants.evidence() ? t : 0));
    return new MemoryPlan(
        8 * resultNumbers * problem.count(),
        8 * perProblem * problemsPerChunk,
        problemsPerChunk,
        penaltiesPerChunk,
        Math.ceilDiv(problem.count(), problemsPerChunk));
  }
}
