// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.Workers;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One of Ridgeline's backends, found as the library finds it, with threads of its own.
 *
 * @param backend open until {@link #close}
 * @param workers what the backend and the work above it share
 * @param pool helpers; null for one thread
 */
record Ours(Backend backend, Workers workers, ExecutorService pool) implements AutoCloseable {
  static Ours open(String name, int threads) {
    BackendProvider provider =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no backend '" + name + "'"));
    if (threads == 1) {
      return new Ours(provider.open(Workers.SERIAL), Workers.SERIAL, null);
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads - 1,
            task -> {
              Thread thread = new Thread(task, "benchmark-helper");
              thread.setDaemon(true);
              return thread;
            });
    Workers workers = new Workers(pool, threads);
    return new Ours(provider.open(workers), workers, pool);
  }

  @Override
  public void close() {
    backend.close();
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
