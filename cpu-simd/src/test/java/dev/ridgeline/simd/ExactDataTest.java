// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.RandomMatrices;
import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On whole numbers and powers of two nothing is rounded, in whatever order it is summed, so both
 * backends give the same bits (a zero may have either sign).
 */
@ExtendWith(Seed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExactDataTest {
  private final Backend reference = new ReferenceBackendProvider().open(Workers.SERIAL);
  private Backend simd;

  @BeforeAll
  void open() {
    simd = OpenedBackend.open();
  }

  @AfterAll
  void close() {
    simd.close();
  }

  private static HostBlock block(RandomMatrices matrices, int rows, int columns, int bound) {
    double[] data = matrices.integers(rows, columns, bound).data();
    return new HostBlock(data, 0, rows, columns, rows, 0, 1);
  }

  private static double[] unsigned(double[] values) {
    return Arrays.stream(values).map(x -> x + 0.0).toArray();
  }

  private interface Verb {
    void run(Backend backend, HostBlock result);
  }

  private void assertSame(String what, HostBlock before, Verb verb) {
    double[][] results = new double[2][];
    for (int i = 0; i < 2; i++) {
      HostBlock result = HostBlock.allocate(before.rows(), before.columns(), 1);
      System.arraycopy(before.data(), 0, result.data(), 0, result.data().length);
      verb.run(i == 0 ? reference : simd, result);
      results[i] = unsigned(result.data());
    }
    assertThat(results[1]).as(what).isEqualTo(results[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 9, 24, 33, 65, 130})
  void productsAreEqual(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    HostBlock a = block(matrices, n, 19, 9);
    HostBlock b = block(matrices, 19, n, 9);
    assertSame(
        "gemm",
        block(matrices, n, n, 9),
        (backend, c) -> backend.gemm(Transpose.NO, Transpose.NO, 0.5, a, b, -2, c));
    HostBlock weights = block(matrices, 19, 1, 0);
    Arrays.fill(weights.data(), 4);
    Weighting weighting = new Weighting(weights, block(matrices, n, 1, 5), null);
    for (Weighting each : new Weighting[] {Weighting.NONE, weighting}) {
      assertSame(
          "gram",
          HostBlock.allocate(n, n, 1),
          (backend, g) -> backend.gram(Transpose.NO, b, Side.PRIMAL, each, g));
    }
    assertSame(
        "norms",
        HostBlock.allocate(19, 1, 1),
        (backend, out) -> backend.weightedColumnNorms(a, block(matrices, n, 1, 0), null, out));
    assertSame("dots", HostBlock.allocate(19, 1, 1), (backend, out) -> backend.dots(a, a, out));
  }

  /** G = L L' with powers of two on the diagonal of L: every root and every division is exact. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 9, 24, 33, 64, 65, 130})
  void factorsSolveExactly(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    HostBlock l = block(matrices, n, n, 1);
    for (int j = 0; j < n; j++) {
      Arrays.fill(l.data(), j * n, j * n + j, 0);
      l.data()[j * n + j] = 1 << random.nextInt(3);
    }
    HostBlock g = HostBlock.allocate(n, n, 1);
    reference.gram(Transpose.NO, l, Side.DUAL, Weighting.NONE, g);
    HostBlock x = block(matrices, n, 3, 9);
    HostBlock b = HostBlock.allocate(n, 3, 1);
    reference.gemm(Transpose.NO, Transpose.NO, 1, g, x, 0, b);
    assertSame(
        "solution",
        b,
        (backend, solution) -> {
          try (Factor factor = backend.factor(g, 0)) {
            assertThat(factor.info().values()).containsOnly(0);
            factor.solve(solution);
          }
          assertThat(unsigned(solution.data())).isEqualTo(unsigned(x.data()));
        });
  }
}
