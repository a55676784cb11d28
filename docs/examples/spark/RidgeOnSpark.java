// SPDX-License-Identifier: Apache-2.0

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.spark.SparkRidgeCv;
import dev.ridgeline.spark.SparkRidgeFit;
import dev.ridgeline.spark.SparkTable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Ridge regression of a Parquet table on Spark: ten folds, all penalties, two responses. */
public final class RidgeOnSpark {
  private RidgeOnSpark() {}

  /**
   * Runs it.
   *
   * @param args a folder to write to, which does not exist
   */
  public static void main(String[] args) throws Exception {
    String folder = args[0];
    try (SparkSession spark =
            SparkSession.builder()
                .appName("ridge")
                .config("spark.ui.enabled", false)
                .getOrCreate();
        Ridgeline ridgeline = Ridgeline.open()) {
      spark
          .range(20_000)
          .selectExpr("1e6 + randn(1) as height", "randn(2) as width", "randn(3) as noise")
          .selectExpr(
              "*", "2 * (height - 1e6) - width + 0.1 * noise as price", "width + noise as weight")
          .drop("noise")
          .write()
          .parquet(folder + "/table.parquet");

      Dataset<Row> table = spark.read().parquet(folder + "/table.parquet");
      SparkRidgeFit fit =
          SparkRidgeCv.on(ridgeline)
              .penalties(LambdaGrid.auto(61))
              .fit(SparkTable.of(table, "price", "weight").folds(new Criterion.KFold(10, 42)));
      System.out.println("price: penalty " + fit.lambda(0));
      for (double b : fit.model().response(0).coefficients()) {
        System.out.printf(java.util.Locale.ROOT, "coefficient %.2f%n", b);
      }
      fit.transformer().save(folder + "/model");
      fit.transformer().transform(table).select("price", "prediction_price").show(3);
    }
  }
}
