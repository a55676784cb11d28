// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Sample;
import dev.ridgeline.workbench.report.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Columns that one penalty cannot suit, since they spread so much less or more than the others. */
final class UnevenColumns {
  /** Standard deviations this many times above or below the median are worth a hint. */
  private static final double UNEVEN = 100;

  /** Columns that a hint names. */
  private static final int NAMED = 3;

  private UnevenColumns() {}

  /**
   * A hint to standardise, where columns are penalised as they are.
   *
   * @param sample the table
   * @param names of its features
   * @return a sentence that names the columns, those furthest off first; empty for even columns
   */
  static Optional<String> hint(Sample sample, List<String> names) {
    double[] spreads = spreads(sample);
    double[] sorted = Arrays.stream(spreads).filter(s -> s > 0).sorted().toArray();
    if (sorted.length < 2) {
      return Optional.empty();
    }
    double median = sorted[sorted.length / 2];
    int[] uneven =
        IntStream.range(0, spreads.length)
            .filter(j -> spreads[j] > 0 && distance(spreads[j], median) >= Math.log(UNEVEN))
            .boxed()
            .sorted(Comparator.comparingDouble((Integer j) -> -distance(spreads[j], median)))
            .mapToInt(Integer::intValue)
            .toArray();
    if (uneven.length == 0) {
      return Optional.empty();
    }
    List<String> told = new ArrayList<>();
    for (int j : Arrays.copyOf(uneven, Math.min(NAMED, uneven.length))) {
      boolean less = spreads[j] < median;
      told.add(
          names.get(j)
              + " spreads "
              + (less ? "1/" + Figures.of(median / spreads[j]) : Figures.of(spreads[j] / median))
              + (less ? " as far" : " times as far"));
    }
    return Optional.of(
        "columns have different units: "
            + String.join(", ", told)
            + " as the median column"
            + (uneven.length > NAMED
                ? ", and " + (uneven.length - NAMED) + " more are like it"
                : "")
            + "; one penalty cannot suit them, try --standardize");
  }

  /** Standard deviations of the columns; 0 where one is constant but for rounding. */
  static double[] spreads(Sample sample) {
    double[] spreads = new double[sample.features()];
    Arrays.setAll(spreads, j -> spread(sample, j));
    return spreads;
  }

  private static double distance(double spread, double median) {
    return Math.abs(Math.log(spread / median));
  }

  private static double spread(Sample sample, int column) {
    double weight = 0;
    double mean = 0;
    for (int i = 0; i < sample.rows(); i++) {
      weight += sample.weight(i);
      mean += sample.weight(i) * sample.x().get(i, column);
    }
    mean /= weight;
    double sum = 0;
    for (int i = 0; i < sample.rows(); i++) {
      double d = sample.x().get(i, column) - mean;
      sum += sample.weight(i) * d * d;
    }
    double spread = Math.sqrt(sum / weight);
    return spread > 4 * Math.ulp(Math.abs(mean)) ? spread : 0;
  }
}
