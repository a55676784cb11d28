// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks;

import java.util.concurrent.CountDownLatch;

/** What the hardware allows at this moment: bytes from memory. */
public final class Limits {
  private Limits() {}

  /**
   * What memory gives: a copy of blocks much larger than the caches, by all threads at once.
   *
   * @param threads at least 1
   * @param bytes size of each thread's source
   * @return GB/s, bytes read plus bytes written, the best of several tries
   */
  public static double memoryStream(int threads, int bytes) {
    int length = bytes / Double.BYTES;
    double[][] from = new double[threads][length];
    double[][] to = new double[threads][length];
    double best = 0;
    for (int attempt = 0; attempt < 12; attempt++) {
      CountDownLatch go = new CountDownLatch(1);
      Thread[] movers = new Thread[threads];
      for (int t = 0; t < threads; t++) {
        double[] source = from[t];
        double[] target = to[t];
        movers[t] =
            Thread.ofPlatform()
                .daemon()
                .start(
                    () -> {
                      awaitQuietly(go);
                      scale(source, target);
                    });
      }
      long start = System.nanoTime();
      go.countDown();
      for (Thread mover : movers) {
        joinQuietly(mover);
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      best = Math.max(best, 2e-9 * bytes * threads / seconds);
    }
    return best;
  }

  private static void scale(double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] = 1.5 * from[i];
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
