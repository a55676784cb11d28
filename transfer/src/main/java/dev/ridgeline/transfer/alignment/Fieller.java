// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

/**
 * The confidence set of a ratio, {r : (A - r U)^2 &lt;= z^2 Var(A - r U)}, after E. C. Fieller,
 * "Some problems in interval estimation", JRSS B 16, 1954.
 *
 * <p>With Var(A - r U) = VAA - 2 r VAU + r^2 VUU it is a r^2 - 2 b r + c &lt;= 0, a = U^2 - z^2
 * VUU, b = A U - z^2 VAU, c = A^2 - z^2 VAA. Where U differs from zero by more than z standard
 * errors, a &gt; 0 and the set is an interval around A/U, at which the left side is -z^2 Var &lt;=
 * 0. Otherwise it is unbounded: the whole line, or all but an interval.
 */
final class Fieller {
  /** Two-sided 95 % of the normal distribution. */
  static final double Z = 1.96;

  private Fieller() {}

  /** Estimate and interval; {@code caution} goes with an estimable rho. */
  static Alignment interval(Statistic statistic, Alignment.Method method, String caution) {
    double numerator = statistic.numerator();
    double denominator = statistic.denominator();
    Statistic.Variance variance = statistic.variance();
    if (!Double.isFinite(numerator + denominator + variance.sum())) {
      return Alignment.notEstimable(
          method, "without one of the rows nothing is left that varies, so no error can be given");
    }
    double square = Z * Z;
    double a = denominator * denominator - square * variance.denominator();
    if (!(denominator > 0.0 && a > 0.0)) {
      return Alignment.notEstimable(
          method,
          "the source shows no signal beyond its noise: estimated square "
              + (float) denominator
              + ", standard error "
              + (float) Math.sqrt(variance.denominator()));
    }
    double b = numerator * denominator - square * variance.covariance();
    // b^2 - a c, written without the squares that cancel where the variances are small.
    double first =
        denominator * denominator * variance.numerator()
            - 2.0 * numerator * denominator * variance.covariance()
            + numerator * numerator * variance.denominator();
    double second =
        variance.numerator() * variance.denominator()
            - variance.covariance() * variance.covariance();
    double half = Z * Math.sqrt(Math.max(0.0, first - square * second)) / a;
    double rho = numerator / denominator;
    double centre = b / a;
    // The estimate is inside by construction; rounding may say otherwise by an ulp.
    return new Alignment(
        rho, Math.min(rho, centre - half), Math.max(rho, centre + half), true, method, caution);
  }
}
