// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.GroupFits;
import dev.ridgeline.GroupRidge;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SparkGroupRidgeTest {
  private static final LambdaGrid PENALTIES = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 10, 11);
  private static final LocalSpark.Table TABLE = LocalSpark.Table.draw(4, 200, 3, 1, 0);

  private static LocalSpark spark;

  @BeforeAll
  static void open() {
    spark = new LocalSpark();
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static Dataset<Row> data(int partitions) {
    return spark
        .dataset(TABLE, partitions)
        .withColumn("shop", functions.concat(functions.lit("s"), functions.col("g")));
  }

  @Test
  void everyGroupIsThatOfOneMachineToTheBit() {
    SparkTable table = SparkTable.of(data(5), "y0").features("x0", "x1", "x2").weights("w");
    List<Row> actual =
        SparkGroupRidge.of(PENALTIES)
            .preparation(Preparation.DEFAULT.standardized())
            .fit(table, "shop", "g")
            .orderBy("g")
            .collectAsList();
    Sample sample =
        Sample.of(TABLE.xs(), Matrix.column(TABLE.y()))
            .withWeights(TABLE.w())
            .withGroups(TABLE.g());
    try (Ridgeline ridgeline = Ridgeline.builder().backend("cpu-simd").threads(1).open()) {
      GroupFits expected =
          GroupRidge.on(ridgeline)
              .penalties(PENALTIES)
              .preparation(Preparation.DEFAULT.standardized())
              .fit(sample);
      assertThat(actual).hasSize(3);
      for (int g = 0; g < 3; g++) {
        Row row = actual.get(g);
        assertThat(row.getString(0)).isEqualTo("s" + g);
        assertThat(row.getLong(2)).isEqualTo(expected.rows(g));
        assertThat(row.getString(3)).isEqualTo("ok");
        assertThat(row.getDouble(4)).isEqualTo(expected.lambda(g, 0));
        assertThat(row.getDouble(5)).isEqualTo(expected.loss(g, 0));
        assertThat(row.getDouble(6)).isEqualTo(expected.intercept(g, 0));
        for (int j = 0; j < 3; j++) {
          assertThat(row.getDouble(7 + j)).isEqualTo(expected.coefficient(g, 0, j));
        }
      }
    }
  }

  @Test
  void smallGroupsSayWhatBecameOfThem() {
    int[] items =
        IntStream.range(0, TABLE.rows()).map(i -> i < 100 ? i / 2 : 50 + i % 25).toArray();
    LocalSpark.Table small =
        new LocalSpark.Table(TABLE.rows(), 3, 1, TABLE.x(), TABLE.y(), TABLE.w(), items);
    List<Row> rows =
        SparkGroupRidge.of(PENALTIES)
            .fit(SparkTable.of(spark.dataset(small, 3), "y0").features("x0", "x1"), "g")
            .orderBy("g")
            .collectAsList();
    assertThat(rows).hasSize(75);
    for (int g = 0; g < 75; g++) {
      assertThat(rows.get(g).getInt(0)).isEqualTo(g);
      assertThat(rows.get(g).getLong(1)).isEqualTo(g < 50 ? 2 : 4);
      assertThat(rows.get(g).getString(2)).isEqualTo(g < 50 ? "too_few_rows" : "ok");
    }
  }

  @Test
  void whatCannotBeFittedIsNamed() {
    SparkTable table = SparkTable.of(data(2), "y0").features("x0");
    assertThatThrownBy(() -> SparkGroupRidge.of(LambdaGrid.auto(5)))
        .hasMessageContaining("automatic");
    assertThatThrownBy(() -> SparkGroupRidge.of(PENALTIES).fit(table))
        .hasMessageContaining("at least one column");
    assertThatThrownBy(() -> SparkGroupRidge.of(PENALTIES).fit(table, "town"))
        .hasMessageContaining("no column 'town'");
    Dataset<Row> missing = data(2).withColumn("x0", functions.lit(null).cast("double"));
    assertThatThrownBy(
            () ->
                SparkGroupRidge.of(PENALTIES)
                    .fit(SparkTable.of(missing, "y0").features("x0"), "shop")
                    .collectAsList())
        .hasStackTraceContaining("column 'x0' has no value in group [s");
  }
}
