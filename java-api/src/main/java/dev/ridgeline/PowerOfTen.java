// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.math.BigDecimal;

/**
 * Powers of ten to the nearest double, on every machine alike: {@link Math#pow} may differ in its
 * last bit between processors, and {@link StrictMath#pow} is an ulp off for one exponent in five.
 */
final class PowerOfTen {
  /** ln 10 as an unevaluated sum of two doubles. */
  private static final double LN_10 = 2.302585092994046;

  private static final double LN_10_LOW = -2.1707562233822494e-16;

  /** Terms of the series of e^x until |x| &lt;= ln(10) / 2 leaves less than 1e-30. */
  private static final int TERMS = 30;

  private PowerOfTen() {}

  /**
   * Ten to a power. The fractional part of the exponent goes through the series of the exponential
   * in double-double arithmetic (Dekker 1971; products by fused multiply-add), the whole part
   * through decimal scaling, which is exact.
   *
   * @param exponent finite, within the decimal exponents of a double
   * @return 10^exponent
   */
  static double of(double exponent) {
    double whole = Math.rint(exponent);
    double fraction = exponent - whole;
    double x = fraction * LN_10;
    double xLow = Math.fma(fraction, LN_10, -x) + fraction * LN_10_LOW;
    double sum = 1;
    double sumLow = 0;
    for (int i = TERMS; i >= 1; i--) { // Horner: sum = 1 + sum x / i
      double product = sum * x;
      double productLow = Math.fma(sum, x, -product) + sum * xLow + sumLow * x;
      double term = product / i;
      double termLow = (Math.fma(-term, i, product) + productLow) / i;
      double high = 1 + term;
      double rounded = high - 1;
      double low = (1 - (high - rounded)) + (term - rounded) + termLow;
      sum = high + low;
      sumLow = low - (sum - high);
    }
    return new BigDecimal(sum)
        .add(new BigDecimal(sumLow))
        .scaleByPowerOfTen((int) whole)
        .doubleValue();
  }
}
