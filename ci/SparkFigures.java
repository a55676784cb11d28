// SPDX-License-Identifier: Apache-2.0

import com.sun.management.OperatingSystemMXBean;
import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.spark.SparkNormalEquations;
import dev.ridgeline.spark.SparkRidgeCv;
import dev.ridgeline.spark.SparkTable;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Figures of docs/spark.md: FOLDER (of scratch files) and a work of {@code beside:ROWSxP}, {@code
 * offsets:ROWSxP} or {@code growth:ROWSxP}, each in a line. Seconds are of the second of two calls.
 */
class SparkFigures {
  private static final int PENALTIES = 50;
  private static final int FOLDS = 10;
  private static final int RESPONSES = 2;

  /** Fractions of this have no digits that an offset of 1e8 takes away. */
  private static final String GRAIN = "1048576";

  private static SparkSession spark;
  private static Ridgeline ridgeline;

  public static void main(String[] args) throws Exception {
    try (SparkSession session = SparkSession.builder().appName("figures").getOrCreate();
        Ridgeline backend = Ridgeline.builder().backend("cpu-simd").open()) {
      spark = session;
      ridgeline = backend;
      for (String work : Arrays.asList(args).subList(1, args.length)) {
        String[] words = work.split("[:x]", -1);
        int rows = Integer.parseInt(words[1]);
        int p = Integer.parseInt(words[2]);
        switch (words[0]) {
          case "beside" -> beside(args[0], rows, p);
          case "offsets" -> offsets(args[0], rows, p);
          case "growth" -> growth(args[0], rows, p);
          default -> throw new IllegalArgumentException(work);
        }
      }
    }
  }

  private static String[] names(int p) {
    return IntStream.range(0, p).mapToObj(j -> "x" + j).toArray(String[]::new);
  }

  /** A table of Parquet, written unless it is there. */
  private static Dataset<Row> table(String folder, int rows, int p, String offset) {
    String file = folder + "/" + rows + "x" + p + "+" + offset + ".parquet";
    if (!new java.io.File(file).exists()) {
      String[] drawn =
          IntStream.range(0, p)
              .mapToObj(j -> "rint(randn(" + j + ") * " + GRAIN + ") / " + GRAIN + " as x" + j)
              .toArray(String[]::new);
      String[] moved =
          Arrays.stream(names(p)).map(x -> x + " + " + offset + " as " + x).toArray(String[]::new);
      String sum = Arrays.stream(names(p)).limit(50).collect(Collectors.joining("+"));
      spark
          .range(0, rows, 1, 4)
          .selectExpr(drawn)
          .selectExpr("*", sum + " + randn(1000) as y0", "x0 - x1 + randn(1001) as y1")
          .selectExpr(
              IntStream.range(0, p + 2)
                  .mapToObj(j -> j < p ? moved[j] : "y" + (j - p))
                  .toArray(String[]::new))
          .write()
          .parquet(file);
    }
    return spark.read().parquet(file);
  }

  private static SparkTable ours(Dataset<Row> table, int p) {
    return SparkTable.of(table, "y0", "y1").features(names(p));
  }

  private static Object fit(SparkTable table) {
    return SparkRidgeCv.on(ridgeline)
        .preparation(Preparation.DEFAULT.standardized())
        .penalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e2, PENALTIES))
        .fit(table.folds(new Criterion.KFold(FOLDS, 42)));
  }

  private static void beside(String folder, int rows, int p) throws Exception {
    Dataset<Row> table = table(folder, rows, p, "10");
    double[] scan = seconds(() -> scan(table));
    double[] mine = seconds(() -> fit(ours(table, p)));
    Dataset<Row> vectors =
        new VectorAssembler().setInputCols(names(p)).setOutputCol("v").transform(table);
    LinearRegression regression =
        new LinearRegression()
            .setFeaturesCol("v")
            .setLabelCol("y0")
            .setRegParam(0.1)
            .setSolver("normal")
            .setTol(1e-12);
    double[] theirs = seconds(() -> regression.fit(vectors));
    double fits = (double) (FOLDS + 1) * PENALTIES * RESPONSES;
    System.out.printf(
        Locale.ROOT,
        "%d x %d: scan %.1f s (%.1f CPU s); %d folds x %d penalties x %d responses %.1f s (%.1f),"
            + " %.2f scans; MLlib, one penalty and response %.1f s (%.1f): x %.0f = %.0f times the"
            + " CPU%n",
        rows,
        p,
        scan[0],
        scan[1],
        FOLDS,
        PENALTIES,
        RESPONSES,
        mine[0],
        mine[1],
        mine[0] / scan[0],
        theirs[0],
        theirs[1],
        fits,
        theirs[1] * fits / mine[1]);
  }

  private static Object scan(Dataset<Row> table) {
    table.write().format("noop").mode("overwrite").save();
    return null;
  }

  private static void growth(String folder, int rows, int p) throws Exception {
    Dataset<Row> table = table(folder, rows, p, "10");
    double[] scan = seconds(() -> scan(table));
    double[] sums = seconds(() -> SparkNormalEquations.byFold(ours(table, p).folds(folds())));
    double[] all = seconds(() -> fit(ours(table, p)));
    System.out.printf(
        Locale.ROOT,
        "%d x %d: scan %.2f s, sums of folds %.2f s (%.1f CPU s, %.1f GFLOP), all %.2f s%n",
        rows,
        p,
        scan[0],
        sums[0],
        sums[1],
        1e-9 * rows * p * (p + 2.0 * RESPONSES),
        all[0]);
  }

  private static Criterion.KFold folds() {
    return new Criterion.KFold(FOLDS, 42);
  }

  /** Coefficients of the same table about other means. */
  private static void offsets(String folder, int rows, int p) {
    double[] expected = null;
    for (String offset : new String[] {"0", "1e4", "1e6", "1e8"}) {
      Dataset<Row> table = table(folder, rows, p, offset);
      double[] actual =
          SparkRidgeCv.on(ridgeline)
              .criterion(Criterion.gcv())
              .penalties(LambdaGrid.of(LambdaScale.MEAN, 1e-3))
              .fit(SparkTable.of(table, "y0").features(names(p)))
              .model()
              .coefficients();
      double[] of = expected == null ? actual : expected;
      expected = of;
      double size = Arrays.stream(of).map(Math::abs).max().orElse(1);
      double error =
          IntStream.range(0, p).mapToDouble(j -> Math.abs(actual[j] - of[j])).max().orElse(1);
      System.out.printf(Locale.ROOT, "offset %s: coefficients within %.1e%n", offset, error / size);
    }
  }

  /** Seconds on the clock, and of all threads, of the second call. */
  private static double[] seconds(Callable<?> work) throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    work.call();
    long cpu = system.getProcessCpuTime();
    long clock = System.nanoTime();
    work.call();
    double wall = (System.nanoTime() - clock) * 1e-9;
    return new double[] {wall, (system.getProcessCpuTime() - cpu) * 1e-9};
  }
}
