// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.simd.kernel.TileKernel;
import dev.ridgeline.simd.kernel.WarmKernels;
import dev.ridgeline.simd.kernel.Warmup;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.Seed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Factor and solves against the unblocked loops, bit for bit, whatever the blocks and threads. */
@ExtendWith(Seed.class)
final class PotrfTest {
  private static final int[] ORDERS = {1, 2, 3, 7, 8, 9, 16, 25, 64, 65, 127, 129, 200, 257};
  private static final double MU = 0.125;

  /** Lower triangle of a matrix of order n, far from singular. */
  private static double[] positiveDefinite(RandomGenerator random, int n) {
    double[] g = random.doubles((long) n * n, -1, 1).toArray();
    for (int j = 0; j < n; j++) {
      g[j + j * n] = n;
      for (int i = 0; i < j; i++) {
        g[i + j * n] = Double.NaN;
      }
    }
    return g;
  }

  private static double[] expected(int n, double[] g, int nrhs, double[] b) {
    double[] l = g.clone();
    double[] x = b.clone();
    double[] inverse = new double[n];
    for (int j = 0; j < n; j++) {
      l[j + j * n] += MU;
      for (int i = j; i < n; i++) {
        double sum = l[i + j * n];
        for (int k = 0; k < j; k++) {
          sum = TileKernel.fma(-l[i + k * n], l[j + k * n], sum);
        }
        l[i + j * n] = i == j ? Math.sqrt(sum) : sum * inverse[j];
        if (i == j) {
          inverse[j] = 1 / l[j + j * n];
        }
      }
    }
    for (int t = 0; t < nrhs * n; t += n) {
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++) {
          x[i + t] = TileKernel.fma(-l[i + k * n], x[k + t], x[i + t]);
        }
        x[i + t] *= inverse[i];
      }
      for (int i = n - 1; i >= 0; i--) {
        for (int k = n - 1; k > i; k--) {
          x[i + t] = TileKernel.fma(-l[k + i * n], x[k + t], x[i + t]);
        }
        x[i + t] *= inverse[i];
      }
    }
    return x;
  }

  @Test
  void blocksAndThreadsChangeNoBit(RandomGenerator random) throws Exception {
    Warmup.start();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 2; round++) {
        for (int n : ORDERS) {
          for (int nrhs : new int[] {1, 9, 30}) {
            double[] g = positiveDefinite(random, n);
            double[] b = random.doubles((long) n * nrhs, -1, 1).toArray();
            double[] expected = expected(n, g, nrhs, b);
            for (Workers workers : new Workers[] {Workers.SERIAL, new Workers(pool, 3)}) {
              HostBlock x = new HostBlock(b.clone(), 0, n, nrhs, n, 0, 1);
              HostBlock matrix = new HostBlock(g, 0, n, n, n, 0, 1);
              try (Factor factor = new BlockedFactor(workers, matrix, MU)) {
                assertThat(factor.info().values()).containsExactly(0);
                factor.solve(x);
              }
              assertThat(x.data()).as("n=%d nrhs=%d", n, nrhs).isEqualTo(expected);
            }
          }
        }
        Warmup.await(WarmKernels.PATIENCE);
      }
    }
  }
}
