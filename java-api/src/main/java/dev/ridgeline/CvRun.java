// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.Designs;
import dev.ridgeline.internal.PathResult;
import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.internal.PathSolver;
import dev.ridgeline.internal.Recovery;
import dev.ridgeline.internal.Rounding;
import dev.ridgeline.internal.SpectralDesign;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One fit of {@link RidgeCv}: scores of every penalty, then the coefficients of the best. */
final class CvRun {
  private final Ridgeline ridgeline;
  private final Table table;
  private final RidgeCv options;
  private final RunControl control;
  private LambdaGrid grid;
  private long steps = 1;

  CvRun(Ridgeline ridgeline, Table table, RidgeCv options, RunControl control) {
    this.ridgeline = ridgeline;
    this.table = table;
    this.grid = options.penalties();
    this.options = options;
    this.control = control;
  }

  RidgeFit fit() {
    Criterion criterion = options.criterion();
    boolean rowsNeeded =
        !(criterion instanceof Criterion.Gcv || criterion instanceof Criterion.Evidence);
    if (rowsNeeded && table.rows() == null) {
      throw new IllegalArgumentException(
          "this criterion needs rows, and there are only their sums; use Criterion.gcv() or"
              + " evidence(), or give the normal equations of the folds: criterion="
              + criterion);
    }
    if (table.rowCount() > Integer.MAX_VALUE && table.isDual()) {
      throw new IllegalArgumentException("too many rows: " + table.rowCount());
    }
    return ridgeline.compute(
        backend ->
            switch (criterion) {
              case Criterion.KFold c ->
                  run(backend, new Folded(backend, sample(), Folds.of(c, sample())));
              case Criterion.GroupedKFold c ->
                  run(backend, new Folded(backend, sample(), Folds.of(c, sample())));
              case Criterion.LeaveOneGroupOut c -> run(backend, (d, r) -> groups(backend));
              case Criterion.GivenFolds c ->
                  throw new IllegalArgumentException(
                      "folds that are given need their normal equations:"
                          + " fit(List<NormalEquations>, RunControl)");
              case Criterion.LeaveOneOut c -> run(backend, null);
              case Criterion.Gcv c -> run(backend, null);
              case Criterion.Evidence c -> run(backend, null);
            });
  }

  RidgeFit fit(List<NormalEquations> folds) {
    return ridgeline.compute(backend -> run(backend, new Folded(backend, folds)));
  }

  /** Of an estimator that keeps all coefficients: errors are told from them. */
  RidgeFit fit(LeftOutErrors.Pass pass) {
    return ridgeline.compute(
        backend -> run(backend, (designs, result) -> leftOut(pass, designs, result)));
  }

  private double[][] leftOut(LeftOutErrors.Pass pass, Designs designs, PathResult result) {
    control.check();
    Recovery recovery = designs.recovery(0);
    double[] losses = pass.losses(new LeftOutErrors(designs, shifts(recovery), result));
    int t = table.responses();
    double[][] scores = new double[t][grid.size()];
    for (int at = 0; at < losses.length; at++) {
      scores[at % t][at / t] = losses[at] / recovery.weight();
    }
    return scores;
  }

  private Sample sample() {
    return Tables.gathered(table.rows());
  }

  /** Scores that are not those of the solver itself, [response][penalty]. */
  private interface Scoring {
    double[][] of(Designs designs, PathResult result);
  }

  /** Scores by the criterion unless others give them; then coefficients. */
  private RidgeFit run(Backend backend, Scoring others) {
    Criterion criterion = options.criterion();
    boolean own = others == null;
    Wants wants =
        new Wants(
            options.keepsAllCoefficients(),
            own && criterion instanceof Criterion.LeaveOneOut,
            true,
            own && criterion instanceof Criterion.Evidence,
            options.keepsErrors() && table.rows() != null);
    try (Designs designs = table.open(backend, ridgeline.workers(), control);
        PathSolver solver = new PathSolver(designs, wants, control::check)) {
      Recovery recovery = designs.recovery(0);
      double largest = Double.NaN;
      if (!grid.isResolved()) {
        largest = Tables.perRow(solver.largestEigenvalue(), recovery, table);
        grid = grid.resolved(largest, table.rowCount());
      }
      while (true) {
        PathResult result = solved(solver, wants, backend, recovery);
        double[][] scores = own ? scores(result) : others.of(designs, result);
        int[] best = Arrays.stream(scores).mapToInt(grid::minimizer).toArray();
        LambdaGrid wider = grid.extended(ends(scores, best));
        if (wider.size() > grid.size()) {
          grid = wider;
          continue;
        }
        if (own && !(criterion instanceof Criterion.Evidence)) {
          for (int c = 0; c < best.length; c++) {
            scale(scores[c], result.exponents[0][c]);
          }
        }
        return fitted(solver, backend, designs, scores, best, result, largest);
      }
    }
  }

  /**
   * The best penalties, less the smallest one of a grid where scores do not change from it to the
   * next: below it all are as good.
   */
  private static int[] ends(double[][] scores, int[] best) {
    return IntStream.range(0, best.length)
        .map(
            c -> {
              double[] curve = scores[c];
              double flat = curve[0] + Rounding.FLAT * Math.abs(curve[0]);
              return best[c] == 0 && curve.length > 1 && curve[1] <= flat ? -1 : best[c];
            })
        .toArray();
  }

  private PathResult solved(PathSolver solver, Wants wants, Backend backend, Recovery recovery) {
    PathResult result = new PathResult(1, grid.size(), table.responses(), table.features(), wants);
    int perChunk = ridgeline.penaltiesPerChunk(table, grid.size(), wants, backend);
    solver.run(shifts(recovery), result, 0, perChunk);
    return result;
  }

  private RidgeFit fitted(
      PathSolver solver,
      Backend backend,
      Designs designs,
      double[][] scores,
      int[] best,
      PathResult result,
      double largest) {
    int t = table.responses();
    int p = table.features();
    int[] solved = Arrays.stream(best).map(l -> Math.max(0, l)).toArray();
    double[] b = new double[MatrixBatch.size(p, t, 1)];
    double[] intercepts = solver.coefficients(solved, result, b);
    control.progress().update(steps, steps);
    return new RidgeFit(
        ridgeline,
        table,
        grid,
        options.criterion(),
        new RidgeFit.Outcome(
            backend.name(),
            designs.side(),
            scores,
            best,
            Matrix.ofColumnMajor(b, p, t),
            intercepts,
            result,
            designs.recovery(0),
            largest,
            ends(solver)));
  }

  /** From the reduction that the penalties took; null where it does not tell. */
  private RidgeFit.Ends ends(PathSolver solver) {
    double[] ends = solver.extremes();
    return ends == null ? null : new RidgeFit.Ends(ends[0], ends[1]);
  }

  private double[] shifts(Recovery recovery) {
    double[] mu = grid.toNormalEquations(table.rowCount());
    double unit = Math.scalb(1.0, -2 * recovery.xExponent());
    return Arrays.stream(mu).map(m -> m * unit).toArray();
  }

  private double[][] scores(PathResult result) {
    double[] all =
        switch (options.criterion()) {
          case Criterion.LeaveOneOut c -> result.leaveOneOut[0];
          case Criterion.Evidence c -> result.evidence[0];
          default -> result.gcv[0];
        };
    int t = table.responses();
    double[][] scores = new double[t][grid.size()];
    for (int at = 0; at < all.length; at++) {
      scores[at % t][at / t] = all[at];
    }
    return scores;
  }

  /** Only when the best is known: in the square of a response's unit all may be zero. */
  private static void scale(double[] scores, int exponent) {
    for (int l = 0; l < scores.length; l++) {
      scores[l] = Math.scalb(scores[l], exponent);
    }
  }

  /** Leave one group out, by the spectrum of the rows. */
  private double[][] groups(Backend backend) {
    // rows of weight 0 are not in the design of the dual side, and have no errors anywhere
    Sample sample = sample();
    int[] active = IntStream.range(0, sample.rows()).filter(i -> sample.weight(i) > 0).toArray();
    Sample used = active.length == sample.rows() ? sample : sample.rows(active);
    int[][] groups = Folds.groups(used);
    int t = table.responses();
    double[][] scores = new double[t][grid.size()];
    Table part = new Table(used, null, table.preparation(), table.fixedScales());
    try (Designs designs = part.open(backend, ridgeline.workers(), control)) {
      SpectralDesign spectrum = new SpectralDesign(designs, 0);
      SpectralDesign.Rotated y = spectrum.rotate(designs.responses(0), t);
      Recovery recovery = designs.recovery(0);
      double[] mu = shifts(recovery);
      for (int l = 0; l < mu.length; l++) {
        control.check();
        double[] errors = spectrum.leaveGroupsOut(y, mu[l], groups);
        int n = used.rows();
        for (int c = 0; c < t; c++) {
          double sum = 0;
          for (int i = c * n; i < (c + 1) * n; i++) {
            sum += errors[i] * errors[i];
          }
          scores[c][l] = Math.scalb(sum / recovery.weight(), 2 * recovery.yExponents()[c]);
        }
      }
    }
    return scores;
  }

  /** Errors of every fold by fits on the others. */
  private final class Folded implements Scoring {
    private final Backend backend;
    private final int folds;
    private final Sample sample;
    private final List<int[]> rows;
    private final List<NormalEquations> own;
    private final List<NormalEquations> others;

    Folded(Backend backend, List<NormalEquations> own) {
      this.backend = backend;
      this.sample = null;
      this.rows = null;
      this.own = own;
      this.others = NormalEquations.withoutEach(own);
      this.folds = own.size();
    }

    Folded(Backend backend, Sample sample, List<int[]> rows) {
      this.backend = backend;
      this.sample = sample;
      this.rows = rows;
      this.folds = rows.size();
      if (table.isDual()) {
        this.own = null;
        this.others = null;
      } else {
        this.own =
            rows.stream()
                .map(
                    fold ->
                        NormalEquations.of(
                            sample.rows(fold), backend, ridgeline.workers(), control.quiet()))
                .toList();
        this.others = NormalEquations.withoutEach(own);
      }
    }

    @Override
    public double[][] of(Designs designs, PathResult result) {
      int t = table.responses();
      double[][] sums = new double[t][grid.size()];
      double weight = 0;
      // all coefficients of some responses stand in memory at once
      int group = Math.clamp((4L << 20) / Math.max(1, (long) grid.size() * table.features()), 1, t);
      for (int fold = 0; fold < folds; fold++) {
        for (int from = 0; from < t; from += group) {
          add(fold, from, Math.min(group, t - from), sums);
        }
        weight += own != null ? own.get(fold).weight() : sample.rows(rows.get(fold)).totalWeight();
        steps = folds + 1L;
        control.progress().update(fold + 1L, steps);
      }
      for (double[] scores : sums) {
        for (int l = 0; l < scores.length; l++) {
          scores[l] /= weight;
        }
      }
      return sums;
    }

    private Table training(int fold) {
      if (others != null) {
        return new Table(null, others.get(fold), table.preparation(), table.fixedScales());
      }
      boolean[] out = new boolean[sample.rows()];
      for (int row : rows.get(fold)) {
        out[row] = true;
      }
      int[] rest = IntStream.range(0, out.length).filter(i -> !out[i]).toArray();
      return new Table(sample.rows(rest), null, table.preparation(), table.fixedScales());
    }

    private void add(int fold, int from, int count, double[][] sums) {
      control.check();
      Table training = training(fold).responses(from, count);
      RidgeProblem problem = RidgeProblem.of(training);
      PathResult result =
          new PathRun(
                  backend,
                  ridgeline.workers(),
                  problem,
                  grid,
                  ridgeline.plan(problem, grid, backend),
                  control.quiet())
              .run();
      FoldErrors errors =
          own != null && sample == null
              ? FoldErrors.ofSums(own.get(fold).responses(from, count).sums())
              : FoldErrors.ofRows(backend, sample.rows(rows.get(fold)).responses(from, count));
      errors.add(result.coefficients[0], result.intercepts[0], grid.size(), from, sums);
    }
  }
}
