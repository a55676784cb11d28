// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import java.util.Arrays;

/**
 * One quantity over seeds.
 *
 * @param mean arithmetic mean
 * @param deviation standard deviation with ddof 1; NaN for one seed
 */
record OverSeeds(double mean, double deviation) {
  /** Summarises values in the order given, so that equal values give equal bits. */
  static OverSeeds of(double[] values) {
    double mean = Arrays.stream(values).reduce(0, Double::sum) / values.length;
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean);
    }
    return new OverSeeds(
        mean, values.length > 1 ? Math.sqrt(square / (values.length - 1)) : Double.NaN);
  }

  /** Lower edge of the band of one deviation; the mean when there is none. */
  double low() {
    return Double.isNaN(deviation) ? mean : mean - deviation;
  }

  /** Upper edge of the band of one deviation; the mean when there is none. */
  double high() {
    return Double.isNaN(deviation) ? mean : mean + deviation;
  }
}
