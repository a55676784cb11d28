// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.report;

import java.util.Map;

/**
 * One measurement.
 *
 * @param verb the benchmark
 * @param peer who computed
 * @param size the parameters but peer and threads, in words that fit a table
 * @param threads of the implementation
 * @param perSecond runs per second
 * @param error half the 99.9 % confidence interval of {@code perSecond}; NaN when unknown
 * @param gigaflops GFLOP/s, 0 where a count would say nothing
 */
public record Figure(
    String verb,
    String peer,
    String size,
    int threads,
    double perSecond,
    double error,
    double gigaflops) {
  /**
   * Names the size.
   *
   * @param parameters of JMH, in order
   * @return such as {@code n=64}
   */
  public static String size(Map<String, String> parameters) {
    StringBuilder size = new StringBuilder();
    parameters.forEach(
        (key, value) -> {
          if (!key.equals("peer") && !key.equals("threads")) {
            size.append(size.isEmpty() ? "" : ", ").append(key).append('=').append(value);
          }
        });
    return size.toString();
  }
}
