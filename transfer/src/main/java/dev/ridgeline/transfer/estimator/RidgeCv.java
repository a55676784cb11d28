// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Ridgeline;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Ridge regression of a table for every penalty of a grid, and the best of them for every response
 * by exact leave-one-out, GCV or folds.
 *
 * <pre>{@code
 * RidgeCvFit fit =
 *     RidgeCv.on(ridgeline)
 *         .penalties(LambdaGrid.logSpaced(1e-4, 1e4, 60, LambdaScale.MEAN))
 *         .fit(Sample.of(x, y));
 * LinearModel model = fit.model(0);
 * }</pre>
 *
 * <p>One decomposition of O(n p min(n, p)) serves all penalties and responses. Not safe for use by
 * several threads; what it returns is.
 */
public final class RidgeCv {
  private final Ridgeline ridgeline;
  private LambdaGrid penalties;
  private Preparation preparation = Preparation.DEFAULT;
  private Criterion criterion = new Criterion.LeaveOneOut();

  private RidgeCv(Ridgeline ridgeline) {
    this.ridgeline = Objects.requireNonNull(ridgeline, "ridgeline");
  }

  /**
   * Starts.
   *
   * @param ridgeline who computes
   * @return an estimator without penalties yet
   */
  public static RidgeCv on(Ridgeline ridgeline) {
    return new RidgeCv(ridgeline);
  }

  /**
   * The penalties to try.
   *
   * @param grid in any order, 0 allowed
   * @return this
   */
  public RidgeCv penalties(LambdaGrid grid) {
    this.penalties = Objects.requireNonNull(grid, "grid");
    return this;
  }

  /**
   * What is done to the table first.
   *
   * @param preparation by default an intercept and nothing else
   * @return this
   */
  public RidgeCv preparation(Preparation preparation) {
    this.preparation = Objects.requireNonNull(preparation, "preparation");
    return this;
  }

  /**
   * What penalties are judged by.
   *
   * @param criterion by default leave-one-out
   * @return this
   */
  public RidgeCv criterion(Criterion criterion) {
    this.criterion = Objects.requireNonNull(criterion, "criterion");
    return this;
  }

  /**
   * Fits.
   *
   * @param sample the table
   * @return all fits and their scores
   * @throws IllegalArgumentException when a setting does not fit the sample
   */
  public RidgeCvFit fit(Sample sample) {
    return fit(sample, null);
  }

  /** As {@link #fit(Sample)}, columns measured in given units. */
  RidgeCvFit fit(Sample sample, double[] scales) {
    if (penalties == null) {
      throw new IllegalStateException("penalties must be given first");
    }
    Decomposed all = new Decomposed(ridgeline.backend(), new Prepared(sample, preparation, scales));
    double[][] scores =
        switch (criterion) {
          case Criterion.LeaveOneOut c -> leaveOneOut(sample, all);
          case Criterion.Gcv c -> gcv(sample, all);
          case Criterion.KFold c -> folds(sample, Folds.of(c, sample));
          case Criterion.GroupedKFold c -> folds(sample, Folds.of(c, sample));
        };
    return new RidgeCvFit(ridgeline.backend().name(), sample, penalties, all, scores);
  }

  private double[][] leaveOneOut(Sample sample, Decomposed all) {
    double[] mu = penalties.toNormalEquations(sample.rows());
    Decomposed.Rotated y = all.responses();
    double[][] scores = new double[sample.responses()][mu.length];
    for (int l = 0; l < mu.length; l++) {
      double[] errors = all.leaveOneOut(y, mu[l]);
      for (int t = 0; t < scores.length; t++) {
        double sum = 0;
        for (int i = t * all.sample.n; i < (t + 1) * all.sample.n; i++) {
          sum += errors[i] * errors[i];
        }
        scores[t][l] = sum / all.sample.weightSum;
      }
    }
    return scores;
  }

  private double[][] gcv(Sample sample, Decomposed all) {
    double[] mu = penalties.toNormalEquations(sample.rows());
    Decomposed.Rotated y = all.responses();
    double[][] scores = new double[sample.responses()][mu.length];
    for (int t = 0; t < scores.length; t++) {
      for (int l = 0; l < mu.length; l++) {
        scores[t][l] = all.gcv(y, t, mu[l]);
      }
    }
    return scores;
  }

  private double[][] folds(Sample sample, List<int[]> folds) {
    double[][] sums = new double[sample.responses()][penalties.size()];
    double weight = 0;
    for (int[] fold : folds) {
      boolean[] out = new boolean[sample.rows()];
      for (int row : fold) {
        out[row] = true;
        weight += sample.weight(row);
      }
      int[] others = IntStream.range(0, out.length).filter(i -> !out[i]).toArray();
      addErrors(sample.rows(others), sample.rows(fold), sums);
    }
    for (double[] scores : sums) {
      for (int l = 0; l < scores.length; l++) {
        scores[l] /= weight;
      }
    }
    return sums;
  }

  private void addErrors(Sample others, Sample fold, double[][] sums) {
    Decomposed fit = new Decomposed(ridgeline.backend(), new Prepared(others, preparation, null));
    Decomposed.Rotated y = fit.responses();
    double[] mu = penalties.toNormalEquations(others.rows());
    int p = fit.sample.p;
    for (int l = 0; l < mu.length; l++) {
      double[] b = fit.coefficients(y, mu[l]);
      for (int t = 0; t < sums.length; t++) {
        LinearModel model = fit.sample.model(Arrays.copyOfRange(b, t * p, (t + 1) * p), t);
        double[] predicted = model.predict(fold.x());
        for (int i = 0; i < predicted.length; i++) {
          double e = fold.y().get(i, t) - predicted[i];
          sums[t][l] += fold.weight(i) * e * e;
        }
      }
    }
  }
}
