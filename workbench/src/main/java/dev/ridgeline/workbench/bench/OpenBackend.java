// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.HostBlock;
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
public record OpenBackend(Backend backend, Workers workers, ExecutorService pool)
    implements AutoCloseable {
  /**
   * Opens it.
   *
   * @param name of the backend
   * @param threads at least 1
   * @return closed by the caller
   */
  public static OpenBackend open(String name, int threads) {
    BackendProvider provider =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no backend '" + name + "'"));
    if (threads == 1) {
      return new OpenBackend(provider.open(Workers.SERIAL), Workers.SERIAL, null);
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads - 1,
            task -> {
              Thread thread = new Thread(task, "bench-helper");
              thread.setDaemon(true);
              return thread;
            });
    Workers workers = new Workers(pool, threads);
    return new OpenBackend(provider.open(workers), workers, pool);
  }

  /**
   * Waits until a result is there: a device computes while its caller goes on.
   *
   * @param result what was asked for last
   */
  void settle(Block result) {
    if (!(result instanceof HostBlock)) {
      backend.download(result.items(0, 1).columns(0, 1));
    }
  }

  @Override
  public void close() {
    backend.close();
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
