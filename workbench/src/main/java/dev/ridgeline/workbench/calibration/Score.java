// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import java.io.Serializable;

/**
 * How well some predictions do, as ISO 12099 has it.
 *
 * @param rmsep root of the mean squared error
 * @param bias mean of prediction less reference
 * @param sep standard deviation of the errors, ddof 1
 * @param rpd standard deviation of the references, ddof 1, over sep; NaN when sep is 0
 */
record Score(double rmsep, double bias, double sep, double rpd) implements Serializable {
  /**
   * Scores errors.
   *
   * @param errors prediction less reference of at least two samples
   * @param reference the references
   */
  static Score of(double[] errors, double[] reference) {
    double squares = 0;
    for (double error : errors) {
      squares += error * error;
    }
    double sep = deviation(errors);
    return new Score(
        Math.sqrt(squares / errors.length),
        mean(errors),
        sep,
        sep > 0 ? deviation(reference) / sep : Double.NaN);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }
}
