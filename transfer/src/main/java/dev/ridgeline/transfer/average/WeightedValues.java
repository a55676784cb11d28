// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A discrete distribution.
 *
 * @param values in any order, not copied
 * @param weights one each, &gt;= 0, of any positive sum, not copied
 */
public record WeightedValues(double[] values, double[] weights) {
  /**
   * The mean.
   *
   * @return NaN where all weights are 0
   */
  public double mean() {
    return Flat.dot(values, weights) / Arrays.stream(weights).sum();
  }

  /**
   * The smallest value that as much of the weight lies at or below.
   *
   * @param probability from 0 to 1
   * @return a value; NaN where all weights are 0
   */
  public double quantile(double probability) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(i -> i)
            .toArray();
    double total = Arrays.stream(weights).sum();
    double sum = 0;
    for (int i : order) {
      sum += weights[i];
      if (weights[i] > 0 && sum >= probability * total) {
        return values[i];
      }
    }
    return Double.NaN;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightedValues that
        && Arrays.equals(values, that.values)
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return "WeightedValues[" + values.length + " values, mean " + mean() + "]";
  }
}
