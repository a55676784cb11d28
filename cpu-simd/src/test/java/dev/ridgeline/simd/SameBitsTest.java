// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.RandomMatrices;
import dev.ridgeline.testing.Seed;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither threads nor company change a bit. */
@ExtendWith(Seed.class)
final class SameBitsTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void forAnyNumberOfThreads(int threads) {
    try (Backend alone = new SimdBackend(Workers.SERIAL, OpenedBackend.NOWHERE);
        ExecutorService pool = Executors.newFixedThreadPool(threads - 1);
        Backend together = new SimdBackend(new Workers(pool, threads), OpenedBackend.NOWHERE)) {
      assertThat(VerbBits.of(together)).isEqualTo(VerbBits.of(alone));
    }
  }

  @Test
  void onVirtualThreadsAndInsideACommonPool() {
    try (Backend alone = new SimdBackend(Workers.SERIAL, OpenedBackend.NOWHERE);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
        Backend together = new SimdBackend(new Workers(pool, 4), OpenedBackend.NOWHERE)) {
      String expected = VerbBits.of(alone);
      assertThat(pool.submit(() -> VerbBits.of(together)))
          .succeedsWithin(Duration.ofMinutes(1))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16, 33, 64, 65})
  void aloneAndInABatchOfAThousand(int n, RandomGenerator random) {
    int kinds = 9;
    int count = n > 33 ? 100 : 1000;
    RandomMatrices matrices = new RandomMatrices(random);
    double[][] g = new double[kinds][];
    double[][] b = new double[kinds][];
    Arrays.setAll(g, k -> matrices.positiveDefinite(n, 100).data());
    Arrays.setAll(b, k -> matrices.gaussian(n, 2).data());
    HostBlock allG = HostBlock.allocate(n, n, count);
    HostBlock allB = HostBlock.allocate(n, 2, count);
    for (int item = 0; item < count; item++) {
      System.arraycopy(g[item % kinds], 0, allG.data(), allG.at(item), n * n);
      System.arraycopy(b[item % kinds], 0, allB.data(), allB.at(item), 2 * n);
    }
    try (Backend backend = OpenedBackend.open()) {
      try (Factor factor = backend.factor(allG, 0.25)) {
        factor.solve(allB);
      }
      for (int k = 0; k < kinds; k++) {
        HostBlock one = new HostBlock(g[k], 0, n, n, n, 0, 1);
        HostBlock x = new HostBlock(b[k].clone(), 0, n, 2, n, 0, 1);
        try (Factor factor = backend.factor(one, 0.25)) {
          factor.solve(x);
        }
        for (int item = k; item < count; item += kinds) {
          int at = allB.at(item);
          assertThat(Arrays.copyOfRange(allB.data(), at, at + 2 * n)).isEqualTo(x.data());
        }
      }
    }
  }
}
