// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Rows;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;

/**
 * The rows of a streamed table as the solver asks for them: in order, as often as it needs, while a
 * thread reads ahead.
 */
final class StreamedRows implements Rows, AutoCloseable {
  /** Blocks that are read ahead. */
  private static final int AHEAD = 2;

  private final StreamedTable table;
  private final long rows;
  private final int[] blockRows;
  private final int features;
  private Pass pass;
  private int next;
  private Sample current;

  StreamedRows(StreamedTable table, long rows, List<Integer> blockRows, int features) {
    this.table = table;
    this.rows = rows;
    this.blockRows = blockRows.stream().mapToInt(i -> i).toArray();
    this.features = features;
  }

  @Override
  public long rowCount() {
    return rows;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public int responses() {
    return table.responses();
  }

  @Override
  public int blocks() {
    return blockRows.length;
  }

  @Override
  public Sample block(int index) {
    if (current != null && index == next - 1) {
      return current;
    }
    if (pass == null || index < next) {
      close();
      pass = new Pass();
      next = 0;
    }
    while (next <= index) {
      current = pass.take();
      if (current == null || current.rows() != blockRows[next]) {
        throw new RunFailedException(
            "a file changed while it was read: run the command again when nobody writes to it");
      }
      next++;
    }
    return current;
  }

  @Override
  public void close() {
    if (pass != null) {
      pass.stop();
      pass = null;
    }
  }

  /** One reading of the files from their beginning, by a thread of its own. */
  private final class Pass {
    private record Item(Sample block, Throwable failure) {}

    private final BlockingQueue<Item> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Thread reader =
        Thread.ofPlatform().daemon().name("ridgeline-reader").start(this::read);
    private volatile boolean stopped;

    private void read() {
      try {
        table.forEach(block -> put(new Item(block, null)));
        put(new Item(null, null));
      } catch (RuntimeException | Error failure) {
        if (!stopped) { // otherwise nobody waits
          put(new Item(null, failure));
        }
      }
    }

    private void put(Item item) {
      try {
        if (!stopped) {
          ready.put(item);
          return;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new CancellationException();
    }

    Sample take() {
      try {
        Item item = ready.take();
        if (item.failure() instanceof RuntimeException failure) {
          throw failure;
        }
        if (item.failure() instanceof Error failure) {
          throw failure;
        }
        return item.block();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while rows were read");
      }
    }

    void stop() {
      stopped = true;
      reader.interrupt();
      try {
        reader.join(); // the table is read by one thread at a time
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
