// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.run.Cell;
import dev.ridgeline.workbench.run.CellFailedException;
import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.run.LocalExecutor;
import dev.ridgeline.workbench.run.SweepExecutor;
import dev.ridgeline.workbench.run.SweepExecutorProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;

/** Computes with copies of task, cell and result that went through bytes, as on a cluster. */
public final class SerialisedCells implements SweepExecutorProvider, SweepExecutor {
  private final LocalExecutor local = new LocalExecutor(2);

  /** Made by the service loader. */
  public SerialisedCells() {}

  @Override
  public String name() {
    return "serialised";
  }

  @Override
  public SweepExecutor open(Settings settings) {
    return this;
  }

  @Override
  public <C extends Cell, R extends Serializable> void execute(
      List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results)
      throws CellFailedException, InterruptedException {
    local.execute(cells, cell -> copy(copy(task).compute(copy(cell))), results);
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"}) // of its own bytes
  private static <T> T copy(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    ByteArrayInputStream from = new ByteArrayInputStream(bytes.toByteArray());
    try (ObjectInputStream in = new ObjectInputStream(from)) {
      return (T) in.readObject();
    }
  }

  @Override
  public void cancel() {
    local.cancel();
  }

  @Override
  public void close() {}
}
