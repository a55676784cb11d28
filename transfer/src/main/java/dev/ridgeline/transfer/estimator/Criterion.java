// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

/** What a penalty is judged by. Immutable. */
public sealed interface Criterion {
  /** Exact leave-one-out squared errors, in closed form; the penalty mu is held fixed. */
  record LeaveOneOut() implements Criterion {}

  /** Generalised cross-validation, n |r|^2 / (n - df)^2 (Golub, Heath and Wahba 1979). */
  record Gcv() implements Criterion {}

  /**
   * Folds of rows drawn at random. Each is predicted by a fit on the others, whose penalty is that
   * of its own number of rows on the scale {@code MEAN}.
   *
   * @param folds at least 2
   * @param seed of the draw
   */
  record KFold(int folds, long seed) implements Criterion {
    /** Checks the number. */
    public KFold {
      requireFolds(folds);
    }
  }

  /**
   * Folds that keep the groups of the sample together, of sizes as equal as the groups allow.
   *
   * @param folds at least 2, at most the number of groups
   */
  record GroupedKFold(int folds) implements Criterion {
    /** Checks the number. */
    public GroupedKFold {
      requireFolds(folds);
    }
  }

  private static void requireFolds(int folds) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be >= 2: folds=" + folds);
    }
  }
}
