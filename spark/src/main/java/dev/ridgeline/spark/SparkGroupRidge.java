// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Preparation;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A ridge regression for every value of some columns of a {@code Dataset}, each with its own best
 * penalty by leave-one-out. The rows of a group come together on one executor, which solves them
 * there, many groups in a call; the driver sees none of them.
 *
 * <p>Immutable: every option gives a copy.
 */
public final class SparkGroupRidge {
  private static final String ROW = "ridgeline_row";

  private final LambdaGrid penalties;
  private final Preparation preparation;

  private SparkGroupRidge(LambdaGrid penalties, Preparation preparation) {
    this.penalties = penalties;
    this.preparation = preparation;
  }

  /**
   * Starts.
   *
   * @param penalties to try for every group; not automatic, since no executor sees all groups
   * @return an estimator with an intercept
   */
  public static SparkGroupRidge of(LambdaGrid penalties) {
    if (!penalties.isResolved()) {
      throw new BadInputException(
          "groups of a Dataset need penalties that are given, and these are automatic: "
              + penalties);
    }
    return new SparkGroupRidge(penalties, Preparation.DEFAULT);
  }

  /**
   * What is done to every group first.
   *
   * @param how intercept and standardised columns
   * @return a copy of this that does
   */
  public SparkGroupRidge preparation(Preparation how) {
    return new SparkGroupRidge(penalties, how);
  }

  /**
   * Fits every group.
   *
   * @param table of one response, whose features are columns; folds are not looked at
   * @param by columns whose values make the groups
   * @return a row for each group, computed when it is asked for: the group columns, then {@code
   *     rows}, {@code status} (ok, too_few_rows, constant_response or singular), {@code lambda},
   *     {@code loss}, {@code intercept} and the coefficients by the names of their features
   * @throws BadInputException when a column is not there, or not numeric
   */
  public Dataset<Row> fit(SparkTable table, String... by) {
    if (by.length == 0) {
      throw new BadInputException("groups need at least one column: name it");
    }
    if (table.vector() != null || table.responses().size() > 1) {
      throw new BadInputException(
          "groups are fitted to one response, by features that are columns of their own");
    }
    List<String> groups = List.of(by);
    List<String> features =
        table.featureColumns().stream().filter(name -> !groups.contains(name)).toList();
    List<StructField> result = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (String name : groups) {
      result.add(DataTypes.createStructField(name, table.type(name), true));
      columns.add(table.data().col(SparkTable.quoted(name)));
    }
    List<String> numbers = new ArrayList<>(features);
    numbers.addAll(table.responses());
    if (table.weights() != null) {
      numbers.add(table.weights());
    }
    for (String name : numbers) {
      table.requireNumeric(name);
      columns.add(table.number(name));
    }
    columns.add(functions.monotonically_increasing_id().as(ROW));
    result.add(DataTypes.createStructField("rows", DataTypes.LongType, false));
    result.add(DataTypes.createStructField("status", DataTypes.StringType, false));
    for (String name : List.of("lambda", "loss", "intercept")) {
      result.add(DataTypes.createStructField(name, DataTypes.DoubleType, false));
    }
    for (String name : features) {
      result.add(DataTypes.createStructField(name, DataTypes.DoubleType, false));
    }
    Column[] keys =
        groups.stream().map(name -> functions.col(SparkTable.quoted(name))).toArray(Column[]::new);
    Column[] order = Arrays.copyOf(keys, keys.length + 1);
    order[keys.length] = functions.col(ROW); // sums of a group in the order of the table
    return table
        .data()
        .select(columns.toArray(Column[]::new))
        .repartition(keys)
        .sortWithinPartitions(order)
        .mapPartitions(
            new PartitionGroups(
                penalties,
                preparation.intercept(),
                preparation.standardize(),
                groups.size(),
                numbers,
                table.weights() != null,
                CellBackend.named(table.backend())),
            Encoders.row(new StructType(result.toArray(StructField[]::new))));
  }

  @Override
  public String toString() {
    return "SparkGroupRidge[" + penalties + ", " + preparation + "]";
  }
}
