// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Seconds of a few computations on the GPU and, where it is on the class path, on the CPU, as JSON
 * on standard output; run by ci/test-gpu.sh on a machine with a GPU.
 */
public final class GpuTimings {
  private static final LambdaGrid PENALTIES = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50);

  private GpuTimings() {}

  /** Times cuda, then cpu-simd or whatever else auto finds without it. */
  public static void main(String[] args) {
    int divisor = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    StringBuilder json = new StringBuilder("{");
    for (String backend : new String[] {"cuda", "cpu-simd"}) {
      try (Ridgeline ridgeline = Ridgeline.builder().backend(backend).open()) {
        json.append(json.length() > 1 ? ",\n" : "\n")
            .append("  \"" + backend + "\": {\n")
            .append("    \"device\": \"" + ridgeline.backend().device().device() + "\",\n")
            .append("    \"lanes\": \"" + ridgeline.backend().device().lanes() + "\"");
        add(json, "gemm of order 4096", gemm(ridgeline.backend(), 4096 / divisor));
        add(json, "path, 10 problems of 250 x 500", path(ridgeline, 250, 500, 10, divisor));
        add(json, "path, 1 problem of 20000 x 2000", path(ridgeline, 20000, 2000, 1, divisor));
        add(json, "path, 10000 problems of 24 x 16", path(ridgeline, 24, 16, 10000, divisor));
        json.append("\n  }");
      }
    }
    System.out.println(json.append("\n}"));
  }

  private static void add(StringBuilder json, String name, double seconds) {
    json.append(String.format(Locale.ROOT, ",%n    \"%s, seconds\": %.6g", name, seconds));
  }

  private static double gemm(Backend backend, int n) {
    try (Block a = backend.upload(random(n, n, 1));
        Block c = backend.allocate(n, n, 1)) {
      return least(
          () -> {
            backend.gemm(Transpose.NO, Transpose.NO, 1, a, a, 0, c);
            backend.download(c.columns(0, 1).items(0, 1), new double[n], 0); // waits
          });
    }
  }

  private static double path(Ridgeline ridgeline, int n, int p, int count, int divisor) {
    RidgeProblem problem =
        RidgeProblem.of(random(n / divisor, p / divisor, count), random(n / divisor, 1, count));
    return least(() -> ridgeline.path(problem, PENALTIES));
  }

  private static MatrixBatch random(int rows, int columns, int count) {
    SplittableRandom random = new SplittableRandom(1);
    double[] data = new double[MatrixBatch.size(rows, columns, count)];
    Arrays.setAll(data, i -> random.nextGaussian());
    return MatrixBatch.ofColumnMajor(data, rows, columns, count);
  }

  private static double least(Runnable work) {
    work.run();
    double least = Double.POSITIVE_INFINITY;
    for (int repeat = 0; repeat < 3; repeat++) {
      long start = System.nanoTime();
      work.run();
      least = Math.min(least, (System.nanoTime() - start) * 1e-9);
    }
    return least;
  }
}
