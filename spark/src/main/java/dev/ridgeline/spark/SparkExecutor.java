// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.run.Cell;
import dev.ridgeline.workbench.run.CellFailedException;
import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.run.SweepExecutor;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Computes the cells of a sweep on the executors of a Spark application, a partition for each. The
 * driver takes the results and is the only one who keeps them, so stores, resuming and bytes are
 * those of a run in one process. This class alone uses {@code SparkContext.runJob}, an interface of
 * Spark for developers.
 */
public final class SparkExecutor implements SweepExecutor {
  /** How Spark names the task that it gave up. */
  private static final Pattern GIVEN_UP = Pattern.compile("Task (\\d+) in stage \\S+ failed");

  private static final ClassTag<byte[]> BYTES = ClassTag.apply(byte[].class);

  private final SparkContext spark;
  private final String group = "ridgeline-" + UUID.randomUUID();
  private volatile boolean cancelled;

  /**
   * An executor.
   *
   * @param spark an application with our jars; stopped by {@link #close}
   */
  public SparkExecutor(SparkContext spark) {
    this.spark = spark;
  }

  @Override
  public void cancel() {
    cancelled = true;
    spark.cancelJobGroup(group);
  }

  @Override
  public void close() {
    spark.stop();
  }

  @Override
  public <C extends Cell, R extends Serializable> void execute(
      List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results)
      throws CellFailedException, InterruptedException {
    if (cells.isEmpty()) {
      return;
    }
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark);
    List<byte[]> sent = cells.stream().map(Bytes::of).toList();
    RDD<byte[]> partitions = java.parallelize(sent, sent.size()).rdd();
    Broadcast<byte[]> broadcast = java.broadcast(Bytes.of(task));
    Delivery<C, R> delivery = new Delivery<>(cells, results);
    Thread writer = Thread.ofPlatform().daemon().name("cell-results").start(delivery::work);
    Exception failure = null;
    LostExecutors watch = new LostExecutors(delivery);
    spark.addSparkListener(watch);
    spark.setJobGroup(group, "cells", true);
    try {
      if (!cancelled) {
        runJob(partitions, new SentTask(UUID.randomUUID().toString(), broadcast), delivery);
      }
    } catch (Exception thrown) { // Scala declares none
      failure = thrown;
      spark.cancelJobGroup(group);
    } finally {
      spark.clearJobGroup();
      spark.removeSparkListener(watch);
      delivery.end();
    }
    if (failure instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    writer.join();
    delivery.requireSuccess();
    if (cancelled || (failure != null && isEnding())) {
      throw new CancellationException();
    }
    if (failure != null) {
      throw givenUp(cells, failure);
    }
    broadcast.destroy();
  }

  private void runJob(RDD<byte[]> partitions, SentTask task, Delivery<?, ?> delivery) {
    List<Object> all =
        IntStream.range(0, partitions.getNumPartitions()).<Object>mapToObj(i -> i).toList();
    spark.runJob(
        partitions, task, CollectionConverters.asScala(all).toSeq(), new Enqueue(delivery), BYTES);
  }

  /** Whether the JVM ends, of which Spark may hear before this is cancelled. */
  private static boolean isEnding() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  /** Spark has lost a cell as often as it tries, with its executor as a rule, or has lost all. */
  private static CellFailedException givenUp(List<? extends Cell> cells, Exception failure) {
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    Matcher task = GIVEN_UP.matcher(message);
    if (task.find()) {
      return new CellFailedException(
          cells.get(Integer.parseInt(task.group(1))).id(), "Spark gave it up: " + message, failure);
    }
    throw new RunFailedException("Spark ended the sweep: " + message, failure);
  }

  /**
   * Ends a sweep whose executors die before they compute anything, as those do that have no room on
   * their disk. Spark would start new ones for ever.
   */
  private static final class LostExecutors extends SparkListener {
    /** So many in a row without a result, and twice as many as there were at a time. */
    private static final int LEAST = 16;

    private final Delivery<?, ?> delivery;
    private int alive;
    private int most;

    LostExecutors(Delivery<?, ?> delivery) {
      this.delivery = delivery;
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
      alive++;
      most = Math.max(most, alive);
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      alive = Math.max(0, alive - 1);
      delivery.executorLost(removed.reason(), LEAST + 2 * most);
    }
  }

  /** Takes results where Spark has them, on the loop that schedules all: it must not wait. */
  private static final class Enqueue extends AbstractFunction2<Object, byte[], BoxedUnit> {
    private final Delivery<?, ?> delivery;

    Enqueue(Delivery<?, ?> delivery) {
      this.delivery = delivery;
    }

    @Override
    public BoxedUnit apply(Object partition, byte[] outcome) {
      delivery.queue.add(new Delivered((Integer) partition, outcome));
      return BoxedUnit.UNIT;
    }
  }

  /** Bytes of an outcome; null ends the delivery. */
  private record Delivered(int index, byte[] outcome) {}

  /** Hands results over, in a thread of its own. */
  private final class Delivery<C extends Cell, R extends Serializable> {
    private final BlockingQueue<Delivered> queue = new LinkedBlockingQueue<>();
    private final List<C> cells;
    private final BiConsumer<C, R> results;
    private int failedAt = Integer.MAX_VALUE;
    private SentTask.Outcome failed;
    private RuntimeException notDelivered;
    private int lost; // executors since the last result

    Delivery(List<C> cells, BiConsumer<C, R> results) {
      this.cells = cells;
      this.results = results;
    }

    void end() {
      queue.add(new Delivered(-1, null));
    }

    void work() {
      try {
        for (Delivered next = queue.take(); next.outcome() != null; next = queue.take()) {
          take(next.index(), Bytes.read(next.outcome(), SentTask.Outcome.class));
        }
      } catch (InterruptedException nobodyInterrupts) {
        Thread.currentThread().interrupt();
      }
    }

    @SuppressWarnings("unchecked") // what the task gave
    private synchronized void take(int index, SentTask.Outcome outcome) {
      lost = 0;
      if (outcome.failure() != null) {
        // of several cells that fail at about the same time, the first in order is reported
        if (index < failedAt) {
          failedAt = index;
          failed = outcome;
        }
        spark.cancelJobGroup(group);
      } else if (notDelivered == null) {
        try {
          results.accept(cells.get(index), (R) outcome.result());
        } catch (RuntimeException failure) {
          notDelivered = failure;
          spark.cancelJobGroup(group);
        }
      }
    }

    synchronized void executorLost(String reason, int most) {
      if (++lost >= most && notDelivered == null) {
        notDelivered =
            new RunFailedException(
                "Spark has lost "
                    + lost
                    + " executors in a row before any of them computed a cell: "
                    + reason.lines().findFirst().orElse("")
                    + ": mend that, --resume continues");
        spark.cancelJobGroup(group);
      }
    }

    /** After {@link #work}. */
    synchronized void requireSuccess() throws CellFailedException {
      if (notDelivered != null) {
        throw notDelivered;
      }
      if (failed != null) {
        throw new CellFailedException(
            cells.get(failedAt).id(), failed.failure(), new RuntimeException(failed.trace()));
      }
    }
  }
}
