// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Criterion;
import dev.ridgeline.Design;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;

/**
 * Errors of the rows of a table by fits that have not seen them, as a criterion asks: times the
 * roots of the weights, in the unit of the table's design, for the rows of weight above 0.
 */
interface HeldOut {
  /** No prior. */
  static Matrix none(int features) {
    return Matrix.ofColumnMajor(new double[0], features, 0);
  }

  /**
   * Errors of one response from some priors. They are linear in what is fitted: from a prior c b0
   * they are e - c g.
   */
  interface Errors {
    /** e, n numbers. */
    double[] scratch(double lambda);

    /** g of every prior, n x count. */
    double[] images(double lambda);

    /** e - c g of one prior, without the cancellation of a prior that leaves little. */
    double[] of(int prior, double c, double lambda);
  }

  /**
   * Errors from some priors.
   *
   * @param priors p x count in the units of the table
   * @param scale of the penalties that will be asked about
   */
  Errors from(int response, Matrix priors, LambdaScale scale);

  /** Errors of the average whose whole is given; NaN where it has no evidence without a row. */
  double[] of(TargetAverage whole);

  /**
   * The errors that a criterion asks for.
   *
   * @param scales units of the columns; null: the table's own
   * @param design of all rows
   */
  static HeldOut of(
      Ridgeline ridgeline,
      Criterion criterion,
      Preparation preparation,
      double[] scales,
      Sample sample,
      Design design) {
    return switch (criterion) {
      case Criterion.LeaveOneOut c -> new LeftOut(design, sample.rows(), null);
      case Criterion.LeaveOneGroupOut c -> {
        int[][] groups = design.groups();
        if (groups.length < 2) {
          throw new IllegalArgumentException(
              "leaving groups out needs two groups or more: groups=" + groups.length);
        }
        yield new LeftOut(design, sample.rows(), groups);
      }
      case Criterion.KFold c ->
          new FoldsHeldOut(ridgeline, preparation, scales, sample, design, c.rows(sample));
      case Criterion.GroupedKFold c ->
          new FoldsHeldOut(ridgeline, preparation, scales, sample, design, c.rows(sample));
      default ->
          throw new IllegalArgumentException(
              "a transfer is judged by rows held out: leave-one-out, leave-one-group-out or folds;"
                  + " criterion="
                  + criterion);
    };
  }

  /** Design of a table, or of a part of it, in units that are given unless they are null. */
  static Design design(
      Ridgeline ridgeline, Preparation preparation, double[] scales, Sample sample) {
    return scales == null
        ? Design.of(ridgeline, sample, preparation)
        : Design.of(ridgeline, sample, preparation, scales);
  }

  /**
   * Rows or groups left out in closed form, mu and the preparation held fixed.
   *
   * @param rows of the table, by which penalties are scaled
   * @param groups of rows of the design; null: every row alone
   */
  record LeftOut(Design design, int rows, int[][] groups) implements HeldOut {
    @Override
    public Errors from(int response, Matrix priors, LambdaScale scale) {
      Design.Columns own = design.responses().column(response);
      Design.Columns images = design.image(priors, response);
      return new Errors() {
        private double[] errors(Design.Columns columns, double lambda) {
          double mu = scale.toNormalEquations(lambda, rows);
          return groups == null
              ? design.leaveOneOutErrors(columns, mu)
              : design.leaveGroupsOutErrors(columns, mu, groups);
        }

        @Override
        public double[] scratch(double lambda) {
          return errors(own, lambda);
        }

        @Override
        public double[] images(double lambda) {
          return errors(images, lambda);
        }

        @Override
        public double[] of(int prior, double c, double lambda) {
          return errors(own.less(c, images.column(prior)), lambda);
        }
      };
    }

    @Override
    public double[] of(TargetAverage whole) {
      if (groups == null) {
        return whole.average().leaveOneOutErrors();
      }
      double[][] unreached = new double[groups.length][];
      for (int k = 0; k < groups.length; k++) {
        unreached[k] = design.unreachedBlock(groups[k]);
      }
      return whole.average().leaveGroupsOutErrors(groups, unreached);
    }
  }
}
