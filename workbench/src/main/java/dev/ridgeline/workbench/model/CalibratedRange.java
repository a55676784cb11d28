// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

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
  private static final int MOST_NUMBERS = 200_000;

  /** Directions this far below the penalty change a leverage by less than a hundredth. */
  private static final double NEGLIGIBLE = 0.01;

  /** A smaller penalty is lost in the rounding of S. */
  private static final double ROUNDING = 1e-12;

  /** Of longer tables rows evenly spread stand for all: they show the same range. */
  private static final int LARGEST_ORDER = 500;

  private static final int MOST_ROWS = 20_000;
  private static final double MOST_PRODUCTS = 5e8;

  /**
   * The range of some tables, each about its own mean.
   *
   * @param samples tables with the features of the model; a prediction starts from the mean of the
   *     last
   * @param units in which features are measured, p numbers
   * @param mu penalty in the normal equations
   * @return empty where there are too many features to keep it, or it cannot be told
   */
  static Optional<CalibratedRange> of(List<Sample> samples, double[] units, double mu) {
    int p = units.length;
    if (p > MOST_FEATURES || p == 0) {
      return Optional.empty();
    }
    List<Centred> tables = samples.stream().map(s -> Centred.of(s, units, mostRows(p))).toList();
    Spectrum spectrum = Spectrum.of(tables, p);
    double[] squares = spectrum.squares();
    double least = Math.max(mu, ROUNDING * (squares.length == 0 ? 1 : squares[0]));
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
            spectrum.directions(kept));
    CalibratedRange range = open.withLimit(tables);
    // squares of features may leave the range of doubles
    boolean told = range.limit > 0 && Double.isFinite(range.limit) && range.penalty > 0;
    return told ? Optional.of(range) : Optional.empty();
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

  /** Eigenvalues of S, descending, and how to make its eigenvectors. */
  private record Spectrum(double[] squares, RealMatrix vectors, double[][] rows, boolean dual) {
    static Spectrum of(List<Centred> tables, int p) {
      double[][] rows =
          tables.stream().map(Centred::weighted).flatMap(Arrays::stream).toArray(double[][]::new);
      boolean dual = rows.length < p;
      double[][] sides = dual ? rows : transposed(rows, p);
      int order = sides.length;
      double[][] gram = new double[order][order];
      for (int i = 0; i < order; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = 0;
          for (int k = 0; k < sides[i].length; k++) {
            sum += sides[i][k] * sides[j][k];
          }
          gram[i][j] = sum;
          gram[j][i] = sum;
        }
      }
      EigenDecompositionSymmetric eigen =
          new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(gram));
      double[] squares =
          Arrays.stream(eigen.getEigenvalues()).map(value -> Math.max(value, 0)).toArray();
      return new Spectrum(squares, eigen.getV(), rows, dual);
    }

    private static double[][] transposed(double[][] rows, int p) {
      double[][] columns = new double[p][rows.length];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < p; j++) {
          columns[j][i] = rows[i][j];
        }
      }
      return columns;
    }

    float[][] directions(int count) {
      float[][] directions = new float[count][];
      for (int k = 0; k < count; k++) {
        double[] vector = vectors.getColumn(k);
        double[] direction = dual ? combined(vector) : vector;
        double length = Math.sqrt(Arrays.stream(direction).map(v -> v * v).sum());
        directions[k] = new float[direction.length];
        for (int j = 0; j < direction.length; j++) {
          directions[k][j] = (float) (direction[j] / length);
        }
      }
      return directions;
    }

    private double[] combined(double[] vector) {
      double[] sum = new double[rows[0].length];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < sum.length; j++) {
          sum[j] += vector[i] * rows[i][j];
        }
      }
      return sum;
    }
  }
}
