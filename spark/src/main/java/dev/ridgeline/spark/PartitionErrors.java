// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

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
  private final Broadcast<LeaveOneOut> table;
  private final CellBackend backend;

  PartitionErrors(SparkTable.Layout layout, Broadcast<LeaveOneOut> table) {
    this.layout = layout;
    this.table = table;
    this.backend = CellBackend.named(layout.backend());
  }

  @Override
  public Iterator<double[]> call(Integer partition, Iterator<InternalRow> rows) {
    LeaveOneOut of = table.value();
    RowReader reader = new RowReader(layout);
    double[] losses = new double[of.penalties() * of.t()];
    double[] x = new double[ROWS * of.p()];
    double[] y = new double[ROWS * of.t()];
    double[] v = new double[ROWS];
    long number = 0;
    while (rows.hasNext()) {
      int count = 0;
      for (; count < ROWS && rows.hasNext(); count++, number++) {
        InternalRow row = rows.next();
        reader.read(row, number, x, count * of.p(), y, count * of.t());
        v[count] = reader.weight(row, number);
      }
      int filled = count;
      double[] more =
          backend.get().compute(on -> of.losses(on, x, y, v, filled)); // x is the block's alone
      Arrays.setAll(losses, i -> losses[i] + more[i]);
    }
    return List.of(losses).iterator();
  }
}
