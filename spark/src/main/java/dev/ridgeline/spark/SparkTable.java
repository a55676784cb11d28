// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.Criterion;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * A {@code Dataset} as a table of features and responses, with weights and folds if there are any:
 * which columns are what. Immutable: every option gives a copy. Columns are looked up when the
 * table is read; what is not there, not numeric, missing or not finite is refused with the name of
 * its column.
 *
 * <p>Row numbers count in the order of the partitions, so a table that is read twice must have the
 * same rows in the same order both times, as files have; persist one that is the result of a
 * shuffle.
 */
public final class SparkTable {
  /** Rows of a block, unless asked for. */
  private static final int BLOCK = 1 << 16;

  private final Dataset<Row> data;
  private final List<String> features;
  private final String vector; // null: a column for every feature
  private final List<String> responses;
  private final String weights; // null: all rows weigh the same
  private final String keys; // null: folds by row number
  private final Criterion.KFold folds; // null: none, or by key
  private final int rowsPerBlock;
  private final String backend;

  private SparkTable(
      Dataset<Row> data,
      List<String> features,
      String vector,
      List<String> responses,
      String weights,
      String keys,
      Criterion.KFold folds,
      int rowsPerBlock,
      String backend) {
    this.data = data;
    this.features = List.copyOf(features);
    this.vector = vector;
    this.responses = List.copyOf(responses);
    this.weights = weights;
    this.keys = keys;
    this.folds = folds;
    this.rowsPerBlock = rowsPerBlock;
    this.backend = backend;
  }

  /**
   * A table whose responses are named, and whose features are all other columns.
   *
   * @param data with numeric columns
   * @param responses at least one column
   * @return the table
   */
  public static SparkTable of(Dataset<Row> data, String... responses) {
    if (responses.length == 0) {
      throw new BadInputException("a table needs at least one response: name a column");
    }
    return new SparkTable(
        data, List.of(), null, List.of(responses), null, null, null, BLOCK, "cpu-simd");
  }

  /**
   * Names the features.
   *
   * @param columns in the order of the coefficients
   * @return a copy of this with these features
   */
  public SparkTable features(String... columns) {
    return new SparkTable(
        data, List.of(columns), null, responses, weights, keys, folds, rowsPerBlock, backend);
  }

  /**
   * Takes the features from one column of vectors, as Spark ML has them.
   *
   * @param column of vectors, dense or sparse, all of one length
   * @return a copy of this with these features
   */
  public SparkTable featureVector(String column) {
    return new SparkTable(
        data, List.of(), column, responses, weights, keys, folds, rowsPerBlock, backend);
  }

  /**
   * Weighs the rows.
   *
   * @param column of numbers &gt;= 0
   * @return a copy of this with these weights
   */
  public SparkTable weights(String column) {
    return new SparkTable(
        data, features, vector, responses, column, keys, folds, rowsPerBlock, backend);
  }

  /**
   * Draws folds by the numbers of the rows, the same as of a table in memory.
   *
   * @param how many, and the seed
   * @return a copy of this with these folds
   */
  public SparkTable folds(Criterion.KFold how) {
    return new SparkTable(
        data, features, vector, responses, weights, null, how, rowsPerBlock, backend);
  }

  /**
   * Takes folds, or groups, from a column: one for each of its values.
   *
   * @param column of few values of any type that can be told as text
   * @return a copy of this with these folds
   */
  public SparkTable foldsBy(String column) {
    return new SparkTable(
        data, features, vector, responses, weights, column, null, rowsPerBlock, backend);
  }

  /**
   * Sums rows in blocks of another length. Bits depend on the blocks, and on nothing else of how
   * the rows are divided: partitions of whole blocks give the same bits, however many they are.
   *
   * @param rows at least 1; 65536 by default
   * @return a copy of this with these blocks
   */
  public SparkTable rowsPerBlock(int rows) {
    if (rows < 1) {
      throw new BadInputException("a block needs at least one row: rows=" + rows);
    }
    return new SparkTable(data, features, vector, responses, weights, keys, folds, rows, backend);
  }

  /**
   * Multiplies on another backend.
   *
   * @param name what all executors have, {@code cpu-simd} by default
   * @return a copy of this with this backend
   */
  public SparkTable backend(String name) {
    return new SparkTable(
        data, features, vector, responses, weights, keys, folds, rowsPerBlock, name);
  }

  /**
   * How a row is read once the columns are in their places: features (numbers, or one array),
   * responses, then the weight and the key if there are any.
   *
   * @param names of the features, for messages; of a vector its column
   * @param vector whether features are one array
   * @param features p
   * @param responses their names
   * @param weights the column, or null
   * @param keys the column, or null
   * @param folds by number; 0 for none
   * @param seed of the folds
   * @param rowsPerBlock of a block
   * @param backend multiplies
   */
  record Layout(
      List<String> names,
      boolean vector,
      int features,
      List<String> responses,
      String weights,
      String keys,
      int folds,
      long seed,
      int rowsPerBlock,
      String backend)
      implements Serializable {
    /** Copies the lists. */
    Layout {
      names = List.copyOf(names);
      responses = List.copyOf(responses);
    }
  }

  Dataset<Row> data() {
    return data;
  }

  List<String> responses() {
    return responses;
  }

  /** The column of weights, or null. */
  String weights() {
    return weights;
  }

  String backend() {
    return backend;
  }

  boolean hasFolds() {
    return folds != null || keys != null;
  }

  /** The column of vectors, or null. */
  String vector() {
    return vector;
  }

  /** The columns of the features, in order; all that have no other part in the table by default. */
  List<String> featureColumns() {
    if (vector != null) {
      return List.of(vector);
    }
    if (!features.isEmpty()) {
      return features;
    }
    Set<String> others = new HashSet<>(responses);
    others.addAll(Arrays.asList(weights, keys));
    return Arrays.stream(data.columns()).filter(name -> !others.contains(name)).toList();
  }

  /** Where everything is, checked. */
  Layout layout() {
    List<String> names = featureColumns();
    if (names.isEmpty()) {
      throw new BadInputException("no column is left for the features: name them");
    }
    List<String> numeric = new ArrayList<>(responses);
    int p = names.size();
    if (vector == null) {
      numeric.addAll(names);
    } else {
      p = length(vector);
    }
    if (weights != null) {
      numeric.add(weights);
    }
    numeric.forEach(this::requireNumeric);
    if (keys != null) {
      type(keys);
    }
    return new Layout(
        names,
        vector != null,
        p,
        responses,
        weights,
        keys,
        folds == null ? 0 : folds.folds(),
        folds == null ? 0 : folds.seed(),
        rowsPerBlock,
        backend);
  }

  /** The columns of the layout, in its order. */
  Dataset<Row> selected() {
    List<Column> columns = new ArrayList<>();
    if (vector == null) {
      featureColumns().forEach(name -> columns.add(number(name)));
    } else {
      columns.add(functions.vector_to_array(data.col(quoted(vector)), "float64"));
    }
    responses.forEach(name -> columns.add(number(name)));
    if (weights != null) {
      columns.add(number(weights));
    }
    if (keys != null) {
      columns.add(data.col(quoted(keys)).cast(DataTypes.StringType));
    }
    return data.select(columns.toArray(Column[]::new));
  }

  /** A column as doubles. */
  Column number(String name) {
    return data.col(quoted(name)).cast(DataTypes.DoubleType);
  }

  /** A name with a dot is no path into a structure. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The type of a column that must be there. */
  DataType type(String name) {
    return Arrays.stream(data.schema().fields())
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "there is no column '%s': the Dataset has %s"
                        .formatted(name, String.join(", ", data.columns()))))
        .dataType();
  }

  void requireNumeric(String name) {
    DataType type = type(name);
    if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
      throw new BadInputException(
          "column '%s' is not numeric but %s: encode it, or leave it out"
              .formatted(name, type.simpleString()));
    }
  }

  private int length(String column) {
    DataType type = type(column);
    if (!type.equals(SQLDataTypes.VectorType())) {
      throw new BadInputException(
          "column '%s' holds no vectors but %s: name the columns of the features"
              .formatted(column, type.simpleString()));
    }
    List<Row> first = data.select(quoted(column)).na().drop().takeAsList(1);
    if (first.isEmpty()) {
      throw new BadInputException(
          "column '%s' has no vector: the table is empty".formatted(column));
    }
    return ((Vector) first.getFirst().get(0)).size();
  }

  @Override
  public String toString() {
    return "SparkTable" + featureColumns() + " to " + responses;
  }
}
