// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Form;
import java.util.Arrays;

/** The arrays behind a ridge path, filled problem by problem; null where not asked for. */
public final class PathResult {
  /** How each solution was computed, [problem][penalty]. */
  public final Form[][] forms;

  /** Whether directions were dropped as rounding though the penalty is positive. */
  public final boolean[][] truncated;

  /** Outcome of each solution, [problem][penalty]. */
  public final int[][] info;

  /** [problem][penalty, response, feature]. */
  public final double[][] coefficients;

  /** [problem][penalty, response]; null where designs have no intercept. */
  public final double[][] intercepts;

  /** Degrees of freedom, [problem][penalty]. */
  public final double[][] degrees;

  /**
   * What leave-one-out errors and GCV are to be multiplied by, as a power of two,
   * [problem][response]: penalties are compared before, since squares may leave the range of
   * doubles.
   */
  public final int[][] exponents;

  /** Mean squared leave-one-out errors, [problem][penalty, response]. */
  public final double[][] leaveOneOut;

  /** Generalised cross-validation, [problem][penalty, response]. */
  public final double[][] gcv;

  /** Deviances of the evidence, [problem][penalty, response]. */
  public final double[][] evidence;

  /** Leave-one-out errors times the roots of the weights, [problem][penalty, response, row]. */
  public final double[][] errors;

  /**
   * Empty arrays.
   *
   * @param problems how many
   * @param penalties how many
   * @param responses of each problem
   * @param features of each problem
   * @param wants what is asked for
   */
  public PathResult(int problems, int penalties, int responses, int features, Wants wants) {
    forms = new Form[problems][penalties];
    truncated = new boolean[problems][penalties];
    info = new int[problems][penalties];
    int each = penalties * responses;
    coefficients =
        wants.coefficients()
            ? new double[problems][MatrixBatch.size(features, responses, penalties)]
            : null;
    intercepts = wants.coefficients() ? new double[problems][each] : null;
    degrees = wants.scores() ? new double[problems][penalties] : null;
    exponents = wants.scores() ? new int[problems][responses] : null;
    leaveOneOut = wants.leaveOneOut() ? new double[problems][each] : null;
    gcv = wants.gcv() ? new double[problems][each] : null;
    evidence = wants.evidence() ? new double[problems][each] : null;
    errors = wants.errors() ? new double[problems][] : null;
  }

  private PathResult(PathResult of, int item) {
    forms = item(of.forms, item);
    truncated = item(of.truncated, item);
    info = item(of.info, item);
    coefficients = item(of.coefficients, item);
    intercepts = item(of.intercepts, item);
    degrees = item(of.degrees, item);
    exponents = item(of.exponents, item);
    leaveOneOut = item(of.leaveOneOut, item);
    gcv = item(of.gcv, item);
    evidence = item(of.evidence, item);
    errors = item(of.errors, item);
  }

  private static <T> T[] item(T[] all, int item) {
    return all == null ? null : Arrays.copyOfRange(all, item, item + 1);
  }

  /**
   * One problem of these.
   *
   * @param item from 0
   * @return a view: the arrays of that problem
   */
  public PathResult only(int item) {
    return new PathResult(this, item);
  }

  /**
   * What a call asks for.
   *
   * @param coefficients of every penalty
   * @param leaveOneOut exact leave-one-out scores
   * @param gcv generalised cross-validation
   * @param evidence restricted likelihood
   * @param errors leave-one-out errors of every row, for one problem at a time
   */
  public record Wants(
      boolean coefficients, boolean leaveOneOut, boolean gcv, boolean evidence, boolean errors) {
    /**
     * Whether any score is wanted.
     *
     * @return true if so
     */
    public boolean scores() {
      return leaveOneOut || gcv || evidence;
    }
  }
}
