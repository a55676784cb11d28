// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks;

import java.util.concurrent.CountDownLatch;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** What the hardware allows at this moment: arithmetic from registers, and bytes from memory. */
public final class Limits {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int STEPS = 1 << 16;

  private Limits() {}

  /**
   * The FMA peak of one core: chains of fused multiply-adds that live in registers, enough of them
   * to hide the latency.
   *
   * @return GFLOP/s, the best of several tries
   */
  public static double fmaPeak() {
    double best = 0;
    double sum = 0;
    for (int attempt = 0; attempt < 400; attempt++) {
      long start = System.nanoTime();
      sum += chains(STEPS);
      double seconds = (System.nanoTime() - start) * 1e-9;
      best = Math.max(best, 2e-9 * SPECIES.length() * CHAINS * STEPS / seconds);
    }
    if (Double.isNaN(sum)) { // never; but the compiler may not drop what is asked for
      throw new IllegalStateException("chains of finite numbers are finite");
    }
    return best;
  }

  private static double chains(int steps) {
    // the multiplier is no constant and below one: nothing folds, overflows or becomes denormal
    DoubleVector a = DoubleVector.broadcast(SPECIES, 1 - 1e-9 * (steps & 1));
    DoubleVector b = DoubleVector.broadcast(SPECIES, 1e-9);
    DoubleVector c0 = b;
    DoubleVector c1 = b;
    DoubleVector c2 = b;
    DoubleVector c3 = b;
    DoubleVector c4 = b;
    DoubleVector c5 = b;
    DoubleVector c6 = b;
    DoubleVector c7 = b;
    DoubleVector c8 = b;
    DoubleVector c9 = b;
    DoubleVector c10 = b;
    DoubleVector c11 = b;
    for (int i = 0; i < steps; i++) {
      c0 = c0.fma(a, b);
      c1 = c1.fma(a, b);
      c2 = c2.fma(a, b);
      c3 = c3.fma(a, b);
      c4 = c4.fma(a, b);
      c5 = c5.fma(a, b);
      c6 = c6.fma(a, b);
      c7 = c7.fma(a, b);
      c8 = c8.fma(a, b);
      c9 = c9.fma(a, b);
      c10 = c10.fma(a, b);
      c11 = c11.fma(a, b);
    }
    DoubleVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    DoubleVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
    return low.add(high).lane(0);
  }

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
