// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.Design;
import dev.ridgeline.Preparation;
import dev.ridgeline.PrincipalAxes;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a model was trained, so that a row outside can be told. The leverage of a row x is
 *
 * <pre>1/W + (x - m)'(S + mu I)^-1 (x - m)</pre>
 *
 * with S the sums of squares and products of the training rows about their mean, mu the penalty and
 * W the sum of weights: the variance of a prediction there over that of the noise, which grows with
 * the distance from the mean and most in directions that the training rows did not show. A row is
 * outside when its leverage exceeds the largest that a training row has when it is left out; one
 * more row like the n of the training is, once in n + 1.
 *
 * <p>mu is that of the fit, or larger where that has more than a degree of freedom for four rows.
 *
 * <p>Of S the leading directions are kept, and what is left of it counts as no more than the first
 * direction that is not: the leverage is understated, in training rows and new ones alike.
 *
 * @param offset 1/W
 * @param penalty what directions that are not kept have in S + mu
 * @param limit the largest leverage of a training row that is left out
 * @param centre mean of every feature
 * @param units in which features are measured; all 1 without standardising
 * @param values of S + mu in the directions that are kept
 * @param directions one per value, of unit length; single precision is enough, since what is left
 *     of a row is computed from the row
 */
record CalibratedRange(
    double offset,
    double penalty,
    double limit,
    double[] centre,
    double[] units,
    double[] values,
    float[][] directions) {
  /** Beyond, the file would hold more of the range than of the model. */
  private static final int MOST_FEATURES = 10_000;

  private static final int MOST_DIRECTIONS = 100;
  private static final int MOST_NUMBERS = 20_000;

  /** Directions this far below the penalty change a leverage by less than a hundredth. */
  private static final double NEGLIGIBLE = 0.01;

  /**
   * Degrees of freedom per row, at most: a fit that leaves no freedom tells no row from another,
   * and by a quarter foreign spectra are told for certain where a tenth already misses some.
   */
  private static final double DEGREES = 0.25;

  /** A smaller penalty is lost in the rounding of S. */
  private static final double ROUNDING = 1e-12;

  /** Of longer tables rows evenly spread stand for all: they show the same range. */
  private static final int LARGEST_ORDER = 500;

  private static final int MOST_ROWS = 20_000;
  private static final double MOST_PRODUCTS = 5e8;

  /**
   * The range of some tables, each about its own mean.
   *
   * @param ridgeline who computes
   * @param samples tables with the features of the model; a prediction starts from the mean of the
   *     last
   * @param units in which features are measured, p numbers
   * @param mu penalty in the normal equations
   * @return empty where there are too many features to keep it, or it cannot be told
   */
  static Optional<CalibratedRange> of(
      Ridgeline ridgeline, List<Sample> samples, double[] units, double mu) {
    int p = units.length;
    if (p > MOST_FEATURES || p == 0) {
      return Optional.empty();
    }
    List<Centred> tables = samples.stream().map(s -> Centred.of(s, units, mostRows(p))).toList();
    PrincipalAxes axes = axes(ridgeline, tables);
    double[] squares =
        Arrays.stream(axes.squares()).map(v -> Math.scalb(v, 2 * axes.exponent())).toArray();
    double rounding = ROUNDING * (squares.length == 0 ? 1 : squares[0]);
    double rows = tables.stream().mapToDouble(table -> table.rows().length).sum();
    double least = atMost(squares, Math.max(mu, rounding), rows * DEGREES);
    int kept = 0;
    int most = Math.min(Math.min(MOST_DIRECTIONS, MOST_NUMBERS / p), squares.length);
    while (kept < most && squares[kept] > NEGLIGIBLE * least) {
      kept++;
    }
    double rest = kept < squares.length ? squares[kept] : 0;
    double[] values = new double[kept];
    for (int k = 0; k < kept; k++) {
      values[k] = squares[k] + least;
    }
    Centred last = tables.getLast();
    CalibratedRange open =
        new CalibratedRange(
            1 / last.weight(),
            least + rest,
            Double.NaN,
            last.means(),
            units.clone(),
            values,
            directions(axes, kept));
    CalibratedRange range = open.withLimit(tables);
    // squares of features may leave the range of doubles
    boolean told = range.limit > 0 && Double.isFinite(range.limit) && range.penalty > 0;
    return told ? Optional.of(range) : Optional.empty();
  }

  private static PrincipalAxes axes(Ridgeline ridgeline, List<Centred> tables) {
    double[][] rows =
        tables.stream().map(Centred::weighted).flatMap(Arrays::stream).toArray(double[][]::new);
    Matrix none = Matrix.ofColumnMajor(new double[rows.length], rows.length, 1);
    Preparation asTheyAre = Preparation.DEFAULT.withoutIntercept();
    try (Design design = Design.of(ridgeline, Sample.of(Matrix.ofRows(rows), none), asTheyAre)) {
      return design.principalAxes();
    }
  }

  private static float[][] directions(PrincipalAxes axes, int count) {
    float[][] directions = new float[count][axes.vectors().rows()];
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < directions[k].length; j++) {
        directions[k][j] = (float) axes.vectors().get(j, k);
      }
    }
    return directions;
  }

  /** The penalty, or the one from where on there are no more degrees of freedom than these. */
  private static double atMost(double[] squares, double mu, double degrees) {
    double low = mu;
    double high = Math.max(mu, Arrays.stream(squares).sum() / degrees);
    while (degreesOfFreedom(squares, low) > degrees && high > low * (1 + 1e-6)) {
      double between = Math.sqrt(low) * Math.sqrt(high);
      if (degreesOfFreedom(squares, between) > degrees) {
        low = between;
      } else {
        high = between;
      }
    }
    return degreesOfFreedom(squares, low) > degrees ? high : low;
  }

  private static double degreesOfFreedom(double[] squares, double mu) {
    return Arrays.stream(squares).map(square -> square / (square + mu)).sum();
  }

  private static int mostRows(int p) {
    return p > LARGEST_ORDER
        ? LARGEST_ORDER
        : (int) Math.min(MOST_ROWS, MOST_PRODUCTS / ((double) p * p));
  }

  private CalibratedRange withLimit(List<Centred> tables) {
    double largest = 0;
    for (Centred table : tables) {
      for (int i = 0; i < table.rows().length; i++) {
        double weight = table.weights()[i];
        double with = 1 / table.weight() + distance(table.rows()[i]);
        // Sherman and Morrison: the row itself taken out of S and W
        double without = with / Math.max(1 - weight * with, Math.ulp(1.0));
        largest = weight > 0 ? Math.max(largest, without) : largest;
      }
    }
    return new CalibratedRange(offset, penalty, largest, centre, units, values, directions);
  }

  /** Of a row about the mean, in the units. */
  private double distance(double[] row) {
    double[] left = row.clone();
    double sum = 0;
    for (int k = 0; k < values.length; k++) {
      float[] direction = directions[k];
      double along = 0;
      for (int j = 0; j < left.length; j++) {
        along += direction[j] * left[j];
      }
      sum += along * along / values[k];
      for (int j = 0; j < left.length; j++) {
        left[j] -= along * direction[j];
      }
    }
    double squares = 0;
    for (double value : left) {
      squares += value * value;
    }
    return sum + squares / penalty;
  }

  /** The leverage of every row of features. */
  double[] leverages(Matrix x) {
    double[] leverages = new double[x.rows()];
    double[] row = new double[x.columns()];
    for (int i = 0; i < leverages.length; i++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = (x.get(i, j) - centre[j]) / units[j];
      }
      leverages[i] = offset + distance(row);
    }
    return leverages;
  }

  void write(ObjectNode to) {
    ObjectNode range = to.putObject("range");
    range.put("offset", offset);
    range.put("penalty", penalty);
    range.put("limit", limit);
    write(range.putArray("centre"), centre);
    write(range.putArray("units"), units);
    write(range.putArray("values"), values);
    ArrayNode all = range.putArray("directions");
    for (float[] direction : directions) {
      ArrayNode one = all.addArray();
      for (float value : direction) {
        one.add(value);
      }
    }
  }

  private static void write(ArrayNode to, double[] numbers) {
    Arrays.stream(numbers).forEach(to::add);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param from the model
   * @param features how many it has
   * @return empty when there is none
   * @throws IllegalArgumentException when it does not fit
   */
  static Optional<CalibratedRange> read(JsonNode from, int features) {
    JsonNode range = from.path("range");
    if (range.isMissingNode()) {
      return Optional.empty();
    }
    int count = range.path("values").size();
    if (range.path("directions").size() != count) {
      throw new IllegalArgumentException("its range needs a direction for every value");
    }
    float[][] directions = new float[count][features];
    for (int k = 0; k < count; k++) {
      double[] direction = numbers(range.path("directions").path(k), "directions", features);
      for (int j = 0; j < features; j++) {
        directions[k][j] = (float) direction[j];
      }
    }
    return Optional.of(
        new CalibratedRange(
            number(range.path("offset"), "offset"),
            number(range.path("penalty"), "penalty"),
            number(range.path("limit"), "limit"),
            numbers(range.path("centre"), "centre", features),
            numbers(range.path("units"), "units", features),
            numbers(range.path("values"), "values", count),
            directions));
  }

  private static double[] numbers(JsonNode list, String name, int expected) {
    if (list.size() != expected) {
      throw new IllegalArgumentException(
          "its range needs " + expected + " " + name + ", not " + list.size());
    }
    double[] numbers = new double[expected];
    for (int i = 0; i < expected; i++) {
      numbers[i] = number(list.get(i), name);
    }
    return numbers;
  }

  private static double number(JsonNode value, String name) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("its range has " + name + " that are no finite numbers");
    }
    return value.doubleValue();
  }

  /** Rows about their mean, in units; of a long table some that are evenly spread. */
  private record Centred(double[][] rows, double[] weights, double[] means, double weight) {
    static Centred of(Sample sample, double[] units, int most) {
      int n = sample.rows();
      int p = units.length;
      double[] means = new double[p];
      double weight = 0;
      for (int i = 0; i < n; i++) {
        weight += sample.weight(i);
      }
      for (int j = 0; j < p; j++) {
        for (int i = 0; i < n; i++) {
          means[j] += sample.weight(i) / weight * sample.x().get(i, j);
        }
      }
      int count = Math.min(n, most);
      double[][] rows = new double[count][p];
      double[] weights = new double[count];
      for (int r = 0; r < count; r++) {
        int i = (int) ((long) r * n / count);
        weights[r] = sample.weight(i);
        for (int j = 0; j < p; j++) {
          rows[r][j] = (sample.x().get(i, j) - means[j]) / units[j];
        }
      }
      return new Centred(rows, weights, means, weight);
    }

    /** Rows times the roots of their weights, each standing for as many as were left out. */
    double[][] weighted() {
      double there = Arrays.stream(weights).sum();
      double[][] weighted = new double[rows.length][];
      for (int i = 0; i < weighted.length; i++) {
        double root = there > 0 ? Math.sqrt(weights[i] * (weight / there)) : 0;
        weighted[i] = Arrays.stream(rows[i]).map(v -> root * v).toArray();
      }
      return weighted;
    }
  }
}
