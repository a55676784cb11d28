// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Ridge fits of one table for every penalty and response, with the scores that rank them.
 * Immutable, and safe for use by several threads.
 */
public final class RidgeCvFit {
  private final String backend;
  private final Sample sample;
  private final LambdaGrid penalties;
  private final double[] mu;
  private final Decomposed fit;
  private final double[][] scores;

  RidgeCvFit(
      String backend, Sample sample, LambdaGrid penalties, Decomposed fit, double[][] scores) {
    this.backend = backend;
    this.sample = sample;
    this.penalties = penalties;
    this.mu = penalties.toNormalEquations(sample.rows());
    this.fit = fit;
    this.scores = scores;
  }

  /**
   * The penalties.
   *
   * @return the grid of the call
   */
  public LambdaGrid lambdas() {
    return penalties;
  }

  /**
   * Number of responses.
   *
   * @return T
   */
  public int responses() {
    return sample.responses();
  }

  /**
   * The scores of a response.
   *
   * @param response from 0
   * @return mean squared errors by the criterion of the fit, one per penalty; NaN where it is
   *     undefined: a row that only unpenalised columns reach cannot be left out
   */
  public double[] scores(int response) {
    return scores[Objects.checkIndex(response, scores.length)].clone();
  }

  /**
   * The best penalty of a response; the smallest wins a tie.
   *
   * @param response from 0
   * @return index into the grid
   * @throws ArithmeticException when no score is a number
   */
  public int best(int response) {
    int best = penalties.minimizer(scores(response));
    if (best < 0) {
      throw new ArithmeticException(
          "no penalty has a score that is a number: there are not rows enough to leave one out");
    }
    return best;
  }

  /**
   * The best penalty of a response.
   *
   * @param response from 0
   * @return lambda, on the grid's scale
   */
  public double lambda(int response) {
    return penalties.get(best(response));
  }

  /**
   * Whether the best penalty is the smallest or largest tried, so that a better one may lie beyond.
   *
   * @param response from 0
   * @return never true for a grid of one, nor at 0, below which there is nothing
   */
  public boolean atEdge(int response) {
    return penalties.size() > 1 && lambda(response) > 0 && penalties.atEdge(best(response));
  }

  /**
   * The penalties whose leave-one-out errors do not differ from those of the best one by more than
   * chance explains (95 %, row by row): all that the table says of its penalty.
   *
   * @param response from 0
   * @return the smallest and the largest
   */
  public Interval indistinguishable(int response) {
    return Comparisons.indistinguishable(
        errors(best(response), response),
        fit.sample.root,
        IntStream.range(0, penalties.size()).toArray(),
        l -> errors(l, response),
        penalties::get);
  }

  /**
   * The best model of a response.
   *
   * @param response from 0
   * @return the model
   */
  public LinearModel model(int response) {
    return model(best(response), response);
  }

  /**
   * Any of the models.
   *
   * @param penalty index into the grid
   * @param response from 0
   * @return the model
   */
  public LinearModel model(int penalty, int response) {
    return fit.sample.model(scaled(penalty, response), response);
  }

  private double[] scaled(int penalty, int response) {
    int p = fit.sample.p;
    Objects.checkIndex(response, responses());
    double[] all = fit.coefficients(fit.responses(), mu[penalty]);
    return Arrays.copyOfRange(all, response * p, (response + 1) * p);
  }

  /**
   * Leave-one-out errors, whatever the criterion of the fit.
   *
   * @param penalty index into the grid
   * @param response from 0
   * @return y_i less the prediction of the fit without row i, for every row; NaN at weight 0
   */
  public double[] leaveOneOutErrors(int penalty, int response) {
    return fit.sample.inOrder(errors(penalty, response), sample.rows());
  }

  private double[] errors(int penalty, int response) {
    int n = fit.sample.n;
    double[] all = fit.leaveOneOut(fit.responses(), mu[penalty]);
    return Arrays.copyOfRange(all, response * n, (response + 1) * n);
  }

  /**
   * Effective degrees of freedom, those of the intercept and of unpenalised columns included.
   *
   * @param penalty index into the grid
   * @return between 0 and n
   */
  public double effectiveDegreesOfFreedom(int penalty) {
    return fit.degreesOfFreedom(mu[penalty]);
  }

  /**
   * The condition of the penalised normal equations, as {@link Solution} has it.
   *
   * @param penalty index into the grid
   * @return at least 1
   */
  public double condition(int penalty) {
    return fit.condition(mu[penalty]);
  }

  /**
   * How good a solution is.
   *
   * @param penalty index into the grid
   * @param response from 0
   * @return route, condition and residual
   */
  public Solution solution(int penalty, int response) {
    return fit.solution(backend, scaled(penalty, response), fit.sample.y, response, mu[penalty]);
  }

  Decomposed decomposed() {
    return fit;
  }

  int rows() {
    return sample.rows();
  }
}
