// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.Dense;
import dev.ridgeline.testing.RandomMatrices;
import dev.ridgeline.testing.Residuals;
import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches around whole groups, with bad neighbours, shared matrices and many columns. */
@ExtendWith(Seed.class)
final class SmallFactorTest {
  private static ExecutorService pool;
  private static Workers workers;

  @BeforeAll
  static void open() {
    pool = Executors.newFixedThreadPool(2);
    workers = new Workers(pool, 3);
  }

  @AfterAll
  static void close() {
    pool.shutdown();
  }

  private static HostBlock block(Dense... items) {
    int rows = items[0].rows();
    int columns = items[0].columns();
    HostBlock block = HostBlock.allocate(rows, columns, items.length);
    for (int k = 0; k < items.length; k++) {
      System.arraycopy(items[k].data(), 0, block.data(), block.at(k), rows * columns);
    }
    return block;
  }

  private static Dense item(HostBlock block, int k) {
    int size = block.rows() * block.columns();
    double[] data = Arrays.copyOfRange(block.data(), block.at(k), block.at(k) + size);
    return new Dense(block.rows(), block.columns(), data);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "5, 7, 2",
    "16, 8, 1",
    "16, 9, 5",
    "16, 10, 3",
    "33, 19, 4",
    "50, 21, 51",
    "64, 11, 130",
    "64, 40, 1"
  })
  void anItemIsSolvedAsIfAlone(int n, int count, int nrhs, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] g = new Dense[count];
    Dense[] b = new Dense[count];
    Arrays.setAll(g, k -> matrices.positiveDefinite(n, 100));
    Arrays.setAll(b, k -> matrices.gaussian(n, nrhs));
    int[] infos = new int[count];
    if (count > 8) {
      g[3] = matrices.indefiniteAt(n, n / 2);
      infos[3] = n / 2;
      g[count - 1] = matrices.indefiniteAt(n, n);
      infos[count - 1] = n;
    }
    HostBlock fused = block(b);
    assertThat(SmallFactor.posv(workers, block(g), 0, fused).values()).isEqualTo(infos);
    HostBlock solved = block(b);
    try (SmallFactor factor = SmallFactor.of(workers, block(g), 0)) {
      assertThat(factor.info().values()).isEqualTo(infos);
      factor.solve(solved);
    }
    assertThat(solved.data()).isEqualTo(fused.data());
    for (int k = 0; k < count; k++) {
      HostBlock alone = block(b[k]);
      assertThat(SmallFactor.posv(Workers.SERIAL, block(g[k]), 0, alone).values()[0])
          .isEqualTo(infos[k]);
      assertThat(item(fused, k).data()).isEqualTo(alone.data());
      if (infos[k] == 0) {
        Residuals.check("item " + k, Residuals.solve(g[k], item(fused, k), b[k]));
      } else {
        assertThat(alone.data()).containsOnly(Double.NaN);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"9, 3, 2", "50, 21, 51", "64, 1, 200", "17, 100, 1"})
  void oneMatrixServesAll(int n, int count, int nrhs, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(n, 100);
    Dense[] b = new Dense[count];
    Arrays.setAll(b, k -> matrices.gaussian(n, nrhs));
    HostBlock x = block(b);
    Info info = SmallFactor.posv(workers, block(g).share(count), 0.5, x);
    assertThat(info.values()).isEqualTo(new int[count]);
    for (int k = 0; k < count; k++) {
      HostBlock alone = block(b[k]);
      SmallFactor.posv(Workers.SERIAL, block(g), 0.5, alone);
      assertThat(item(x, k).data()).isEqualTo(alone.data());
    }
    Dense bad = matrices.indefiniteAt(n, 2);
    HostBlock failed = block(b);
    assertThat(SmallFactor.posv(workers, block(bad).share(count), 0, failed).values())
        .containsOnly(2);
    assertThat(failed.data()).containsOnly(Double.NaN);
  }

  @Test
  void refusesUseAfterClose() {
    SmallFactor factor = SmallFactor.of(Workers.SERIAL, block(Dense.identity(3)), 0);
    factor.close();
    HostBlock b = HostBlock.allocate(3, 1, 1);
    assertThatThrownBy(() -> factor.solve(b)).isInstanceOf(IllegalStateException.class);
  }
}
