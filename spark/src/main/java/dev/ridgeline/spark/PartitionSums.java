// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.BlockSums;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.backends.CellBackend;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;

/** Sums over the rows of a partition, block by block, for every fold; runs on executors. */
final class PartitionSums implements Function2<Integer, Iterator<InternalRow>, Iterator<byte[]>> {
  private static final long serialVersionUID = 1L;

  /** Numbers that are gathered before they are multiplied out, for every fold (8 MB). */
  private static final int GATHERED = 1 << 20;

  private final SparkTable.Layout layout;
  private final long[] rowsBefore;
  private final CellBackend backend;

  /** With the number of rows before each partition, and after the last one. */
  PartitionSums(SparkTable.Layout layout, long[] rowsBefore) {
    this.layout = layout;
    this.rowsBefore = rowsBefore;
    this.backend = CellBackend.named(layout.backend());
  }

  /**
   * What a partition gave.
   *
   * @param refused what is wrong with its rows, or null
   * @param rows how many it had
   * @param sums by fold, as bytes
   */
  record Result(String refused, long rows, Map<String, byte[]> sums) implements Serializable {}

  @Override
  public Iterator<byte[]> call(Integer partition, Iterator<InternalRow> rows) {
    return List.of(Bytes.of(sums(partition, rows))).iterator();
  }

  private Result sums(int partition, Iterator<InternalRow> rows) {
    RowReader reader = new RowReader(layout);
    Map<String, Gathered> folds = new LinkedHashMap<>();
    Map<String, BlockSums> sums = new TreeMap<>();
    long block = 0;
    for (int before = 0; before < partition; before++) {
      block += Math.ceilDiv(rowsBefore[before + 1] - rowsBefore[before], layout.rowsPerBlock());
    }
    long number = rowsBefore[partition];
    int inBlock = 0;
    try {
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        String fold = reader.fold(row, number);
        folds.computeIfAbsent(fold, name -> new Gathered()).add(reader, row, number);
        number++;
        if (++inBlock == layout.rowsPerBlock()) {
          end(block++, folds, sums);
          inBlock = 0;
        }
      }
      end(block, folds, sums);
    } catch (RowReader.Refused refused) {
      return new Result(refused.getMessage(), 0, Map.of());
    }
    Map<String, byte[]> bytes = new TreeMap<>();
    sums.forEach((fold, of) -> bytes.put(fold, of.toBytes()));
    return new Result(null, number - rowsBefore[partition], bytes);
  }

  private static void end(long block, Map<String, Gathered> folds, Map<String, BlockSums> sums) {
    folds.forEach(
        (fold, gathered) -> {
          NormalEquations ended = gathered.end();
          if (ended != null) {
            sums.computeIfAbsent(fold, name -> new BlockSums()).add(block, ended);
          }
        });
  }

  /** The rows of a fold in the block at hand. */
  private final class Gathered {
    private final int p = layout.features();
    private final int t = layout.responses().size();
    private final int most = Math.min(layout.rowsPerBlock(), Math.max(64, GATHERED / (p + t)));
    private double[] x = new double[0];
    private double[] y = new double[0];
    private double[] v = new double[0];
    private int rows;
    private NormalEquations sums;

    void add(RowReader reader, InternalRow row, long number) {
      if (rows == v.length) {
        int room = Math.min(most, Math.max(16, 2 * rows));
        x = Arrays.copyOf(x, room * p);
        y = Arrays.copyOf(y, room * t);
        v = Arrays.copyOf(v, room);
      }
      reader.read(row, number, x, rows * p, y, rows * t);
      v[rows] = reader.weight(row, number);
      if (++rows == most) {
        multiply();
      }
    }

    private void multiply() {
      Sample sample = Sample.of(Matrix.ofRowMajor(x, rows, p), Matrix.ofRowMajor(y, rows, t));
      if (layout.weights() != null) {
        double[] weights = Arrays.copyOf(v, rows);
        if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
          throw new RowReader.Refused(
              "column '%s' is 0 in %d rows on end: leave rows of weight 0 out"
                  .formatted(layout.weights(), rows));
        }
        sample = sample.withWeights(weights);
      }
      Ridgeline ridgeline = backend.get();
      NormalEquations more = ridgeline.normalEquations(sample);
      sums = sums == null ? more : sums.merge(more);
      rows = 0;
    }

    /** The sums of the block, or null where it has no row of the fold. */
    NormalEquations end() {
      if (rows > 0) {
        multiply();
      }
      NormalEquations ended = sums;
      sums = null;
      return ended;
    }
  }
}
