// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Mean and standard error of draws. */
final class Moments {
  private double sum;
  private double squares;
  private int count;

  void add(double value) {
    sum += value;
    squares += value * value;
    count++;
  }

  double mean() {
    return sum / count;
  }

  double variance() {
    return (squares - sum * sum / count) / (count - 1.0);
  }

  /** Within four standard errors, which seven draws in 100 000 exceed, and a known shift. */
  void assertMean(String what, double expected, double shift) {
    double allowed = 4.0 * Math.sqrt(variance() / count) + shift * Math.abs(expected);
    assertThat(mean()).as(what).isCloseTo(expected, within(allowed));
  }
}
