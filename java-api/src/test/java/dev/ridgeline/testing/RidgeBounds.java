// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

/**
 * How far a ridge fit in double precision may be from the exact one. Every method gives an error in
 * units of what is allowed: up to 1 is right, NaN never is.
 *
 * <p>Coefficients: max(1e-9, 100 eps kappa) of their norm, in the units in which the penalty
 * measures them. Root-weighted leave-one-out errors: max(1e-9, 10 eps [sqrt(kappa) |y|/|r| + kappa
 * / min(1 - h)]) of theirs. Both were measured on 149 designs against 60 digits for the route over
 * the Gram matrix, its solutions refined once. Where the exact answer is so small that rounding of
 * the responses alone makes more than that, a few eps of the responses are allowed in addition.
 */
public final class RidgeBounds {
  private static final double EPS = Math.ulp(1.0);
  private static final double FLOOR = 1e-9;

  /** A penalty below that much of the largest eigenvalue is less than a rounding of any of them. */
  private static final double DROWNED = 1e-3 * EPS;

  private RidgeBounds() {}

  /**
   * The condition that counts. A penalty that drowns in the rounding of the Gram matrix is 0 to
   * whoever looks at that, who must then see what is dependent and go by the rank: the singular
   * values that are 0 do not count. With any other penalty they do.
   *
   * @param exact the fit
   * @return kappa, finite
   */
  public static double kappa(ExactRidge.Fit exact) {
    return exact.mu() < DROWNED * exact.table().largestSquare()
        ? exact.kappaOfRank()
        : exact.kappa();
  }

  /**
   * The bound on coefficients.
   *
   * @param exact the fit
   * @return relative to their norm
   */
  public static double ofCoefficients(ExactRidge.Fit exact) {
    return Math.max(FLOOR, 100 * EPS * kappa(exact)) + ofTable(exact);
  }

  /**
   * The condition that counts for whoever has sums alone: of all p columns, and against their size
   * before unpenalised ones are eliminated.
   *
   * @param exact the fit
   * @return kappa, finite
   */
  public static double kappaOfSums(ExactRidge.Fit exact) {
    double size = exact.table().centredNorm();
    double mu = exact.mu();
    boolean drowned = mu < DROWNED * size * size;
    double least = drowned ? exact.table().smallestSquare() : exact.leastOfAll();
    return least + mu == 0 ? 1 : Math.max(1, (size * size + mu) / (least + mu));
  }

  /**
   * The bound on coefficients from sums alone. It was measured on sums over rows merged one by one,
   * each merge with a rounding of its own; and sums square the condition of unpenalised columns.
   *
   * @param exact the fit
   * @return relative to their norm
   */
  public static double ofCoefficientsFromSums(ExactRidge.Fit exact) {
    double free = exact.table().freeCondition();
    return Math.max(FLOOR, 1000 * EPS * (kappaOfSums(exact) + free * free));
  }

  /**
   * The bound on leave-one-out errors.
   *
   * @param exact the fit
   * @param response from 0
   * @return relative to their root-weighted norm; infinite for a fit without residuals
   */
  public static double ofLeaveOneOut(ExactRidge.Fit exact, int response) {
    double y = exact.table().preparedNorm(response);
    double r = Math.sqrt(exact.squares()[response]);
    double kappa = kappa(exact);
    double loss = y == 0 ? 1 : y / r;
    double bound = 10 * EPS * (Math.sqrt(kappa) * loss + kappa / leastSlack(exact));
    return Math.max(FLOOR, bound) + ofTable(exact) / leastSlack(exact);
  }

  /**
   * What rounding of the table as it stands makes, before unpenalised columns are projected out,
   * and of these: no method knows its columns better.
   */
  private static double ofTable(ExactRidge.Fit exact) {
    double size = exact.table().centredNorm();
    double least = exact.table().smallestSquare() + exact.mu();
    double penalised = least == 0 ? 0 : size / Math.sqrt(least);
    return 10 * EPS * (penalised + exact.table().freeCondition());
  }

  /**
   * Where unpenalised columns were projected out, their rounding points where the table does not:
   * against residuals, and held back by the penalty alone.
   */
  private static double ofDirections(ExactRidge.Fit exact, double against) {
    double size = exact.table().centredNorm();
    double held = exact.leastOfAll() + exact.mu();
    boolean drowned = exact.mu() < DROWNED * exact.table().largestSquare();
    return exact.table().freeCondition() == 0 || drowned || held == 0
        ? 0
        : 4 * EPS * size * against / held;
  }

  /** min(1 - h) over the rows that can be left out. */
  private static double leastSlack(ExactRidge.Fit exact) {
    double least = 1;
    double[] slack = exact.slack();
    double[][] errors = exact.leaveOneOut();
    for (int i = 0; i < slack.length; i++) {
      if (!Double.isNaN(errors[i][0])) {
        least = Math.min(least, slack[i]);
      }
    }
    return least;
  }

  /**
   * Compares the penalised coefficients of a response, and what the unpenalised ones make of their
   * columns.
   *
   * @param exact the fit
   * @param response from 0
   * @param actual p coefficients, in the units of the table
   * @return error by bound
   */
  public static double coefficients(ExactRidge.Fit exact, int response, double[] actual) {
    double directions = ofDirections(exact, Math.sqrt(exact.squares()[response]));
    return coefficients(exact, response, actual, ofCoefficients(exact), directions);
  }

  /**
   * Compares coefficients that were found from sums alone.
   *
   * @param exact the fit
   * @param response from 0
   * @param actual p coefficients, in the units of the table
   * @return error by bound
   */
  public static double coefficientsFromSums(ExactRidge.Fit exact, int response, double[] actual) {
    // sums subtract what is explained of responses, not the responses
    double directions = ofDirections(exact, exact.table().responseNorm(response));
    return coefficients(exact, response, actual, ofCoefficientsFromSums(exact), directions);
  }

  private static double coefficients(
      ExactRidge.Fit exact, int response, double[] actual, double bound, double directions) {
    ExactRidge table = exact.table();
    double[][] b = exact.coefficients();
    double[] scales = table.scales();
    double[] expected = new double[b.length];
    double[] error = new double[b.length];
    double[] freeError = new double[b.length];
    double[] free = new double[b.length];
    for (int j = 0; j < b.length; j++) {
      if (table.hasFree(j)) {
        free[j] = b[j][response];
        freeError[j] = actual[j] - b[j][response];
      } else {
        expected[j] = b[j][response] * scales[j];
        error[j] = (actual[j] - b[j][response]) * scales[j];
      }
    }
    double length = norm(expected);
    double rounding = 4 * EPS * table.responseNorm(response);
    double allowed =
        bound * length + rounding * exact.gain() + directions + b.length * Double.MIN_NORMAL;
    double ratio = ratio(norm(error), allowed);
    if (!allFinite(freeError)) {
      return Double.NaN;
    }
    double reach = table.centredNorm() * length + table.responseNorm(response);
    double freeAllowed = bound * (table.freeNorm(free) + reach) + rounding + Double.MIN_NORMAL;
    return Math.max(ratio, ratio(table.freeNorm(freeError), freeAllowed));
  }

  /**
   * Compares the intercept of a response.
   *
   * @param exact the fit
   * @param response from 0
   * @param coefficients p coefficients, which go with it
   * @param actual the intercept
   * @return error by bound; what the offsets of the columns make of errors in coefficients is in it
   */
  public static double intercept(
      ExactRidge.Fit exact, int response, double[] coefficients, double actual) {
    ExactRidge table = exact.table();
    double[][] b = exact.coefficients();
    double[] scales = table.scales();
    double[] lever = new double[b.length];
    double[] scaled = new double[b.length];
    for (int j = 0; j < b.length; j++) {
      lever[j] = table.mean(j) / scales[j];
      scaled[j] = b[j][response] * scales[j];
    }
    double expected = exact.intercepts()[response];
    double found = actual;
    double rounding = 0;
    for (int j = 0; j < b.length; j++) {
      if (table.hasFree(j)) {
        // judged by what they make of their columns, whatever they make of the offsets
        lever[j] = 0;
        expected += table.mean(j) * b[j][response];
        found += table.mean(j) * coefficients[j];
        rounding += 4 * EPS * Math.abs(table.mean(j) * coefficients[j]);
      }
    }
    double allowed =
        ofCoefficients(exact)
                * (Math.abs(table.responseMean(response)) + norm(lever) * norm(scaled))
            + 4 * EPS * table.responseNorm(response) * exact.gain() * norm(lever)
            + rounding
            + Double.MIN_NORMAL;
    return ratio(Math.abs(found - expected), allowed);
  }

  /**
   * Compares the leave-one-out errors of a response.
   *
   * @param exact the fit
   * @param response from 0
   * @param actual n errors, in the units of the table; where the exact one is NaN, anything
   * @return error by bound
   */
  public static double leaveOneOut(ExactRidge.Fit exact, int response, double[] actual) {
    ExactRidge table = exact.table();
    double[][] errors = exact.leaveOneOut();
    double[] expected = new double[actual.length];
    double[] error = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isNaN(errors[i][response])) {
        double root = table.rootWeight(i);
        expected[i] = root * errors[i][response];
        error[i] = root * (actual[i] - errors[i][response]);
      }
    }
    double bound = ofLeaveOneOut(exact, response);
    double length = norm(expected);
    double size = 10 * EPS * table.responseNorm(response);
    double rounding = size == 0 ? 0 : size / leastSlack(exact);
    double allowed = (length == 0 ? 0 : bound * length) + rounding + Double.MIN_NORMAL;
    return ratio(norm(error), allowed);
  }

  /**
   * The bound on a sum of squared residuals. Residuals from rows are good to the rounding of the
   * responses, where the condition amplifies it; from sums alone y'y - b'X'y cancels.
   *
   * @param exact the fit
   * @param response from 0
   * @param rows whether rows are at hand
   * @return relative to the sum
   */
  public static double ofSquares(ExactRidge.Fit exact, int response, boolean rows) {
    return ofSum(exact, response, exact.squares()[response], rows);
  }

  /**
   * The bound on the form y'(I + X X' / mu)^-1 y of the evidence, |r|^2 + mu |b|^2.
   *
   * @param exact the fit
   * @param response from 0
   * @param rows whether rows are at hand
   * @return relative to the form
   */
  public static double ofForm(ExactRidge.Fit exact, int response, boolean rows) {
    return ofSum(exact, response, exact.form(response), rows);
  }

  private static double ofSum(ExactRidge.Fit exact, int response, double sum, boolean rows) {
    ExactRidge table = exact.table();
    double y = table.responseNorm(response);
    double kappa = kappa(exact);
    if (sum == 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (rows) {
      double loss = 10 * EPS * Math.sqrt(kappa) * (y / Math.sqrt(sum));
      return Math.max(FLOOR, 2 * loss + loss * loss + ofCoefficients(exact));
    }
    double cancelled = 10 * EPS * (table.rowsOfWeight() + kappaOfSums(exact)) * (y * y / sum);
    return Math.max(FLOOR, cancelled);
  }

  private static double ratio(double error, double allowed) {
    return allowed == Double.POSITIVE_INFINITY && Double.isFinite(error) ? 0 : error / allowed;
  }

  private static boolean allFinite(double[] z) {
    for (double value : z) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Euclidean norm without overflow or underflow; NaN and infinite elements show. */
  private static double norm(double[] z) {
    double most = 0;
    for (double value : z) {
      most = Math.max(most, Math.abs(value));
    }
    if (most == 0 || !Double.isFinite(most)) {
      return most;
    }
    double sum = 0;
    for (double value : z) {
      sum += value / most * (value / most);
    }
    return most * Math.sqrt(sum);
  }
}
