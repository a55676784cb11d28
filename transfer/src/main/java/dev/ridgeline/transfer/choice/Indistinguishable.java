// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import dev.ridgeline.RidgeFit;
import dev.ridgeline.transfer.model.Comparisons;
import dev.ridgeline.transfer.model.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The penalties that the rows of a table cannot tell from the best one of a ridge fit, and the
 * interval of its loss, both by leave-one-out errors.
 */
public final class Indistinguishable {
  private Indistinguishable() {}

  /**
   * The range of the penalties whose leave-one-out errors are not larger than those of the best
   * penalty by more than chance explains (95 %, row by row).
   *
   * @param fit of a table with rows, by any criterion
   * @param response from 0
   * @return the smallest and the largest, on the scale of the grid
   * @throws IllegalStateException when the fit has only the sums over its rows
   * @throws ArithmeticException when no penalty has a score that is a number
   */
  public static Interval of(RidgeFit fit, int response) {
    return among(fit, excesses(fit, response));
  }

  /**
   * The same range, where what penalties lose is known.
   *
   * @param fit of a table
   * @param excesses of a response, as {@link #excesses} has them
   * @return the smallest and the largest, on the scale of the grid
   */
  public static Interval among(RidgeFit fit, List<Interval> excesses) {
    return Comparisons.indistinguishable(excesses, fit.lambdas()::get);
  }

  /**
   * What each penalty loses beyond the best one: 95 % intervals of the difference of leave-one-out
   * losses, row by row, so that what the models have in common cancels.
   *
   * @param fit of a table with rows, by any criterion
   * @param response from 0
   * @return one per penalty, in the squared unit of the response
   * @throws IllegalStateException when the fit has only the sums over its rows
   */
  public static List<Interval> excesses(RidgeFit fit, int response) {
    double[] roots = roots(fit);
    return Comparisons.excesses(
        errors(fit, fit.best(response), response, roots),
        roots,
        IntStream.range(0, fit.lambdas().size()).mapToObj(l -> errors(fit, l, response, roots)));
  }

  /**
   * The interval of the leave-one-out loss of a response at its best penalty: jackknife over rows,
   * the penalty held fixed.
   *
   * @param fit of a table with rows, by any criterion
   * @param response from 0
   * @return the interval, in the squared unit of the response
   * @throws IllegalStateException when the fit has only the sums over its rows
   * @throws ArithmeticException when no penalty has a score that is a number
   */
  public static Interval loss(RidgeFit fit, int response) {
    double[] roots = roots(fit);
    return Comparisons.loss(errors(fit, fit.best(response), response, roots), roots);
  }

  /** Roots of the weights above 0. */
  private static double[] roots(RidgeFit fit) {
    return Arrays.stream(fit.weights()).filter(v -> v > 0).map(Math::sqrt).toArray();
  }

  /** Errors of the rows of weight above 0, times the roots of the weights. */
  private static double[] errors(RidgeFit fit, int penalty, int response, double[] roots) {
    double[] weights = fit.weights();
    double[] all = fit.leaveOneOutErrors(penalty, response);
    double[] errors = new double[roots.length];
    int at = 0;
    for (int i = 0; i < all.length; i++) {
      if (weights[i] > 0) {
        errors[at] = all[i] * roots[at];
        at++;
      }
    }
    return errors;
  }
}
