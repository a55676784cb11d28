// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Criterion;
import dev.ridgeline.LeftOutErrors;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.run.Cell;
import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableParts;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Reads a part of a table, wherever the part is, and gives what the fit needs of it.
 *
 * @param table the parts of all files
 * @param columns what they mean
 * @param expansion what features are made of them
 * @param backend multiplies
 * @param goal what is wanted
 * @param folds how many sums there are of a part
 * @param seed of the folds
 * @param errors whose losses are wanted; null unless that is the goal
 */
record PartTask(
    TableParts table,
    Columns columns,
    Expansion expansion,
    CellBackend backend,
    Goal goal,
    int folds,
    long seed,
    LeftOutErrors errors)
    implements CellTask<PartTask.Part, PartTask.Result> {
  /** What is wanted of the rows. */
  enum Goal {
    /** Their number. */
    ROWS,
    /** Their sums, of every fold where there are several. */
    SUMS,
    /** Their losses, left out one by one. */
    LOSSES
  }

  /**
   * A part of the table.
   *
   * @param number from 0
   * @param rows where they are
   * @param rowsBefore rows that are used, before this part: by them folds are drawn
   * @param readBefore rows before this part, those left out included: messages count them
   */
  record Part(int number, TableParts.Part rows, long rowsBefore, long readBefore)
      implements Cell, Serializable {
    @Override
    public String id() {
      return "part " + (number + 1);
    }
  }

  /**
   * What became of a part.
   *
   * @param refused why its rows are refused; null where they are not
   * @param found where it begins and ends
   * @param rows how many are used
   * @param counted those of weight above 0
   * @param read how many there are, those left out included
   * @param sums of every fold, as bytes; null where a fold has no rows
   * @param losses of every penalty and response
   */
  record Result(
      String refused,
      TableParts.Found found,
      long rows,
      long counted,
      long read,
      byte[][] sums,
      double[] losses)
      implements Serializable {
    /** The same without what takes much memory. */
    Result withoutSums() {
      return new Result(refused, found, rows, counted, read, null, losses);
    }
  }

  @Override
  public Result compute(Part part) {
    Reader reader = new Reader(part);
    try {
      return reader.read();
    } catch (BadInputException refused) { // an answer: no other machine would accept the rows
      return new Result(refused.getMessage(), null, 0, 0, 0, null, null);
    }
  }

  /** Reads a part. */
  private final class Reader {
    private final Part part;
    private final NormalEquations[] sums = new NormalEquations[folds];
    private final double[] losses =
        new double[goal == Goal.LOSSES ? errors.penalties() * columns.responses().size() : 0];
    private long rows;
    private long counted;
    private long read;

    Reader(Part part) {
      this.part = part;
    }

    Result read() {
      TableParts.Found found = table.read(part.rows(), (block, first, bytes) -> add(block));
      byte[][] bytes =
          Arrays.stream(sums).map(sum -> sum == null ? null : sum.toBytes()).toArray(byte[][]::new);
      return new Result(null, found, rows, counted, read, bytes, losses);
    }

    private void add(Table block) {
      columns.requireSizes(block, part.readBefore() + read);
      read += block.rows();
      Table kept = columns.missing() == Missing.REFUSE ? block : columns.complete(block);
      if (kept.rows() > 0 && goal != Goal.ROWS) {
        use(columns.block(kept, expansion), backend.get());
      }
      counted += columns.weighing(kept);
      rows += kept.rows();
    }

    private void use(Sample sample, Ridgeline ridgeline) {
      if (goal == Goal.LOSSES) {
        double[] more = errors.losses(ridgeline, sample);
        Arrays.setAll(losses, i -> losses[i] + more[i]);
        return;
      }
      int[] drawn =
          folds == 1
              ? null
              : new Criterion.KFold(folds, seed).of(part.rowsBefore() + rows, sample.rows());
      StreamedTable.addFolds(sums, sample, drawn, ridgeline::normalEquations);
    }
  }
}
