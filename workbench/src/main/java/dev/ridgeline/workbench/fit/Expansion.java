// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.preprocess.Preprocessing;
import dev.ridgeline.workbench.random.RowNormals;
import dev.ridgeline.workbench.table.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What features are made of the columns of a table: first columns become numbers ({@link
 * Encoding}), then every row is preprocessed, then it is expanded.
 *
 * <ul>
 *   <li>{@code none}: the columns.
 *   <li>{@code poly2}: the columns, their squares and the products of every two.
 *   <li>{@code rff:DIM}: random Fourier features (Rahimi and Recht 2007) of a Gaussian kernel,
 *       sqrt(2 / DIM) cos(w'z + b), where z are the p columns less their means over their
 *       deviations in the table that the model was trained from, w is normal with variance 2/p, so
 *       that the kernel is exp(-|z - z'|^2 / p), and b is uniform.
 * </ul>
 *
 * <p>Immutable.
 */
final class Expansion implements Serializable {
  private static final long serialVersionUID = 1;

  enum Kind {
    NONE,
    POLY2,
    RFF
  }

  private final Encoding encoding;
  private final Preprocessing preprocessing;
  private final Kind kind;
  private final int dimension;
  private final long seed;
  private final double[] means;
  private final double[] deviations;

  private Expansion(
      Encoding encoding,
      Preprocessing preprocessing,
      Kind kind,
      int dimension,
      long seed,
      double[] means,
      double[] deviations) {
    this.encoding = encoding;
    this.preprocessing = preprocessing;
    this.kind = kind;
    this.dimension = dimension;
    this.seed = seed;
    this.means = means;
    this.deviations = deviations;
  }

  /**
   * An expansion that has seen its table.
   *
   * @param encoding of the columns as numbers
   * @param preprocessing of those
   * @param wanted as typed
   * @param table that the model is trained from
   * @param inputs its columns that features are made of
   * @param seed of random features
   */
  static Expansion of(
      Encoding encoding,
      Preprocessing preprocessing,
      ExpandOption wanted,
      Table table,
      List<String> inputs,
      long seed) {
    preprocessing.requireColumns(encoding.names(inputs).size());
    if (wanted.kind() != Kind.RFF) {
      return new Expansion(
          encoding, preprocessing, wanted.kind(), 0, 0, new double[0], new double[0]);
    }
    Matrix x = preprocessing.apply(table.source(), encoding.apply(table, inputs));
    double[] means = new double[x.columns()];
    double[] deviations = new double[x.columns()];
    int n = x.rows();
    for (int j = 0; j < means.length; j++) {
      for (int i = 0; i < n; i++) {
        means[j] += x.get(i, j) / n;
      }
      double square = 0;
      for (int i = 0; i < n; i++) {
        square += (x.get(i, j) - means[j]) * (x.get(i, j) - means[j]) / n;
      }
      deviations[j] = square > 0 ? Math.sqrt(square) : 1;
    }
    return new Expansion(
        encoding, preprocessing, Kind.RFF, wanted.dimension(), seed, means, deviations);
  }

  /** Number of features from these columns. */
  long size(List<String> inputs) {
    return new ExpandOption(kind, dimension).size(encoding.names(inputs).size());
  }

  /** Names of the features from these columns. */
  List<String> names(List<String> inputs) {
    List<String> columns = encoding.names(inputs);
    List<String> names = new ArrayList<>();
    switch (kind) {
      case NONE -> names.addAll(columns);
      case POLY2 -> {
        names.addAll(columns);
        for (int i = 0; i < columns.size(); i++) {
          for (int j = i; j < columns.size(); j++) {
            names.add(i == j ? columns.get(i) + "^2" : columns.get(i) + "*" + columns.get(j));
          }
        }
      }
      case RFF -> {
        for (int k = 0; k < dimension; k++) {
          names.add("rff" + k);
        }
      }
    }
    return names;
  }

  /** Whether features are the columns as they are. */
  boolean isIdentity() {
    return kind == Kind.NONE && preprocessing.equals(Preprocessing.NONE) && encoding.isIdentity();
  }

  /** How columns become numbers. */
  Encoding encoding() {
    return encoding;
  }

  /** The features of the rows of a table, column-major. */
  Matrix apply(Table table, List<String> inputs) {
    Matrix x = preprocessing.apply(table.source(), encoding.apply(table, inputs));
    return switch (kind) {
      case NONE -> x;
      case POLY2 -> products(x);
      case RFF -> waves(x);
    };
  }

  private static Matrix products(Matrix x) {
    int n = x.rows();
    int p = x.columns();
    int columns = p + p * (p + 1) / 2;
    double[] data = new double[MatrixBatch.size(n, columns, 1)];
    int at = 0;
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < n; i++) {
        data[at++] = x.get(i, j);
      }
    }
    for (int a = 0; a < p; a++) {
      for (int b = a; b < p; b++) {
        for (int i = 0; i < n; i++) {
          data[at++] = x.get(i, a) * x.get(i, b);
        }
      }
    }
    return Matrix.ofColumnMajor(data, n, columns);
  }

  private Matrix waves(Matrix x) {
    int n = x.rows();
    int p = x.columns();
    double[] data = new double[MatrixBatch.size(n, dimension, 1)];
    RowNormals normals = new RowNormals(seed);
    double[] w = new double[p + 2];
    double width = Math.sqrt(2.0 / p);
    double height = Math.sqrt(2.0 / dimension);
    for (int k = 0; k < dimension; k++) {
      normals.fillRow(w, 0, p + 2, 0, k);
      // the angle of two normal numbers is uniform
      double phase = StrictMath.atan2(w[p], w[p + 1]);
      for (int i = 0; i < n; i++) {
        double angle = phase;
        for (int j = 0; j < p; j++) {
          angle += width * w[j] * ((x.get(i, j) - means[j]) / deviations[j]);
        }
        data[i + k * n] = height * StrictMath.cos(angle);
      }
    }
    return Matrix.ofColumnMajor(data, n, dimension);
  }

  /** Writes what {@link #read} needs. */
  void write(ObjectNode to) {
    encoding.write(to);
    to.put("preprocess", preprocessing.toString());
    switch (kind) {
      case NONE -> to.put("expand", "none");
      case POLY2 -> to.put("expand", "poly2");
      case RFF -> {
        to.put("expand", "rff:" + dimension);
        to.put("expand_seed", seed);
        ArrayNode m = to.putArray("input_means");
        ArrayNode d = to.putArray("input_deviations");
        for (int j = 0; j < means.length; j++) {
          m.add(means[j]);
          d.add(deviations[j]);
        }
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when a field is missing
   */
  static Expansion read(JsonNode from, List<String> columns) {
    Encoding encoding = Encoding.read(from, columns);
    int inputs = encoding.names(columns).size();
    ExpandOption option = ExpandOption.parse(from.path("expand").asText("none"));
    Preprocessing preprocessing = preprocessing(from.path("preprocess").asText("none"), inputs);
    if (option.kind() != Kind.RFF) {
      return new Expansion(
          encoding, preprocessing, option.kind(), 0, 0, new double[0], new double[0]);
    }
    double[] means = numbers(from.path("input_means"), inputs);
    double[] deviations = numbers(from.path("input_deviations"), inputs);
    if (!from.path("expand_seed").isIntegralNumber()) {
      throw new IllegalArgumentException("expand_seed is missing");
    }
    return new Expansion(
        encoding,
        preprocessing,
        Kind.RFF,
        option.dimension(),
        from.path("expand_seed").asLong(),
        means,
        deviations);
  }

  private static Preprocessing preprocessing(String text, int inputs) {
    try {
      Preprocessing preprocessing = Preprocessing.parse(text);
      preprocessing.requireColumns(inputs);
      return preprocessing;
    } catch (IllegalArgumentException | BadInputException refused) {
      throw new IllegalArgumentException(
          "its preprocess '" + text + "' does not fit " + inputs + " inputs", refused);
    }
  }

  private static double[] numbers(JsonNode list, int expected) {
    if (list.size() != expected) {
      throw new IllegalArgumentException("input_means and input_deviations need one per input");
    }
    double[] numbers = new double[expected];
    for (int i = 0; i < expected; i++) {
      numbers[i] = list.get(i).asDouble(Double.NaN);
    }
    return numbers;
  }
}
