// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.MemoryPlan;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Route;
import dev.ridgeline.RunControl;
import dev.ridgeline.Side;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.DeviceMemoryException;
import dev.ridgeline.spi.Workers;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ridge path over the verbs: chunks of problems, each independent of the others, so that any
 * number of threads and any chunk size give the same bits.
 */
public final class PathAlgorithm {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline");

  private final Backend backend;
  private final RidgeProblem problem;
  private final LambdaGrid grid;
  private final MemoryPlan plan;

  /**
   * Prepares a run.
   *
   * @param backend who computes
   * @param problem what
   * @param grid for which penalties
   * @param plan in which chunks
   */
  public PathAlgorithm(Backend backend, RidgeProblem problem, LambdaGrid grid, MemoryPlan plan) {
    this.backend = backend;
    this.problem = problem;
    this.grid = grid;
    this.plan = plan;
  }

  /**
   * Runs all chunks.
   *
   * @param workers the threads
   * @param control progress and cancellation
   * @return the filled result
   */
  public PathResult run(Workers workers, RunControl control) {
    PathResult result = new PathResult(problem, grid.size());
    AtomicLong done = new AtomicLong();
    workers.run(
        plan.chunks(),
        chunk -> {
          control.check();
          int from = chunk * plan.problemsPerChunk();
          int items = Math.min(plan.problemsPerChunk(), problem.count() - from);
          if (problem.rows() == 0 || problem.features() == 0) {
            fillEmpty(result, from, items);
          } else {
            solve(result, from, items, plan.penaltiesPerChunk(), control);
          }
          control.progress().update(done.addAndGet(items), problem.count());
        });
    return result;
  }

  /**
   * Solves some problems; in halves where a device's memory is spent, which the plan cannot know:
   * others use it too. Halves are independent of each other, so they give the same bits.
   */
  private void solve(PathResult result, int from, int items, int penalties, RunControl control) {
    try (PathChunk work = new PathChunk(backend, problem, grid, from, items, result)) {
      work.run(penalties, control);
      return;
    } catch (DeviceMemoryException spent) {
      if (items == 1 && penalties == 1) {
        throw spent;
      }
      LOGGER.log(
          System.Logger.Level.INFO,
          "{0}: out of memory with {1} problems and {2} penalties at once, going on with half of"
              + " it",
          backend.name(),
          items,
          penalties);
    }
    if (items > 1) {
      int half = items / 2;
      solve(result, from, half, penalties, control);
      solve(result, from + half, items - half, penalties, control);
    } else {
      solve(result, from, items, penalties / 2, control);
    }
  }

  /**
   * Without rows or without features every coefficient is zero, and there is no error to average.
   */
  private void fillEmpty(PathResult result, int from, int items) {
    Side side = problem.side();
    for (int item = from; item < from + items; item++) {
      for (int j = 0; j < grid.size(); j++) {
        result.routes[item][j] = new Route(backend.name(), side, Route.Method.CHOLESKY);
        for (int t = 0; t < problem.targets() && problem.wantsGcv(); t++) {
          double score = meanSquare(item, t);
          result.gcv[item][j * problem.targets() + t] = score;
          if (problem.wantsLeaveOneOut()) {
            result.leaveOneOut[item][j * problem.targets() + t] = score;
          }
        }
      }
    }
  }

  /** The error of the zero fit; NaN without rows. */
  private double meanSquare(int item, int target) {
    double sum = 0;
    for (int i = 0; i < problem.rows(); i++) {
      double y = problem.y().get(item, i, target);
      sum += y * y;
    }
    return sum / problem.rows();
  }
}
