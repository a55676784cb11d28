// SPDX-License-Identifier: Apache-2.0

import com.sun.management.OperatingSystemMXBean;
import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.spark.SparkRidgeCv;
import dev.ridgeline.spark.SparkRidgeFit;
import dev.ridgeline.spark.SparkTable;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Fits a table of Parquet beside MLlib: coefficients at one penalty must agree to 1e-8. Prints the
 * CPU seconds of one penalty and response in MLlib, and of ten folds, 50 penalties and two
 * responses in ours. The first fit of each warms up.
 */
class SparkBesideMllib {
  private static final int PENALTIES = 50;
  private static final double REGULARISATION = 0.1;

  public static void main(String[] args) throws Exception {
    String folder = args[0];
    int rows = Integer.parseInt(args[1]);
    int p = Integer.parseInt(args[2]);
    String[] features = IntStream.range(0, p).mapToObj(j -> "x" + j).toArray(String[]::new);
    try (SparkSession spark = SparkSession.builder().appName("beside MLlib").getOrCreate();
        Ridgeline ridgeline = Ridgeline.builder().backend("cpu-simd").open()) {
      String[] columns =
          IntStream.range(0, p)
              .mapToObj(j -> "randn(" + j + ") + 10 as x" + j)
              .toArray(String[]::new);
      String signal = IntStream.range(0, p).mapToObj(j -> "x" + j).collect(Collectors.joining("+"));
      spark
          .range(0, rows, 1, 4)
          .selectExpr(columns)
          .selectExpr("*", signal + " + randn(1000) as y0", "x0 - x1 + randn(1001) as y1")
          .write()
          .parquet(folder + "/table.parquet");
      Dataset<Row> table = spark.read().parquet(folder + "/table.parquet");
      SparkTable ours = SparkTable.of(table, "y0", "y1").features(features);
      LambdaGrid grid = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e2, PENALTIES);
      Preparation how = Preparation.DEFAULT.standardized();
      SparkRidgeCv cv = SparkRidgeCv.on(ridgeline).preparation(how);
      Callable<Object> many = () -> cv.penalties(grid).fit(ours.folds(new Criterion.KFold(10, 42)));
      Dataset<Row> vectors =
          new VectorAssembler().setInputCols(features).setOutputCol("v").transform(table);
      LinearRegression regression =
          new LinearRegression()
              .setFeaturesCol("v")
              .setLabelCol("y0")
              .setRegParam(REGULARISATION)
              .setSolver("normal")
              .setTol(1e-12);
      many.call();
      double mine = cpu(many);
      regression.fit(vectors.limit(1000));
      LinearRegressionModel[] model = new LinearRegressionModel[1];
      double theirs = cpu(() -> model[0] = regression.fit(vectors));
      double deviation = table.agg(functions.stddev_pop("y0")).first().getDouble(0);
      SparkRidgeFit same =
          cv.criterion(new Criterion.Gcv())
              .penalties(LambdaGrid.of(LambdaScale.MEAN, REGULARISATION / deviation))
              .fit(SparkTable.of(table, "y0").features(features));
      double[] expected = model[0].coefficients().toArray();
      double[] actual = same.model().coefficients();
      double error =
          IntStream.range(0, p).mapToDouble(j -> Math.abs(actual[j] - expected[j])).max().orElse(1)
              / Arrays.stream(expected).map(Math::abs).max().orElse(1);
      System.out.printf(
          java.util.Locale.ROOT,
          "%d x %d: coefficients agree to %.1e; CPU seconds: MLlib %.1f for one penalty and one"
              + " response, ours %.1f for 10 folds, %d penalties and 2 responses%n",
          rows,
          p,
          error,
          theirs,
          mine,
          PENALTIES);
      if (!(error <= 1e-8)) {
        throw new IllegalStateException("coefficients differ from MLlib's by " + error);
      }
    }
  }

  private static double cpu(Callable<?> work) throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = system.getProcessCpuTime();
    work.call();
    return (system.getProcessCpuTime() - start) * 1e-9;
  }
}
