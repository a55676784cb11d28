// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.LeftOutErrors;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.backends.CellBackend;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/** Leave-one-out losses of the rows of a partition; runs on executors, after the sums. */
final class PartitionErrors
    implements Function2<Integer, Iterator<InternalRow>, Iterator<double[]>> {
  private static final long serialVersionUID = 1L;

  /** Rows whose errors are computed at a time. */
  private static final int ROWS = 1 << 10;

  private final SparkTable.Layout layout;
  private final Broadcast<LeftOutErrors> table;
  private final CellBackend backend;

  PartitionErrors(SparkTable.Layout layout, Broadcast<LeftOutErrors> table) {
    this.layout = layout;
    this.table = table;
    this.backend = CellBackend.named(layout.backend());
  }

  @Override
  public Iterator<double[]> call(Integer partition, Iterator<InternalRow> rows) {
    LeftOutErrors of = table.value();
    RowReader reader = new RowReader(layout);
    int p = layout.features();
    int t = layout.responses().size();
    double[] losses = new double[of.penalties() * t];
    double[] x = new double[ROWS * p];
    double[] y = new double[ROWS * t];
    long number = 0;
    while (rows.hasNext()) {
      double[] v = new double[ROWS];
      double largest = 0;
      int count = 0;
      for (; count < ROWS && rows.hasNext(); count++, number++) {
        InternalRow row = rows.next();
        reader.read(row, number, x, count * p, y, count * t);
        v[count] = reader.weight(row, number);
        largest = Math.max(largest, v[count]);
      }
      if (largest > 0) { // rows of weight 0 have no errors
        Sample part =
            Sample.of(Matrix.ofRowMajor(x, count, p), Matrix.ofRowMajor(y, count, t))
                .withWeights(Arrays.copyOf(v, count));
        double[] more = of.losses(backend.get(), part);
        Arrays.setAll(losses, i -> losses[i] + more[i]);
      }
    }
    return List.of(losses).iterator();
  }
}
