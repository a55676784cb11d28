// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Problems of any shapes in one call: those of one shape become a batch, which has the bits of each
 * alone, and answers come back in the order of the questions. Nothing is padded: a shape that is
 * there once is a batch of one.
 */
final class MixedPaths {
  private final Ridgeline ridgeline;
  private final LambdaGrid grid;
  private final RunControl control;
  private final RidgePath[] paths;
  private final long total;
  private long done;

  MixedPaths(
      Ridgeline ridgeline, List<RidgeProblem> problems, LambdaGrid grid, RunControl control) {
    this.ridgeline = ridgeline;
    this.grid = grid;
    this.control = control;
    this.paths = new RidgePath[problems.size()];
    this.total = problems.stream().mapToLong(RidgeProblem::count).sum();
  }

  /** What problems of one batch have in common. */
  private record Shape(int rows, int features, int responses, Wants wants) {}

  List<RidgePath> run(List<RidgeProblem> problems) {
    Map<Shape, List<Integer>> buckets = new LinkedHashMap<>();
    for (int i = 0; i < paths.length; i++) {
      RidgeProblem problem = problems.get(i);
      if (problem.isSingleDesign()) {
        Shape shape =
            new Shape(problem.x().rows(), problem.features(), problem.responses(), problem.wants());
        buckets.computeIfAbsent(shape, s -> new ArrayList<>()).add(i);
      } else {
        paths[i] = solved(problem);
      }
    }
    for (List<Integer> bucket : buckets.values()) {
      if (bucket.size() == 1) {
        paths[bucket.getFirst()] = solved(problems.get(bucket.getFirst()));
      } else {
        together(problems, bucket);
      }
    }
    return List.of(paths);
  }

  private RidgePath solved(RidgeProblem problem) {
    control.check();
    RidgePath path = ridgeline.path(problem, grid, control.quiet());
    told(problem.count());
    return path;
  }

  private void told(int problems) {
    done += problems;
    control.progress().update(done, total);
  }

  private void together(List<RidgeProblem> problems, List<Integer> bucket) {
    RidgeProblem first = problems.get(bucket.getFirst());
    int n = first.x().rows();
    int p = first.features();
    int t = first.responses();
    // as many at once as one array holds
    int most = Integer.MAX_VALUE / Math.max(1, Math.max(n * Math.max(p, t), p * t * grid.size()));
    for (int from = 0; from < bucket.size(); from += most) {
      List<Integer> some = bucket.subList(from, Math.min(bucket.size(), from + most));
      control.check();
      double[] x = new double[MatrixBatch.size(n, p, some.size())];
      double[] y = new double[MatrixBatch.size(n, t, some.size())];
      for (int i = 0; i < some.size(); i++) {
        RidgeProblem problem = problems.get(some.get(i));
        copy(problem.x(), x, i * n * p);
        copy(problem.y(), y, i * n * t);
      }
      RidgeProblem batch =
          RidgeProblem.ofFinite(
              MatrixBatch.ofColumnMajor(x, n, p, some.size()),
              MatrixBatch.ofColumnMajor(y, n, t, some.size()),
              first.wants());
      RidgePath path = ridgeline.path(batch, grid, control.quiet());
      for (int i = 0; i < some.size(); i++) {
        paths[some.get(i)] = path.only(problems.get(some.get(i)), i);
      }
      told(some.size());
    }
  }

  /** Item 0 of a batch, column by column. */
  private static void copy(MatrixBatch from, double[] to, int at) {
    double[] data = from.data();
    int rows = from.rows();
    int step = from.leadingDimension();
    boolean columns = from.order() == Order.COLUMN_MAJOR;
    for (int j = 0; j < from.columns(); j++) {
      if (columns) {
        System.arraycopy(data, from.offset() + j * step, to, at + j * rows, rows);
      } else {
        for (int i = 0; i < rows; i++) {
          to[at + j * rows + i] = data[from.offset() + i * step + j];
        }
      }
    }
  }
}
