// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.Designs;
import dev.ridgeline.internal.PathResult;
import dev.ridgeline.internal.PathSolver;
import dev.ridgeline.internal.RawDesigns;
import dev.ridgeline.internal.Rounding;
import dev.ridgeline.internal.Sums;
import dev.ridgeline.internal.SumsDesigns;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.Pieces;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ridge path over the verbs: chunks of problems, each independent of the others, so that any
 * number of threads and any chunk size give the same bits.
 */
final class PathRun {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline");

  private final Backend backend;
  private final Workers workers;
  private final RidgeProblem problem;
  private final LambdaGrid grid;
  private final MemoryPlan plan;
  private final RunControl control;
  private final PathResult result;

  PathRun(
      Backend backend,
      Workers workers,
      RidgeProblem problem,
      LambdaGrid grid,
      MemoryPlan plan,
      RunControl control) {
    this.backend = backend;
    this.workers = workers;
    this.problem = problem;
    this.grid = grid;
    this.plan = plan;
    this.control = control;
    this.result =
        new PathResult(
            problem.count(), grid.size(), problem.responses(), problem.features(), problem.wants());
  }

  PathResult run() {
    AtomicLong done = new AtomicLong();
    workers.run(
        plan.chunks(),
        chunk -> {
          control.check();
          int from = chunk * plan.problemsPerChunk();
          int items = Math.min(plan.problemsPerChunk(), problem.count() - from);
          if (problem.features() == 0 || (problem.sums() == null && problem.rows() == 0)) {
            fillEmpty(from, items);
          } else {
            solve(from, items);
          }
          control.progress().update(done.addAndGet(items), problem.count());
        });
    return result;
  }

  /** Some problems, in smaller pieces where a device's memory is spent. */
  private void solve(int from, int count) {
    Pieces.run(
        count,
        count,
        (first, items) -> {
          if (items > 1) {
            solve(from + first, items, plan.penaltiesPerChunk());
          } else {
            solveAlone(from + first, plan.penaltiesPerChunk());
          }
        },
        DeviceMemoryException.class::isInstance,
        (items, next) -> log(items, "problems", next));
  }

  /** One problem, with fewer penalties at once where a device's memory is spent. */
  private void solveAlone(int item, int perChunk) {
    try {
      solve(item, 1, perChunk);
    } catch (DeviceMemoryException spent) {
      if (perChunk == 1) {
        throw spent;
      }
      log(perChunk, "penalties", perChunk / 2);
      solveAlone(item, perChunk / 2);
    }
  }

  private void log(int tried, String what, int next) {
    LOGGER.log(
        System.Logger.Level.INFO,
        "{0}: out of memory with {1} {2} at once, continuing with {3}",
        backend.name(),
        tried,
        what,
        next);
  }

  private void solve(int from, int items, int perChunk) {
    int scaled = scaledItem(from, items);
    if (scaled >= 0 && items > 1) {
      // squares of this item leave the range of doubles: it is solved alone, scaled
      if (scaled > 0) {
        solve(from, scaled, perChunk);
      }
      solve(from + scaled, 1, perChunk);
      if (scaled + 1 < items) {
        solve(from + scaled + 1, items - scaled - 1, perChunk);
      }
      return;
    }
    try (Designs designs = open(from, items, scaled >= 0)) {
      double[] mu = Arrays.copyOf(shifts(), grid.size());
      if (designs.recovery(0) != null) {
        double unit = Math.scalb(1.0, -2 * designs.recovery(0).xExponent());
        for (int j = 0; j < mu.length; j++) {
          mu[j] *= unit;
        }
      }
      try (PathSolver solver = new PathSolver(designs, problem.wants(), control::check)) {
        solver.run(mu, result, from, perChunk);
      }
    }
  }

  /** The first of some items whose squares leave the range of doubles; -1 without any. */
  private int scaledItem(int from, int items) {
    if (problem.table() != null || problem.sums() != null) {
      return -1;
    }
    for (int item = 0; item < items; item++) {
      if (isExtreme(problem.x().slice(from + item, 1))
          || isExtreme(problem.y().slice(from + item, 1))) {
        return item;
      }
    }
    return -1;
  }

  private static boolean isExtreme(MatrixBatch item) {
    double largest = item.largest();
    return Rounding.exponentOf(largest) != 0;
  }

  private Designs open(int from, int items, boolean scaled) {
    if (problem.table() != null) {
      return problem.table().open(backend, workers, control);
    }
    if (problem.sums() != null) {
      return sums(from, items);
    }
    if (scaled) {
      Sample sample = Sample.of(problem.x().matrix(from), problem.y().matrix(from));
      return Table.of(sample, Preparation.DEFAULT.withoutIntercept())
          .open(backend, workers, control);
    }
    return new RawDesigns(backend, problem.x().slice(from, items), problem.y().slice(from, items));
  }

  /** On the scale MEAN the sums are divided by their numbers of rows, and mu is lambda. */
  private Designs sums(int from, int items) {
    List<Sums> part = problem.sums().items().subList(from, from + items);
    double[] multiples = new double[items];
    Arrays.setAll(
        multiples, k -> grid.scale() == LambdaScale.MEAN ? 1.0 / (double) part.get(k).rows : 1);
    Preparation preparation = problem.preparation();
    return new SumsDesigns(backend, part, preparation.how(null), multiples);
  }

  private double[] shifts() {
    return problem.sums() != null ? grid.values() : grid.toNormalEquations(problem.rows());
  }

  /**
   * Without rows or without features every coefficient is zero, and there is no error to average.
   */
  private void fillEmpty(int from, int items) {
    int t = problem.responses();
    for (int item = from; item < from + items; item++) {
      Arrays.fill(result.forms[item], Form.CHOLESKY);
      for (int at = 0; at < grid.size() * t && problem.wants().scores(); at++) {
        double score = problem.table() == null ? meanSquare(item, at % t) : Double.NaN;
        if (problem.wantsGcv()) {
          result.gcv[item][at] = score;
        }
        if (problem.wantsLeaveOneOut()) {
          result.leaveOneOut[item][at] = score;
        }
      }
    }
  }

  /** The error of the zero fit; NaN without rows. */
  private double meanSquare(int item, int response) {
    double sum = 0;
    int n = problem.y().rows();
    for (int i = 0; i < n; i++) {
      double y = problem.y().get(item, i, response);
      sum += y * y;
    }
    return sum / n;
  }
}
