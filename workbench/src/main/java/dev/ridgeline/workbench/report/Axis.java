// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.util.Arrays;
import java.util.List;

/**
 * An axis of a picture.
 *
 * @param label what it measures, with the unit
 * @param logarithmic whether it is logarithmic
 * @param low the lower end, NaN to fit the data
 * @param high the upper end, NaN to fit the data
 * @param ticks where it has its ticks, increasing; empty for round numbers
 */
public record Axis(String label, boolean logarithmic, double low, double high, List<Double> ticks) {
  /** Copies the ticks. */
  public Axis {
    ticks = List.copyOf(ticks);
  }

  /**
   * A linear axis that fits the data.
   *
   * @param label what it measures
   * @return the axis
   */
  public static Axis linear(String label) {
    return new Axis(label, false, Double.NaN, Double.NaN, List.of());
  }

  /**
   * A logarithmic axis that fits the data. What is not positive is left out.
   *
   * @param label what it measures
   * @return the axis
   */
  public static Axis log(String label) {
    return new Axis(label, true, Double.NaN, Double.NaN, List.of());
  }

  /**
   * A logarithmic axis with its ticks at the data, for a few values that are no round numbers.
   *
   * @param label what it measures
   * @param at the values, positive, in any order
   * @return the axis
   */
  public static Axis logAt(String label, double... at) {
    return new Axis(
        label,
        true,
        Double.NaN,
        Double.NaN,
        Arrays.stream(at).sorted().distinct().boxed().toList());
  }

  /**
   * The axis with fixed ends.
   *
   * @param low the lower end
   * @param high the upper end
   * @return another axis
   */
  public Axis between(double low, double high) {
    if (!(low < high) || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException(
          "axis needs low < high, and low > 0 if logarithmic: low=" + low + ", high=" + high);
    }
    return new Axis(label, logarithmic, low, high, ticks);
  }

  /** Whether the axis can show the value at all. */
  boolean shows(double value) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }
}
