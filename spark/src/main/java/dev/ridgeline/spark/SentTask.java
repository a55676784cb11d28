// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.workbench.run.Cell;
import dev.ridgeline.workbench.run.CellFailedException;
import dev.ridgeline.workbench.run.CellTask;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * Computes the cell of a partition on an executor. The task may hold much data, so each executor
 * fetches it once, and reads it once. A cell that fails is an outcome: an exception would make
 * Spark try it again.
 */
final class SentTask extends AbstractFunction2<TaskContext, Iterator<byte[]>, byte[]>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The task of the sweep at hand, in this JVM. */
  private static CellTask<?, ?> current;

  private static String currentSweep = "";

  private final String sweep;
  private final Broadcast<byte[]> sent;

  /** The task of a sweep, whose name no other sweep has. */
  SentTask(String sweep, Broadcast<byte[]> sent) {
    this.sweep = sweep;
    this.sent = sent;
  }

  /**
   * What became of a cell.
   *
   * @param result null where it failed
   * @param failure what went wrong, in words; null where it did not
   * @param trace where
   */
  record Outcome(Serializable result, String failure, String trace) implements Serializable {}

  @Override
  public byte[] apply(TaskContext context, Iterator<byte[]> cells) {
    return Bytes.of(compute(Bytes.read(cells.next(), Cell.class)));
  }

  private <C extends Cell, R extends Serializable> Outcome compute(C cell) {
    try {
      CellTask<C, R> task = task(sweep, sent);
      return new Outcome(task.compute(cell), null, null);
    } catch (Throwable failure) { // an OutOfMemoryError of an executor must not pass unseen
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      return new Outcome(null, CellFailedException.describe(failure), trace.toString());
    }
  }

  @SuppressWarnings("unchecked") // one task for the cells of a sweep
  private static synchronized <C extends Cell, R extends Serializable> CellTask<C, R> task(
      String sweep, Broadcast<byte[]> sent) {
    if (!currentSweep.equals(sweep)) {
      current = Bytes.read(sent.value(), CellTask.class);
      currentSweep = sweep;
    }
    return (CellTask<C, R>) current;
  }
}
