// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import org.hipparchus.special.Beta;
import org.hipparchus.util.ContinuedFraction;

/**
 * The distribution function of Student's t, P(T &lt; t) = 1 - I_x(a, b) / 2 for t &gt; 0 with x = m
 * / (m + t^2), a = m / 2, b = 1/2 and the incomplete beta function I (DLMF 8.17.22). The logarithm
 * of the beta function, which costs more than the fraction, is kept: a mixture asks thousands of
 * times for the same m.
 */
final class StudentFunction {
  private static final double PRECISION = 1e-14;
  private static final double B = 0.5;

  private final double degrees;
  private final double a;
  private final double logBeta;

  StudentFunction(double degrees) {
    this.degrees = degrees;
    this.a = degrees / 2;
    this.logBeta = Beta.logBeta(a, B);
  }

  /** The probability of t or less. */
  double at(double t) {
    if (t == 0) {
      return 0.5;
    }
    double x = degrees / (degrees + t * t);
    // the fraction converges fast below the mean alone
    boolean mirrored = x > (a + 1) / (2 + B + a) && 1 - x <= (B + 1) / (2 + B + a);
    double both = mirrored ? 1 - incomplete(1 - x, B, a) : incomplete(x, a, B);
    return t < 0 ? both / 2 : 1 - both / 2;
  }

  private double incomplete(double x, double a, double b) {
    double fraction =
        new ContinuedFraction() {
          @Override
          protected double getA(int n, double at) {
            return 1;
          }

          @Override
          protected double getB(int n, double at) {
            int m = n / 2;
            double from = a + 2 * m;
            return n % 2 == 0
                ? m * (b - m) * at / ((from - 1) * from)
                : -(a + m) * (a + b + m) * at / (from * (from + 1));
          }
        }.evaluate(x, PRECISION);
    return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) - logBeta) / fraction;
  }
}
