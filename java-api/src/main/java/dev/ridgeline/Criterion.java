// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.List;

/** A score by which penalties are compared: the smallest is best. Immutable. */
public sealed interface Criterion {
  /**
   * Exact leave-one-out squared errors, in closed form; the penalty mu and the preparation are held
   * fixed. Needs rows.
   */
  record LeaveOneOut() implements Criterion {}

  /** Generalised cross-validation, n |r|^2 / (n - df)^2 (Golub, Heath and Wahba 1979). */
  record Gcv() implements Criterion {}

  /**
   * The evidence of Bayesian ridge regression with a prior b ~ N(0, sigma^2 I / mu), sigma^2
   * profiled out, as the deviance m log(y'K^-1 y) + log det K with K = I + X X' / mu and m rows
   * less unpenalised columns (restricted likelihood). Not a mean squared error; infinite at penalty
   * 0.
   */
  record Evidence() implements Criterion {}

  /**
   * Folds of rows drawn at random. Each is predicted by a fit on the others, whose penalty is that
   * of its own number of rows on the scale {@code MEAN}. Needs rows, or the normal equations of the
   * folds.
   *
   * <p>Row i of K folds is in the fold that stands at place i mod K of a permutation of 0 to K - 1,
   * which follows from the seed and the whole part of i / K alone. So every K rows on end hold each
   * fold once, folds differ by one row at most, and whoever knows the number of a row knows its
   * fold: in memory, in passes and on any machine of a cluster alike. Rows of weight 0 count; a row
   * that was left out before, since it lacks a value, has no number.
   *
   * @param folds at least 2
   * @param seed of the draw
   */
  record KFold(int folds, long seed) implements Criterion {
    /** Checks the number. */
    public KFold {
      requireFolds(folds);
    }

    /**
     * The folds of rows that follow each other in a table of any length.
     *
     * @param first number of the first one, from 0
     * @param count how many
     * @return the fold of each, from 0
     */
    public int[] of(long first, int count) {
      return Folds.draw(folds, seed, first, count);
    }

    /**
     * The folds of a sample.
     *
     * @param sample with at least as many rows as folds
     * @return the rows of every fold, ascending, from 0
     */
    public List<int[]> rows(Sample sample) {
      return Folds.of(this, sample);
    }
  }

  /**
   * Folds that keep the groups of the sample together, of sizes as equal as the groups allow: the
   * largest group is dealt first, each to the smallest fold, ties in the order in which groups
   * appear. Nothing is drawn, and nobody knows a fold before the sizes of all groups are known: the
   * sample is in memory.
   *
   * @param folds at least 2, at most the number of groups
   */
  record GroupedKFold(int folds) implements Criterion {
    /** Checks the number. */
    public GroupedKFold {
      requireFolds(folds);
    }

    /**
     * The folds of a sample.
     *
     * @param sample with groups, at least as many as folds
     * @return the rows of every fold, ascending, from 0
     */
    public List<int[]> rows(Sample sample) {
      return Folds.of(this, sample);
    }
  }

  /**
   * Folds whose normal equations were handed in ({@link RidgeCv#fit(java.util.List, RunControl)});
   * each is judged by a fit on the others.
   *
   * @param folds at least 2
   */
  record GivenFolds(int folds) implements Criterion {
    /** Checks the number. */
    public GivenFolds {
      requireFolds(folds);
    }
  }

  /**
   * Every group of the sample left out in turn, in closed form, (I - H_GG)^-1 r_G: the penalty mu
   * and the preparation are held fixed, unlike in K-fold.
   */
  record LeaveOneGroupOut() implements Criterion {}

  /**
   * Exact leave-one-out.
   *
   * @return the criterion
   */
  static Criterion leaveOneOut() {
    return new LeaveOneOut();
  }

  /**
   * Generalised cross-validation.
   *
   * @return the criterion
   */
  static Criterion gcv() {
    return new Gcv();
  }

  /**
   * The evidence.
   *
   * @return the criterion
   */
  static Criterion evidence() {
    return new Evidence();
  }

  private static void requireFolds(int folds) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be >= 2: folds=" + folds);
    }
  }
}
