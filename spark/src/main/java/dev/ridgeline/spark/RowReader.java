// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.Criterion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads the rows of a {@link SparkTable} as its layout has them. The only class that knows rows as
 * Spark has them inside, which are read in half the time of its public ones.
 */
final class RowReader {
  /** Rows whose folds are drawn at a time. */
  private static final int DRAWN = 1 << 12;

  private final SparkTable.Layout layout;
  private final int firstResponse;
  private int[] drawn = {};
  private long firstDrawn;

  RowReader(SparkTable.Layout layout) {
    this.layout = layout;
    this.firstResponse = layout.vector() ? 1 : layout.features();
  }

  /** A row that is not accepted. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** Features and responses, behind those of the rows before. */
  void read(InternalRow row, long number, double[] x, int xFrom, double[] y, int yFrom) {
    if (layout.vector()) {
      vector(row, number, x, xFrom);
    } else {
      for (int j = 0; j < layout.features(); j++) {
        x[xFrom + j] = value(row, j, layout.names().get(j), number);
      }
    }
    for (int c = 0; c < layout.responses().size(); c++) {
      y[yFrom + c] = value(row, firstResponse + c, layout.responses().get(c), number);
    }
  }

  private void vector(InternalRow row, long number, double[] x, int from) {
    String name = layout.names().getFirst();
    if (row.isNullAt(0)) {
      throw missing(name, number);
    }
    ArrayData values = row.getArray(0);
    if (values.numElements() != layout.features()) {
      throw new Refused(
          "column '%s' has vectors of %d and of %d numbers (row %d): they must have one length"
              .formatted(name, layout.features(), values.numElements(), number + 1));
    }
    for (int j = 0; j < layout.features(); j++) {
      x[from + j] = finite(values.getDouble(j), name, number);
    }
  }

  /** The weight, 1 where there are none. */
  double weight(InternalRow row, long number) {
    if (layout.weights() == null) {
      return 1;
    }
    int at = firstResponse + layout.responses().size();
    double weight = value(row, at, layout.weights(), number);
    if (weight < 0) {
      throw new Refused(
          "column '%s' is %s in row %d: weights must be >= 0"
              .formatted(layout.weights(), weight, number + 1));
    }
    return weight;
  }

  /** The fold, the same for all rows where there are none. */
  String fold(InternalRow row, long number) {
    if (layout.keys() != null) {
      int at = firstResponse + layout.responses().size() + (layout.weights() == null ? 0 : 1);
      if (row.isNullAt(at)) {
        throw missing(layout.keys(), number);
      }
      return row.getUTF8String(at).toString();
    }
    if (layout.folds() == 0) {
      return "";
    }
    if (number < firstDrawn || number - firstDrawn >= drawn.length) {
      firstDrawn = number;
      drawn = new Criterion.KFold(layout.folds(), layout.seed()).of(number, DRAWN);
    }
    return Integer.toString(drawn[(int) (number - firstDrawn)]);
  }

  private static double value(InternalRow row, int at, String name, long number) {
    if (row.isNullAt(at)) {
      throw missing(name, number);
    }
    return finite(row.getDouble(at), name, number);
  }

  private static double finite(double value, String name, long number) {
    if (!Double.isFinite(value)) {
      throw new Refused(
          "column '%s' is %s in row %d: drop the row, or fill it in"
              .formatted(name, value, number + 1));
    }
    return value;
  }

  private static Refused missing(String name, long number) {
    return new Refused(
        "column '%s' has no value in row %d: drop the row, or fill it in"
            .formatted(name, number + 1));
  }
}
