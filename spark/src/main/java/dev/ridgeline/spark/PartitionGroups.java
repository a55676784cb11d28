// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.GroupFits;
import dev.ridgeline.GroupRidge;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Preparation;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.backends.CellBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Fits the groups of a partition, whose rows lie together; runs on executors. Rows are the columns
 * of the group, features, the response, and the weight if there is one.
 *
 * @param penalties to try
 * @param intercept whether groups have one
 * @param standardised whether columns are
 * @param keys columns of the group
 * @param numbers names of the other columns
 * @param weighted whether the last of them is a weight
 * @param backend who computes
 */
record PartitionGroups(
    LambdaGrid penalties,
    boolean intercept,
    boolean standardised,
    int keys,
    List<String> numbers,
    boolean weighted,
    CellBackend backend)
    implements MapPartitionsFunction<Row, Row> {
  /** Numbers of the groups that are fitted in one call, at least (8 MB). */
  private static final int BATCH = 1 << 20;

  /** Copies the list. */
  PartitionGroups {
    numbers = List.copyOf(numbers);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Batches(rows);
  }

  private int features() {
    return numbers.size() - (weighted ? 2 : 1);
  }

  /** The results of one batch of groups after the other. */
  private final class Batches implements Iterator<Row> {
    private final Iterator<Row> rows;
    private Row ahead;
    private Iterator<Row> results = List.<Row>of().iterator();

    Batches(Iterator<Row> rows) {
      this.rows = rows;
      this.ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      return results.hasNext() || ahead != null;
    }

    @Override
    public Row next() {
      if (!results.hasNext()) {
        if (ahead == null) {
          throw new NoSuchElementException();
        }
        results = batch().iterator();
      }
      return results.next();
    }

    private List<Row> batch() {
      List<Object[]> names = new ArrayList<>();
      List<double[]> values = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      int most = Math.max(1, BATCH / numbers.size());
      while (ahead != null) {
        Object[] name = name(ahead);
        boolean another = names.isEmpty() || !Arrays.deepEquals(names.getLast(), name);
        if (another && values.size() >= most) {
          break;
        }
        if (another) {
          names.add(name);
        }
        values.add(numbers(ahead));
        labels.add(names.size() - 1);
        ahead = rows.hasNext() ? rows.next() : null;
      }
      return fit(names, values, labels);
    }
  }

  private Object[] name(Row row) {
    Object[] name = new Object[keys];
    for (int k = 0; k < keys; k++) {
      name[k] = row.get(k);
    }
    return name;
  }

  private double[] numbers(Row row) {
    double[] values = new double[numbers.size()];
    for (int j = 0; j < values.length; j++) {
      if (row.isNullAt(keys + j) || !Double.isFinite(row.getDouble(keys + j))) {
        throw new IllegalArgumentException(
            "column '%s' has %s in group %s: drop the row, or fill it in"
                .formatted(
                    numbers.get(j),
                    row.isNullAt(keys + j) ? "no value" : row.getDouble(keys + j),
                    Arrays.toString(name(row))));
      }
      values[j] = row.getDouble(keys + j);
    }
    return values;
  }

  private List<Row> fit(List<Object[]> names, List<double[]> values, List<Integer> labels) {
    int n = values.size();
    int p = features();
    double[] x = new double[n * p];
    double[] y = new double[n];
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(values.get(i), 0, x, i * p, p);
      y[i] = values.get(i)[p];
      v[i] = weighted ? values.get(i)[p + 1] : 1;
    }
    Sample sample =
        Sample.of(Matrix.ofRowMajor(x, n, p), y)
            .withGroups(labels.stream().mapToInt(Integer::intValue).toArray());
    sample = weighted ? sample.withWeights(v) : sample;
    Preparation how = intercept ? Preparation.DEFAULT : Preparation.DEFAULT.withoutIntercept();
    GroupFits fits =
        GroupRidge.on(backend.get())
            .penalties(penalties)
            .preparation(standardised ? how.standardized() : how)
            .fit(sample);
    List<Row> results = new ArrayList<>();
    for (int g = 0; g < names.size(); g++) {
      List<Object> result = new ArrayList<>(Arrays.asList(names.get(g)));
      result.add(fits.rows(g));
      result.add(fits.status(g, 0).name().toLowerCase(Locale.ROOT));
      result.add(fits.lambda(g, 0));
      result.add(fits.loss(g, 0));
      result.add(fits.intercept(g, 0));
      for (int j = 0; j < p; j++) {
        result.add(fits.coefficient(g, 0, j));
      }
      results.add(RowFactory.create(result.toArray()));
    }
    return results;
  }
}
