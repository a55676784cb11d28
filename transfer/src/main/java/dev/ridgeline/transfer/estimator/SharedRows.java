// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Rows of a target, features and response, that are also rows of a source. A source model was
 * trained on them, so their leave-one-out errors speak for it whether it is of use or not.
 *
 * <p>Rows are alike when every number differs by at most 1e-6 of its column's range over both
 * tables: single precision does not hide them. Rows of weight 0 do not count. Immutable.
 *
 * @param rows of the target, from 0, ascending
 * @param exact how many of them have an equal row in a source, number by number
 * @param of number of rows of the target
 */
public record SharedRows(List<Integer> rows, int exact, int of) {

  /** Numbers that differ by at most this share of their column's range are alike. */
  private static final double TOLERANCE = 1e-6;

  /** Rows that a sentence names. */
  private static final int NAMED = 12;

  private static final long SEED = 42;

  /** Copies the list. */
  public SharedRows {
    rows = List.copyOf(rows);
  }

  /**
   * How many rows of the target are also rows of a source.
   *
   * @return at least 0
   */
  public int count() {
    return rows.size();
  }

  /**
   * The rows in a sentence, such as a warning, numbered from 1.
   *
   * @return which rows, what is wrong with them, and what to do; empty without any
   */
  public String sentence() {
    return sentence(row -> row + 1);
  }

  /**
   * The rows in a sentence, such as a warning.
   *
   * @param number by which a row is known to people
   * @return which rows, what is wrong with them, and what to do; empty without any
   */
  public String sentence(IntUnaryOperator number) {
    if (count() == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(count()).append(" of ").append(of).append(" target rows ");
    text.append(count() == 1 ? "is also a row" : "are also rows").append(" of the source (row");
    text.append(count() == 1 ? " " : "s ");
    for (int i = 0; i < Math.min(NAMED, count()); i++) {
      text.append(i == 0 ? "" : ", ").append(number.applyAsInt(rows.get(i)));
    }
    text.append(count() > NAMED ? " and " + (count() - NAMED) + " more" : "");
    if (exact < count()) {
      text.append("; ").append(count() - exact).append(" of them to within 1e-6 of the range");
    }
    return text.append(
            "): the source was trained on them, so nothing can be claimed; take them out of one"
                + " table")
        .toString();
  }

  /**
   * Looks for them: near rows are near in a random direction, in which the rows of the source are
   * sorted; whoever is found there is compared number by number.
   *
   * @param sources of the same features and responses
   * @param target whose rows are looked for
   * @param response that has to be alike, too
   */
  static SharedRows of(List<Sample> sources, Sample target, int response) {
    if (sources.isEmpty()) {
      return new SharedRows(List.of(), 0, target.rows());
    }
    List<double[]> units = new ArrayList<>();
    for (int j = 0; j <= target.features(); j++) {
      units.add(unit(sources, target, j, response));
    }
    Search search = new Search(target, response, units);
    boolean[] found = new boolean[target.rows()];
    boolean[] equal = new boolean[target.rows()];
    for (Sample source : sources) {
      search.in(source, found, equal);
    }
    return new SharedRows(
        IntStream.range(0, found.length).filter(i -> found[i]).boxed().toList(),
        (int) IntStream.range(0, equal.length).filter(i -> equal[i]).count(),
        target.rows());
  }

  /** Middle and half the range of a column; the response is behind the features. */
  private static double[] unit(List<Sample> sources, Sample target, int column, int response) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    List<Sample> all = new ArrayList<>(sources);
    all.add(target);
    for (Sample sample : all) {
      for (int i = 0; i < sample.rows(); i++) {
        double value = value(sample, i, column, response);
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    return new double[] {least / 2 + most / 2, most / 2 - least / 2};
  }

  private static double value(Sample sample, int row, int column, int response) {
    Matrix x = sample.x();
    return column < x.columns() ? x.get(row, column) : sample.y().get(row, response);
  }

  private static final class Search {
    private final Sample target;
    private final int response;
    private final List<double[]> units;
    private final double[] direction;
    private final double[] places;
    private final double window;

    Search(Sample target, int response, List<double[]> units) {
      this.target = target;
      this.response = response;
      this.units = units;
      SplittableRandom random = new SplittableRandom(SEED);
      // of numbers without relation: other rows of small integers do not meet in it
      this.direction = random.doubles(units.size(), -1, 1).toArray();
      this.places = places(target);
      // a tolerance of the range is two of half the range; the other half is for rounding
      this.window = 3 * TOLERANCE * Arrays.stream(direction).map(Math::abs).sum();
    }

    private double[] places(Sample sample) {
      double[] places = new double[sample.rows()];
      for (int j = 0; j < direction.length; j++) {
        double[] unit = units.get(j);
        if (unit[1] == 0) {
          continue;
        }
        for (int i = 0; i < places.length; i++) {
          places[i] += direction[j] * ((value(sample, i, j, response) - unit[0]) / unit[1]);
        }
      }
      return places;
    }

    void in(Sample source, boolean[] found, boolean[] equal) {
      double[] own = places(source);
      int[] order =
          IntStream.range(0, own.length)
              .filter(i -> source.weight(i) > 0)
              .boxed()
              .sorted((a, b) -> Double.compare(own[a], own[b]))
              .mapToInt(Integer::intValue)
              .toArray();
      double[] sorted = Arrays.stream(order).mapToDouble(i -> own[i]).toArray();
      for (int i = 0; i < places.length; i++) {
        if (target.weight(i) == 0) {
          continue;
        }
        int from = Arrays.binarySearch(sorted, places[i] - window);
        from = from < 0 ? -from - 1 : from;
        for (int k = from; k < sorted.length && sorted[k] <= places[i] + window; k++) {
          double apart = apart(source, order[k], i);
          found[i] |= apart <= TOLERANCE;
          equal[i] |= apart == 0;
          if (equal[i]) {
            break;
          }
        }
      }
    }

    /** The largest difference, as a share of the range of its column. */
    private double apart(Sample source, int row, int of) {
      double largest = 0;
      for (int j = 0; j < direction.length && largest <= TOLERANCE; j++) {
        double half = units.get(j)[1];
        double a = value(source, row, j, response);
        double b = value(target, of, j, response);
        largest = half == 0 ? largest : Math.max(largest, Math.abs(a / 2 - b / 2) / half);
      }
      return largest;
    }
  }
}
