// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.run.SweepExecutorProvider.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark in this JVM, and small tables on it. */
final class LocalSpark implements AutoCloseable {
  final SparkSession session;

  LocalSpark() {
    var context =
        Cluster.open(
            new Settings("test", "local[2]", Map.of("spark.sql.shuffle.partitions", "2"), true));
    session = SparkSession.builder().config(context.getConf()).getOrCreate();
  }

  /** Columns x0 .. with offsets, y0 .., w above 0, and g with three values. */
  record Table(int rows, int p, int t, double[] x, double[] y, double[] w, int[] g) {
    static Table draw(long seed, int rows, int p, int t, double offset) {
      Random random = new Random(seed);
      double[] x = random.doubles((long) rows * p, -1, 1).toArray();
      double[] y = new double[rows * t];
      for (int i = 0; i < rows; i++) {
        for (int c = 0; c < t; c++) {
          double sum = 0.3 * random.nextGaussian() + 5;
          for (int j = 0; j < p; j++) {
            sum += (j + c - 1) * x[i * p + j];
          }
          y[i * t + c] = sum;
        }
      }
      for (int i = 0; i < x.length; i++) {
        x[i] += offset;
      }
      double[] w = random.doubles(rows, 0.5, 2).toArray();
      int[] g = IntStream.range(0, rows).map(i -> random.nextInt(3)).toArray();
      return new Table(rows, p, t, x, y, w, g);
    }

    Matrix xs() {
      return Matrix.ofRowMajor(x, rows, p);
    }

    Matrix ys() {
      return Matrix.ofRowMajor(y, rows, t);
    }

    String[] features() {
      return IntStream.range(0, p).mapToObj(j -> "x" + j).toArray(String[]::new);
    }

    String[] responses() {
      return IntStream.range(0, t).mapToObj(c -> "y" + c).toArray(String[]::new);
    }
  }

  /** The table with its rows in order, in so many partitions. */
  Dataset<Row> dataset(Table table, int partitions) {
    List<StructField> fields = new ArrayList<>();
    for (String name : table.features()) {
      fields.add(DataTypes.createStructField(name, DataTypes.DoubleType, true));
    }
    for (String name : table.responses()) {
      fields.add(DataTypes.createStructField(name, DataTypes.DoubleType, true));
    }
    fields.add(DataTypes.createStructField("w", DataTypes.DoubleType, true));
    fields.add(DataTypes.createStructField("g", DataTypes.IntegerType, true));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < table.rows(); i++) {
      List<Object> row = new ArrayList<>();
      Arrays.stream(table.x(), i * table.p(), (i + 1) * table.p()).forEach(row::add);
      Arrays.stream(table.y(), i * table.t(), (i + 1) * table.t()).forEach(row::add);
      row.add(table.w()[i]);
      row.add(table.g()[i]);
      rows.add(RowFactory.create(row.toArray()));
    }
    var java = org.apache.spark.api.java.JavaSparkContext.fromSparkContext(session.sparkContext());
    return session.createDataFrame(
        java.parallelize(rows, partitions), new StructType(fields.toArray(StructField[]::new)));
  }

  @Override
  public void close() {
    session.stop();
  }
}
