// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.workbench.bench.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Works that know nothing of each other, spread over some threads; one thread takes all in turn.
 */
final class SideBySideWork implements Work {
  private final List<ExecutorService> threads = new ArrayList<>();
  private final List<Work> works;

  /**
   * Opens every work on the thread that will run it.
   *
   * @param openers one for each work
   * @param threads at least 1
   */
  SideBySideWork(List<? extends Callable<? extends Work>> openers, int threads) {
    for (int i = 0; i < threads; i++) {
      this.threads.add(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
    }
    this.works = new ArrayList<>(onEach(openers));
  }

  /** Calls task i on the thread of work i and waits for all. */
  private <T> List<T> onEach(List<? extends Callable<? extends T>> tasks) {
    List<Future<? extends T>> futures = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      futures.add(threads.get(i % threads.size()).submit(tasks.get(i)));
    }
    List<T> results = new ArrayList<>();
    for (Future<? extends T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException failed) {
        throw new IllegalStateException(failed.getCause());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
    return results;
  }

  @Override
  public void run() {
    onEach(works.stream().map(work -> Executors.callable((Runnable) work::run)).toList());
  }

  @Override
  public double residual() {
    List<Double> residuals =
        onEach(works.stream().map(work -> (Callable<Double>) work::residual).toList());
    return residuals.stream().reduce(0.0, Math::max);
  }

  @Override
  public double flops() {
    return works.stream().mapToDouble(Work::flops).sum();
  }

  @Override
  public void close() {
    onEach(works.stream().map(work -> Executors.callable((Runnable) work::close)).toList());
    threads.forEach(ExecutorService::close);
  }
}
