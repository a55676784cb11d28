// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.GroupDesign;
import dev.ridgeline.internal.GroupRowsDesign;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * One fit of {@link GroupRidge}: pooled sums where they are needed, the penalties that groups
 * share, then every group. Groups go to threads in batches; what batches add up is merged in their
 * order.
 */
final class GroupRun {
  private static final int BATCH = 512;

  private final Ridgeline ridgeline;
  private final GroupRidge options;
  private final GroupInput input;
  private final RunControl control;
  private final Preparation preparation;
  private final int p;
  private final int t;
  private final int groups;
  private final int batches;
  private final int passes;
  private final AtomicLong done = new AtomicLong();
  private LambdaGrid grid;
  private double[] priors; // p x T; null: zeros
  private double[] units;

  GroupRun(Ridgeline ridgeline, GroupRidge options, GroupInput input, RunControl control) {
    this.ridgeline = ridgeline;
    this.options = options;
    this.input = input;
    this.control = control;
    preparation = options.preparation();
    p = input.features();
    t = input.responses();
    preparation.requireColumns(p);
    groups = input.groups();
    batches = (groups + BATCH - 1) / BATCH;
    grid = options.penalties();
    priors = options.prior() == null ? null : dense(options.prior());
    boolean shared = options.sharing() != GroupRidge.Sharing.NONE;
    passes = 1 + (needsPooled() ? 1 : 0) + (shared ? 1 : 0);
  }

  private static double[] dense(Matrix matrix) {
    int p = matrix.rows();
    double[] values = new double[MatrixBatch.size(p, matrix.columns(), 1)];
    for (int c = 0; c < matrix.columns(); c++) {
      System.arraycopy(matrix.column(c), 0, values, c * p, p);
    }
    return values;
  }

  private boolean pools() {
    return options.sharing() == GroupRidge.Sharing.PRIOR;
  }

  private boolean needsPooled() {
    return !grid.isResolved() || pools() || (priors != null && preparation.standardize());
  }

  GroupFits fit() {
    if (needsPooled()) {
      pool();
    }
    // a penalty of the grid for each response; none where each group has its own
    double[] shared = options.sharing() == GroupRidge.Sharing.NONE ? null : share();
    GroupFits fits = new GroupFits(grid, groups, p, t, priors);
    long meanRows = meanRows();
    forEach(
        (batch, reader, from, to) -> {
          for (int group = from; group < to; group++) {
            fit(reader, group, shared, meanRows, fits);
          }
        });
    return fits;
  }

  private interface OnBatch {
    void accept(int batch, IntFunction<GroupDesign> reader, int from, int to);
  }

  private void forEach(OnBatch body) {
    ridgeline
        .workers()
        .run(
            batches,
            batch -> {
              control.check();
              int from = batch * BATCH;
              int to = Math.min(groups, from + BATCH);
              body.accept(batch, input.reader(preparation), from, to);
              control.progress().update(done.addAndGet(to - from), (long) groups * passes);
            });
  }

  /** Prepares a group as its fit sees it. */
  private boolean prepare(GroupDesign design) {
    boolean own = preparation.standardize() && units == null;
    return design.prepare(priors, own, units);
  }

  /** Sums within groups: the grid follows from them, and the prior and units that groups share. */
  private void pool() {
    Pooled[] parts = new Pooled[batches];
    double[] ones = new double[p]; // sums are in the units of the table
    Arrays.fill(ones, 1);
    forEach(
        (batch, reader, from, to) -> {
          Pooled part = new Pooled(p, t);
          for (int group = from; group < to; group++) {
            GroupDesign design = reader.apply(group);
            if (design.prepare(null, false, ones)) {
              part.add(design, input.rows(group));
            }
          }
          parts[batch] = part;
        });
    Pooled all = new Pooled(p, t);
    for (Pooled part : parts) {
      all.merge(part);
    }
    if (all.rows == 0) {
      grid = grid.resolved(0, 1);
      priors = pools() ? new double[p * t] : priors;
      return;
    }
    NormalEquations sums = all.sums(preparation.intercept());
    RidgeFit fit =
        RidgeCv.on(ridgeline).preparation(preparation).criterion(Criterion.evidence()).fit(sums);
    grid = grid.resolved(fit.largestEigenvalue(), all.rows / Math.max(1, all.groups));
    if (pools()) {
      priors = dense(fit.coefficients());
    }
    if (priors != null && preparation.standardize()) {
      units = fit.scales();
    }
  }

  /** Products within groups. */
  private static final class Pooled {
    private final int p;
    private final int t;
    private final double[] xx;
    private final double[] xy;
    private final double[] yy;
    private double weight;
    private long rows;
    private long groups;

    Pooled(int p, int t) {
      this.p = p;
      this.t = t;
      xx = new double[MatrixBatch.size(p, p, 1)];
      xy = new double[MatrixBatch.size(p, t, 1)];
      yy = new double[t];
    }

    void add(GroupDesign design, long count) {
      design.addProducts(xx, xy, yy);
      weight += design.weight();
      rows += count;
      groups++;
    }

    void merge(Pooled other) {
      GroupRun.add(other.xx, xx);
      GroupRun.add(other.xy, xy);
      GroupRun.add(other.yy, yy);
      weight += other.weight;
      rows += other.rows;
      groups += other.groups;
    }

    NormalEquations sums(boolean centred) {
      Matrix products = Matrix.ofColumnMajor(xx, p, p);
      Matrix right = Matrix.ofColumnMajor(xy, p, t);
      return centred
          ? NormalEquations.ofCentred(
              rows, weight, new double[p], new double[t], products, right, yy)
          : NormalEquations.ofProducts(rows, products, right, yy);
    }
  }

  /** The penalties that all groups share, of the grid: those of a group of the mean size. */
  private double[] share() {
    while (true) {
      double[] scores = pools() ? evidence() : losses();
      int m = grid.size();
      int[] best = new int[t];
      for (int r = 0; r < t; r++) {
        best[r] = grid.minimizer(Arrays.copyOfRange(scores, r * m, (r + 1) * m));
      }
      LambdaGrid wider = grid.extended(best);
      if (wider.size() == m) {
        return Arrays.stream(best).mapToDouble(l -> grid.get(Math.max(0, l))).toArray();
      }
      grid = wider;
    }
  }

  /** Scores of all groups for every response and penalty. */
  private double[] losses() {
    int m = grid.size();
    double[][] parts = new double[batches][];
    forEach(
        (batch, reader, from, to) -> {
          double[] sums = new double[t * m];
          double[] own = new double[m];
          for (int group = from; group < to; group++) {
            GroupDesign design = reader.apply(group);
            if (!prepare(design)) {
              continue;
            }
            design.decompose();
            double[] mu = grid.toNormalEquations(input.rows(group));
            for (int r = 0; r < t; r++) {
              if (!design.isConstant(r)) {
                score(design, r, mu, own);
                for (int l = 0; l < m; l++) {
                  sums[r * m + l] += own[l];
                }
              }
            }
          }
          parts[batch] = sums;
        });
    return merged(parts, t * m);
  }

  /** Scores that choose a penalty. */
  private void score(GroupDesign design, int response, double[] mu, double[] scores) {
    if (options.criterion() instanceof Criterion.Evidence) {
      design.deviance(response, mu, scores);
    } else {
      loss(design, response, mu, scores);
    }
  }

  private double loss(GroupDesign design, int response, double mu) {
    double[] loss = new double[1];
    loss(design, response, new double[] {mu}, loss);
    return loss[0];
  }

  /** Mean squares of errors: leave-one-out where that was asked for and there are rows. */
  private void loss(GroupDesign design, int response, double[] mu, double[] losses) {
    if (options.criterion() instanceof Criterion.LeaveOneOut
        && design instanceof GroupRowsDesign rows) {
      rows.leaveOneOut(response, mu, losses);
    } else {
      design.gcv(response, mu, losses);
    }
  }

  /** Minus the log evidence of all groups, twice, their common noise at its best. */
  private double[] evidence() {
    int m = grid.size();
    double[] mu = grid.toNormalEquations(meanRows());
    double[][] parts = new double[batches][];
    long[] degrees = new long[batches];
    forEach(
        (batch, reader, from, to) -> {
          double[] own = new double[2 * t * m]; // forms, then determinants
          double[] forms = new double[m];
          double[] determinants = new double[m];
          for (int group = from; group < to; group++) {
            GroupDesign design = reader.apply(group);
            if (!prepare(design)) {
              continue;
            }
            design.decompose();
            degrees[batch] += design.degrees();
            for (int r = 0; r < t; r++) {
              Arrays.fill(forms, 0);
              Arrays.fill(determinants, 0);
              design.addEvidence(r, mu, forms, determinants);
              for (int l = 0; l < m; l++) {
                own[r * m + l] += forms[l];
                own[(t + r) * m + l] += determinants[l];
              }
            }
          }
          parts[batch] = own;
        });
    double[] sums = merged(parts, 2 * t * m);
    double count = Arrays.stream(degrees).sum();
    double[] scores = new double[t * m];
    for (int at = 0; at < scores.length; at++) {
      scores[at] = count * Math.log(sums[at] / count) + sums[t * m + at];
    }
    return scores;
  }

  private long meanRows() {
    long sum = 0;
    for (int group = 0; group < groups; group++) {
      sum += input.rows(group);
    }
    return Math.max(1, Math.round((double) sum / Math.max(1, groups)));
  }

  private static void add(double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  private static double[] merged(double[][] parts, int size) {
    double[] sums = new double[size];
    for (double[] part : parts) {
      add(part, sums);
    }
    return sums;
  }

  private void fit(
      IntFunction<GroupDesign> reader, int group, double[] shared, long meanRows, GroupFits fits) {
    fits.rows[group] = input.rows(group);
    GroupDesign design = reader.apply(group);
    boolean enough = prepare(design);
    boolean decomposed = false;
    for (int r = 0; r < t; r++) {
      if (!enough) {
        without(fits, group * t + r, GroupFits.Status.TOO_FEW_ROWS, Double.NaN, Double.NaN);
      } else if (design.isConstant(r)) {
        double mean = design.meanResponse(r);
        without(fits, group * t + r, GroupFits.Status.CONSTANT_RESPONSE, mean, 0);
      } else {
        if (!decomposed) {
          design.decompose();
          decomposed = true;
        }
        fit(design, group, r, shared, meanRows, fits);
      }
    }
  }

  private void fit(
      GroupDesign design, int group, int r, double[] shared, long meanRows, GroupFits fits) {
    long n = input.rows(group);
    double lambda;
    double mu;
    double loss;
    if (shared == null) {
      double[] scores = new double[grid.size()];
      score(design, r, grid.toNormalEquations(n), scores);
      int best = Math.max(0, grid.minimizer(scores));
      lambda = grid.get(best);
      mu = grid.scale().toNormalEquations(lambda, n);
      boolean scored = !(options.criterion() instanceof Criterion.Evidence);
      loss = scored ? scores[best] : loss(design, r, mu);
    } else {
      // evidence is about one mu for all; losses about one lambda
      mu = grid.scale().toNormalEquations(shared[r], pools() ? meanRows : n);
      lambda = pools() ? grid.scale().fromNormalEquations(mu, n) : shared[r];
      loss = loss(design, r, mu);
    }
    int at = group * t + r;
    fits.penalties[at] = lambda;
    fits.losses[at] = loss;
    fits.intercepts[at] = design.coefficients(r, mu, priors, fits.coefficients, at * p);
    boolean finite = Double.isFinite(loss) && Double.isFinite(fits.intercepts[at]);
    boolean singular = (mu == 0 && design.isDeficient()) || !finite;
    fits.statuses[at] = singular ? GroupFits.Status.SINGULAR : GroupFits.Status.OK;
  }

  /** A group that has no penalty. */
  private void without(
      GroupFits fits, int at, GroupFits.Status status, double intercept, double others) {
    fits.statuses[at] = status;
    fits.penalties[at] = Double.NaN;
    fits.losses[at] = others;
    fits.intercepts[at] = intercept;
    Arrays.fill(fits.coefficients, at * p, (at + 1) * p, others);
  }
}
