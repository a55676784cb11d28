// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.simd.kernel.TileKernel;
import dev.ridgeline.simd.kernel.WarmKernels;
import dev.ridgeline.simd.kernel.Warmup;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.Seed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blocking, edges and threads change no bit: every element is one chain of multiply-adds. */
@ExtendWith(Seed.class)
final class GemmTest {
  private static final double[] ALPHAS = {1, -1, 0.3};
  private static final double[] BETAS = {0, 1, -0.7};

  /** One product with all its operands. */
  private record Case(
      boolean lower,
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      double beta,
      double[] a,
      int lda,
      double[] b,
      int ldb,
      double[] c,
      int ldc) {

    static Case of(RandomGenerator random, int largest) {
      boolean lower = random.nextInt(4) == 0;
      boolean transA = random.nextBoolean();
      boolean transB = random.nextBoolean();
      int m = random.nextInt(largest);
      int n = lower ? m : random.nextInt(largest);
      int k = random.nextInt(largest);
      int lda = (transA ? k : m) + 1 + random.nextInt(3);
      int ldb = (transB ? n : k) + 1 + random.nextInt(3);
      int ldc = m + random.nextInt(3);
      double beta = BETAS[random.nextInt(BETAS.length)];
      double[] c = random.doubles(3L + (long) ldc * n, -1, 1).toArray();
      for (int j = 0; beta == 0 && j < n; j++) {
        for (int i = lower ? j : 0; i < m; i++) {
          c[3 + i + j * ldc] = Double.NaN;
        }
      }
      return new Case(
          lower,
          transA,
          transB,
          m,
          n,
          k,
          ALPHAS[random.nextInt(ALPHAS.length)],
          beta,
          random.doubles(2L + (long) lda * (transA ? m : k), -1, 1).toArray(),
          lda,
          random.doubles(4L + (long) ldb * (transB ? k : n), -1, 1).toArray(),
          ldb,
          c,
          ldc);
    }

    double[] expected() {
      double[] e = c.clone();
      for (int j = 0; j < n; j++) {
        for (int i = lower ? j : 0; i < m; i++) {
          int at = 3 + i + j * ldc;
          double x = beta == 0 ? 0 : beta * e[at];
          for (int l = 0; l < k; l++) {
            double ail = alpha * a[2 + (transA ? l + i * lda : i + l * lda)];
            x = TileKernel.fma(ail, b[4 + (transB ? j + l * ldb : l + j * ldb)], x);
          }
          e[at] = x;
        }
      }
      return e;
    }

    double[] computed(Workers workers) {
      double[] out = c.clone();
      if (lower) {
        Gemm.runLower(
            workers, transA, transB, n, k, alpha, a, 2, lda, b, 4, ldb, beta, out, 3, ldc);
        // above the diagonal anything may stand
        for (int j = 0; j < n; j++) {
          System.arraycopy(c, 3 + j * ldc, out, 3 + j * ldc, j);
        }
      } else {
        Gemm.run(workers, transA, transB, m, n, k, alpha, a, 2, lda, b, 4, ldb, beta, out, 3, ldc);
      }
      return out;
    }

    @Override
    public String toString() {
      return "lower=%s transA=%s transB=%s m=%d n=%d k=%d alpha=%s beta=%s"
          .formatted(lower, transA, transB, m, n, k, alpha, beta);
    }
  }

  @Test
  void everyElementIsOneChainForAnyNumberOfThreads(RandomGenerator random) throws Exception {
    Warmup.start();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Workers three = new Workers(pool, 3);
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 150; i++) {
          Case product = Case.of(random, i % 50 == 0 ? 400 : 70);
          double[] expected = product.expected();
          assertThat(product.computed(Workers.SERIAL)).as("%s", product).isEqualTo(expected);
          assertThat(product.computed(three)).as("threads: %s", product).isEqualTo(expected);
        }
        Warmup.await(WarmKernels.PATIENCE);
      }
    }
  }
}
