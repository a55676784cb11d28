// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.GroupDesign;
import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One fit of {@link GroupRidge}: pooled sums where they are needed, the penalty that groups share,
 * then every group. Groups go to threads in batches; what batches add up is merged in their order.
 */
final class GroupRun {
  private static final int BATCH = 512;

  private final Ridgeline ridgeline;
  private final GroupRidge options;
  private final GroupedRows rows;
  private final RunControl control;
  private final Preparation preparation;
  private final int p;
  private final int groups;
  private final int batches;
  private final int passes;
  private final AtomicLong done = new AtomicLong();
  private LambdaGrid grid;
  private double[] prior;
  private double[] units;
  private final double[] factors;

  GroupRun(Ridgeline ridgeline, GroupRidge options, GroupedRows rows, RunControl control) {
    this.ridgeline = ridgeline;
    this.options = options;
    this.rows = rows;
    this.control = control;
    preparation = options.preparation();
    p = rows.features();
    preparation.requireColumns(p);
    factors = preparation.unitFactors();
    groups = rows.groups();
    batches = (groups + BATCH - 1) / BATCH;
    grid = options.penalties();
    prior = options.prior();
    boolean shared = options.sharing() != GroupRidge.Sharing.NONE;
    passes = 1 + (needsPooled() ? 1 : 0) + (shared ? 1 : 0);
  }

  private boolean needsPooled() {
    return !grid.isResolved()
        || options.sharing() == GroupRidge.Sharing.PRIOR
        || (prior != null && preparation.standardize());
  }

  GroupFits fit() {
    if (needsPooled()) {
      pool();
    }
    // a penalty of the grid; none where each group has its own
    double[] shared = options.sharing() == GroupRidge.Sharing.NONE ? null : new double[] {share()};
    GroupFits fits = new GroupFits(grid, groups, p, prior);
    long meanRows = meanRows();
    forEach((batch, design, from, to) -> fit(design, from, to, shared, meanRows, fits));
    return fits;
  }

  private interface OnBatch {
    void accept(int batch, GroupDesign design, int from, int to);
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
              body.accept(batch, new GroupDesign(p, preparation.intercept(), factors), from, to);
              control.progress().update(done.addAndGet(to - from), (long) groups * passes);
            });
  }

  private void read(GroupDesign design, int group) {
    design.resize(rows.rows(group));
    rows.read(group, design.x(), design.y(), design.weights());
  }

  /** Prepares a group as its fit sees it. */
  private GroupDesign.Outcome prepare(GroupDesign design, int group) {
    read(design, group);
    boolean own = preparation.standardize() && units == null;
    return design.prepare(prior, own, units);
  }

  /** Sums within groups: the grid follows from them, and the prior and units that groups share. */
  private void pool() {
    Pooled[] parts = new Pooled[batches];
    double[] ones = new double[p]; // sums are in the units of the table
    Arrays.fill(ones, 1);
    forEach(
        (batch, design, from, to) -> {
          Pooled part = new Pooled(p);
          for (int group = from; group < to; group++) {
            read(design, group);
            if (design.prepare(null, false, ones) == GroupDesign.Outcome.FITTED) {
              part.add(design, rows.rows(group));
            }
          }
          parts[batch] = part;
        });
    Pooled all = new Pooled(p);
    for (Pooled part : parts) {
      all.merge(part);
    }
    if (all.rows == 0) {
      grid = grid.resolved(0, 1);
      prior = options.sharing() == GroupRidge.Sharing.PRIOR ? new double[p] : prior;
      return;
    }
    NormalEquations sums = all.sums(preparation.intercept());
    RidgeFit fit =
        RidgeCv.on(ridgeline).preparation(preparation).criterion(Criterion.evidence()).fit(sums);
    grid = grid.resolved(fit.largestEigenvalue(), all.rows / Math.max(1, all.groups));
    if (options.sharing() == GroupRidge.Sharing.PRIOR) {
      prior = fit.coefficients().column(0);
    }
    if (prior != null && preparation.standardize()) {
      units = fit.scales();
    }
  }

  /** Products within groups. */
  private static final class Pooled {
    private final int p;
    private final double[] xx;
    private final double[] xy;
    private double yy;
    private double weight;
    private long rows;
    private long groups;

    Pooled(int p) {
      this.p = p;
      xx = new double[p * p];
      xy = new double[p];
    }

    void add(GroupDesign design, int count) {
      yy += design.addProducts(xx, xy);
      weight += design.weight();
      rows += count;
      groups++;
    }

    void merge(Pooled other) {
      for (int i = 0; i < xx.length; i++) {
        xx[i] += other.xx[i];
      }
      for (int i = 0; i < p; i++) {
        xy[i] += other.xy[i];
      }
      yy += other.yy;
      weight += other.weight;
      rows += other.rows;
      groups += other.groups;
    }

    NormalEquations sums(boolean centred) {
      Matrix products = Matrix.ofColumnMajor(xx, p, p);
      Matrix right = Matrix.ofColumnMajor(xy, p, 1);
      double[] squares = {yy};
      return centred
          ? NormalEquations.ofCentred(
              rows, weight, new double[p], new double[1], products, right, squares)
          : NormalEquations.ofProducts(rows, products, right, squares);
    }
  }

  /** The penalty that all groups share, of the grid: that of a group of the mean size. */
  private double share() {
    boolean evidence = options.sharing() == GroupRidge.Sharing.PRIOR;
    while (true) {
      double[] scores = evidence ? evidence() : losses();
      int best = grid.minimizer(scores);
      LambdaGrid wider = grid.extended(best);
      if (best < 0 || wider.size() == grid.size()) {
        return grid.get(Math.max(0, best));
      }
      grid = wider;
    }
  }

  private double[] losses() {
    double[][] parts = new double[batches][];
    forEach(
        (batch, design, from, to) -> {
          double[] sums = new double[grid.size()];
          double[] own = new double[grid.size()];
          for (int group = from; group < to; group++) {
            if (prepare(design, group) == GroupDesign.Outcome.FITTED) {
              design.decompose();
              design.leaveOneOut(grid.toNormalEquations(rows.rows(group)), own);
              add(own, sums);
            }
          }
          parts[batch] = sums;
        });
    return merged(parts, grid.size());
  }

  /** Minus the log evidence of all groups, their common noise at its best. */
  private double[] evidence() {
    int m = grid.size();
    double[] mu = grid.toNormalEquations(meanRows());
    double[][] parts = new double[batches][];
    long[] degrees = new long[batches];
    forEach(
        (batch, design, from, to) -> {
          double[] forms = new double[m];
          double[] determinants = new double[m];
          for (int group = from; group < to; group++) {
            if (prepare(design, group) == GroupDesign.Outcome.FITTED) {
              design.decompose();
              design.addEvidence(mu, forms, determinants);
              degrees[batch] += design.rows() - (preparation.intercept() ? 1 : 0);
            }
          }
          parts[batch] = Arrays.copyOf(forms, 2 * m);
          System.arraycopy(determinants, 0, parts[batch], m, m);
        });
    double[] sums = merged(parts, 2 * m);
    double count = Arrays.stream(degrees).sum();
    double[] scores = new double[m];
    for (int l = 0; l < m; l++) {
      scores[l] = 0.5 * count * Math.log(sums[l] / count) + sums[m + l];
    }
    return scores;
  }

  private long meanRows() {
    long sum = 0;
    for (int group = 0; group < groups; group++) {
      sum += rows.rows(group);
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
      GroupDesign design, int from, int to, double[] shared, long meanRows, GroupFits fits) {
    boolean pooled = options.sharing() == GroupRidge.Sharing.PRIOR;
    double[] losses = new double[shared == null ? grid.size() : 1];
    for (int group = from; group < to; group++) {
      int n = rows.rows(group);
      fits.rows[group] = n;
      GroupDesign.Outcome outcome = prepare(design, group);
      if (outcome != GroupDesign.Outcome.FITTED) {
        without(design, group, outcome, fits);
        continue;
      }
      design.decompose();
      double lambda;
      double mu;
      if (shared == null) {
        design.leaveOneOut(grid.toNormalEquations(n), losses);
        int best = Math.max(0, grid.minimizer(losses));
        losses[0] = losses[best];
        lambda = grid.get(best);
        mu = grid.scale().toNormalEquations(lambda, n);
      } else {
        // evidence is about one mu for all; leave-one-out about one lambda
        mu = grid.scale().toNormalEquations(shared[0], pooled ? meanRows : n);
        lambda = pooled ? grid.scale().fromNormalEquations(mu, n) : shared[0];
        design.leaveOneOut(new double[] {mu}, losses);
      }
      fits.penalties[group] = lambda;
      fits.losses[group] = losses[0];
      fits.intercepts[group] = design.coefficients(mu, prior, fits.coefficients, group * p);
      boolean finite = Double.isFinite(losses[0]) && Double.isFinite(fits.intercepts[group]);
      boolean singular = (mu == 0 && design.isDeficient()) || !finite;
      fits.statuses[group] = singular ? GroupFits.Status.SINGULAR : GroupFits.Status.OK;
    }
  }

  private void without(GroupDesign design, int group, GroupDesign.Outcome outcome, GroupFits fits) {
    boolean constant = outcome == GroupDesign.Outcome.CONSTANT_RESPONSE;
    GroupFits.Status status =
        constant ? GroupFits.Status.CONSTANT_RESPONSE : GroupFits.Status.TOO_FEW_ROWS;
    fits.statuses[group] = status;
    fits.penalties[group] = Double.NaN;
    fits.losses[group] = constant ? 0 : Double.NaN;
    fits.intercepts[group] = constant ? design.meanResponse() : Double.NaN;
    Arrays.fill(fits.coefficients, group * p, (group + 1) * p, constant ? 0 : Double.NaN);
  }
}
