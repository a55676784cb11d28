// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code --executor sent}: threads of this JVM that get and give bytes alone, as machines do. */
public final class SentExecutorProvider implements SweepExecutorProvider {
  @Override
  public String name() {
    return "sent";
  }

  @Override
  public SweepExecutor open(Settings settings) {
    LocalExecutor threads = new LocalExecutor(2);
    return new SweepExecutor() {
      @Override
      public <C extends Cell, R extends Serializable> void execute(
          List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results)
          throws CellFailedException, InterruptedException {
        threads.execute(
            cells,
            cell -> sent(sent(task).compute(sent(cell))),
            (cell, result) -> results.accept(cell, result));
      }

      @Override
      public void cancel() {
        threads.cancel();
      }

      @Override
      public void close() {
        threads.close();
      }
    };
  }

  @SuppressWarnings("unchecked") // what was written is read
  private static <T> T sent(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
      out.flush();
      return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
