// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Criterion;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkNormalEquationsTest {
  private static LocalSpark spark;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    spark = new LocalSpark();
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static final LocalSpark.Table TABLE = LocalSpark.Table.draw(1, 14 * 40, 4, 2, 1e6);

  private static SparkTable table(int partitions) {
    return SparkTable.of(spark.dataset(TABLE, partitions), TABLE.responses())
        .features(TABLE.features())
        .rowsPerBlock(20);
  }

  static void assertClose(NormalEquations actual, NormalEquations expected) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(actual.weight()).isCloseTo(expected.weight(), within(1e-12 * expected.weight()));
    assertThat(actual.featureMeans()).containsExactly(expected.featureMeans(), within(1e-8));
    close(actual.featureProducts(), expected.featureProducts());
    close(actual.responseProducts(), expected.responseProducts());
  }

  private static void close(Matrix actual, Matrix expected) {
    for (int j = 0; j < expected.columns(); j++) {
      assertThat(actual.column(j)).containsExactly(expected.column(j), within(1e-9));
    }
  }

  @Test
  void theSumsOfOneTable() {
    NormalEquations sums = SparkNormalEquations.of(table(3));
    assertClose(sums, NormalEquations.of(TABLE.xs(), TABLE.ys()));
    NormalEquations weighted = SparkNormalEquations.of(table(3).weights("w"));
    assertClose(
        weighted, NormalEquations.of(Sample.of(TABLE.xs(), TABLE.ys()).withWeights(TABLE.w())));
  }

  @Test
  void theBitsDoNotDependOnTheNumberOfPartitionsOfWholeBlocks() {
    NormalEquations one = SparkNormalEquations.of(table(1));
    for (int partitions : new int[] {2, 7, 28}) { // from 16 on they are merged in groups
      assertThat(SparkNormalEquations.of(table(partitions))).isEqualTo(one);
    }
    Criterion.KFold how = new Criterion.KFold(5, 42);
    SortedMap<String, NormalEquations> folds = SparkNormalEquations.byFold(table(1).folds(how));
    assertThat(folds).hasSize(5);
    for (int partitions : new int[] {2, 7, 28}) {
      assertThat(SparkNormalEquations.byFold(table(partitions).folds(how))).isEqualTo(folds);
      // a task adds up several partitions
      assertThat(SparkNormalEquations.byFold(table(partitions).folds(how), 0)).isEqualTo(folds);
    }
    // and partitions that divide blocks give the same up to rounding
    assertClose(SparkNormalEquations.of(table(9)), one);
  }

  @Test
  void foldsAreThoseOfATableInMemory() {
    Criterion.KFold how = new Criterion.KFold(6, 11);
    Sample all = Sample.of(TABLE.xs(), TABLE.ys());
    List<int[]> rows = how.rows(all);
    SortedMap<String, NormalEquations> folds = SparkNormalEquations.byFold(table(3).folds(how));
    assertThat(folds).hasSize(6);
    for (int fold = 0; fold < 6; fold++) {
      assertClose(folds.get("" + fold), NormalEquations.of(all.rows(rows.get(fold))));
    }
  }

  @Test
  void aColumnOfFoldsHasAnEntryForEveryValue() {
    SortedMap<String, NormalEquations> groups = SparkNormalEquations.byFold(table(3).foldsBy("g"));
    SortedMap<String, NormalEquations> expected = new TreeMap<>();
    Sample all = Sample.of(TABLE.xs(), TABLE.ys());
    for (int g = 0; g < 3; g++) {
      int value = g;
      int[] rows = IntStream.range(0, TABLE.rows()).filter(i -> TABLE.g()[i] == value).toArray();
      expected.put("" + g, NormalEquations.of(all.rows(rows)));
    }
    assertThat(groups.keySet()).isEqualTo(expected.keySet());
    groups.forEach((group, sums) -> assertClose(sums, expected.get(group)));
  }

  @Test
  void vectorsAndFilesGiveTheSame() {
    Dataset<Row> data = spark.dataset(TABLE, 2);
    NormalEquations columns = SparkNormalEquations.of(table(2));
    Dataset<Row> vectors =
        new VectorAssembler().setInputCols(TABLE.features()).setOutputCol("v").transform(data);
    assertThat(
            SparkNormalEquations.of(
                SparkTable.of(vectors, TABLE.responses()).featureVector("v").rowsPerBlock(20)))
        .isEqualTo(columns);
    String file = folder.resolve("table.parquet").toString();
    data.coalesce(1).write().parquet(file);
    Dataset<Row> read = spark.session.read().parquet(file).drop("w", "g");
    assertThat(SparkNormalEquations.of(SparkTable.of(read, TABLE.responses()).rowsPerBlock(20)))
        .isEqualTo(columns);
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    Dataset<Row> data = spark.dataset(TABLE, 3);
    refused(SparkTable.of(data, "z"), "no column 'z'", "x0");
    refused(SparkTable.of(data, "y0").features("x0", "x9"), "no column 'x9'");
    Dataset<Row> text = data.withColumn("x1", functions.lit("a"));
    refused(SparkTable.of(text, "y0"), "column 'x1' is not numeric but string");
    refused(SparkTable.of(data, "y0").featureVector("x0"), "column 'x0' holds no vectors");
    Dataset<Row> missing =
        data.withColumn(
            "x2",
            functions.when(functions.col("x2").gt(1e6 + 0.9), null).otherwise(functions.col("x2")));
    refused(SparkTable.of(missing, "y0"), "column 'x2' has no value in row ");
    Dataset<Row> infinite = data.withColumn("y0", functions.lit(Double.NaN));
    refused(SparkTable.of(infinite, "y0"), "column 'y0' is NaN in row ");
    Dataset<Row> negative = data.withColumn("w", functions.lit(-1));
    refused(SparkTable.of(negative, "y0").weights("w"), "column 'w' is -1.0 in row ", ">= 0");
    refused(SparkTable.of(data.limit(0), "y0"), "no rows");
  }

  private static void refused(SparkTable table, String... parts) {
    assertThatThrownBy(() -> SparkNormalEquations.of(table))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void offsetsTakeNoDigits() {
    NormalEquations centred = null;
    for (double offset : new double[] {0, 1e4, 1e6, 1e8}) {
      double unit = 0x1p-20; // so that offsets add without rounding
      LocalSpark.Table drawn = LocalSpark.Table.draw(3, 200, 2, 1, 0);
      double[] x = drawn.x().clone();
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.round(x[i] / unit) * unit + offset;
      }
      LocalSpark.Table moved = new LocalSpark.Table(200, 2, 1, x, drawn.y(), drawn.w(), drawn.g());
      NormalEquations sums =
          SparkNormalEquations.of(
              SparkTable.of(spark.dataset(moved, 2), "y0").features("x0", "x1").rowsPerBlock(25));
      centred = centred == null ? sums : centred;
      for (Matrix[] pair :
          List.of(
              new Matrix[] {sums.featureProducts(), centred.featureProducts()},
              new Matrix[] {sums.responseProducts(), centred.responseProducts()})) {
        for (int j = 0; j < pair[0].columns(); j++) {
          assertThat(pair[0].column(j)).containsExactly(pair[1].column(j), within(1e-10));
        }
      }
    }
  }
}
