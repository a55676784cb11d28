// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.Spectrum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * Measures on the device at hand where one way becomes quicker than another, and writes the file
 * that {@code ridgeline.cuda.crossovers} names:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp JARS dev.ridgeline.cuda.CrossoverProbe FILE
 * </pre>
 *
 * <p>A few minutes of a GPU that does nothing else.
 */
public final class CrossoverProbe {
  private static final int[] ORDERS = {16, 32, 64, 96, 128, 192, 256, 384, 512, 768, 1024};
  private static final int ITEMS = 50;
  private static final int REPEATS = 5;
  private static final int NEVER = 0;
  private static final int ALWAYS = Integer.MAX_VALUE;

  private CrossoverProbe() {}

  /**
   * Measures and writes.
   *
   * @param args the file to write, and a largest order to try instead of 1024
   * @throws IOException when the file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: CrossoverProbe FILE [LARGEST_ORDER]");
      System.exit(2);
    }
    int largest = args.length > 1 ? Integer.parseInt(args[1]) : ORDERS[ORDERS.length - 1];
    String device;
    try (Backend backend = open(Crossovers.DEFAULT)) {
      device = backend.device().device();
    }
    Crossovers measured = measure(largest);
    measured.write(Path.of(args[0]), device);
    System.out.println(measured + " on " + device + " -> " + args[0]);
  }

  private static Backend open(Crossovers crossovers) {
    return CudaBackendProvider.open(CudaSettings.current().with(crossovers), 1);
  }

  /** Tries orders up to the largest, and keeps the last where the batch was no slower. */
  static Crossovers measure(int largest) {
    try (Backend batched = open(new Crossovers(ALWAYS, ALWAYS, ALWAYS));
        Backend looped = open(new Crossovers(NEVER, ALWAYS, NEVER))) {
      int factors =
          lastNoSlower(
              "factor", largest, n -> factorSeconds(batched, n), n -> factorSeconds(looped, n));
      int spectra =
          lastNoSlower(
              "spectrum",
              largest,
              n -> spectrumSeconds(batched, n, ITEMS),
              n -> spectrumSeconds(looped, n, ITEMS));
      int order = Math.min(largest, 256);
      double ratio = spectrumSeconds(looped, order, 1) / (factorSeconds(batched, order) / ITEMS);
      return new Crossovers(factors, (int) Math.max(1, Math.round(ratio)), spectra);
    }
  }

  private static int lastNoSlower(
      String what, int largest, IntToDoubleFunction batched, IntToDoubleFunction looped) {
    int last = 0;
    for (int n : ORDERS) {
      if (n > largest) {
        break;
      }
      double together = batched.applyAsDouble(n);
      double apart = looped.applyAsDouble(n);
      System.out.printf(
          Locale.ROOT,
          "%s of order %d, %d at once: batched %.3g s, looped %.3g s%n",
          what,
          n,
          ITEMS,
          together,
          apart);
      if (together > apart) {
        break;
      }
      last = n;
    }
    return last;
  }

  /** Least seconds of a batch of Cholesky factorisations. */
  private static double factorSeconds(Backend backend, int n) {
    try (Block g = backend.upload(matrices(n, ITEMS))) {
      return least(
          () -> {
            try (Factor factor = backend.factor(g, 1)) {
              factor.info().values(); // waits
            }
          });
    }
  }

  private static double spectrumSeconds(Backend backend, int n, int items) {
    try (Block g = backend.upload(matrices(n, items))) {
      return least(
          () -> {
            try (Spectrum spectrum = backend.syevd(g, true)) {
              spectrum.info().values();
            }
          });
    }
  }

  /** Symmetric and well conditioned, no two alike: 1/(1 + |i - j| + item) and a large diagonal. */
  private static MatrixBatch matrices(int n, int items) {
    double[] data = new double[MatrixBatch.size(n, n, items)];
    int next = 0;
    for (int item = 0; item < items; item++) {
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          data[next++] = 1.0 / (1 + Math.abs(i - j) + item) + (i == j ? 2 + (double) i / n : 0);
        }
      }
    }
    return MatrixBatch.ofColumnMajor(data, n, n, items);
  }

  private static double least(Runnable work) {
    work.run(); // the first run loads kernels and fills the pool
    double least = Double.POSITIVE_INFINITY;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      long start = System.nanoTime();
      work.run();
      least = Math.min(least, (System.nanoTime() - start) * 1e-9);
    }
    return least;
  }
}
