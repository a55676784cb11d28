// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** C = alpha op(A) op(B) + beta C. */
public abstract class AbstractGemmContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractGemmContract() {}

  @EachSize
  void agreesWithItsDefinition(int size, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    check(matrices, size, 3, 5);
    check(matrices, 4, size, 7);
    check(matrices, 5, 6, size);
    check(matrices, size, size, size);
  }

  @Test
  void agreesWithItsDefinitionBeyondOneBlock(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    check(matrices, EachSize.LARGE, 9, 33);
    check(matrices, 17, EachSize.LARGE, 9);
    check(matrices, 10, 5, EachSize.LARGE);
    check(matrices, 300, 2, 140);
  }

  @Test
  void agreesWithItsDefinitionForRandomShapes(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int trial = 0; trial < 60; trial++) {
      check(matrices, random.nextInt(40), random.nextInt(40), random.nextInt(40));
    }
  }

  private void check(RandomMatrices matrices, int m, int n, int k) {
    double[][] factors = {{1, 0}, {-0.7, 1}, {1.3, -0.4}, {0, 2}};
    int next = 0;
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        double alpha = factors[next % factors.length][0];
        double beta = factors[next++ % factors.length][1];
        Dense a = matrices.gaussian(m, k);
        Dense b = matrices.gaussian(k, n);
        Dense c = matrices.gaussian(m, n);
        GuardedBlock result = beta == 0 ? output(m, n, 1) : changed(c);
        backend.gemm(
            transA,
            transB,
            alpha,
            input(stored(transA, a)).block(),
            input(stored(transB, b)).block(),
            beta,
            result.block());
        Dense expected = a.times(b).map(x -> alpha * x).plus(c.map(x -> beta * x));
        Dense scale =
            a.map(Math::abs)
                .times(b.map(Math::abs))
                .map(x -> Math.abs(alpha) * x)
                .plus(c.map(x -> Math.abs(beta * x)));
        Residuals.check(
            "gemm %s %s m=%d n=%d k=%d".formatted(transA, transB, m, n, k),
            Residuals.elements(result.item(0), expected, scale));
      }
    }
  }

  private static Dense stored(Transpose trans, Dense matrix) {
    return trans == Transpose.NO ? matrix : matrix.transpose();
  }

  @EachSize
  void isExactForWholeNumbers(int size, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        Dense a = matrices.integers(size, size + 1, 9);
        Dense b = matrices.integers(size + 1, 6, 9);
        Dense c = matrices.integers(size, 6, 9);
        GuardedBlock result = changed(c);
        backend.gemm(
            transA,
            transB,
            -2,
            input(stored(transA, a)).block(),
            input(stored(transB, b)).block(),
            3,
            result.block());
        assertExact(
            transA + " " + transB,
            result.item(0),
            a.times(b).map(x -> -2 * x).plus(c.map(x -> 3 * x)));
      }
    }
  }

  @Test
  void scalesExactlyWithPowersOfTwo(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.gaussian(19, 23);
    Dense b = matrices.gaussian(23, 11);
    Dense plain = product(a, b);
    for (double power : new double[] {0x1p-400, 0x1p-3, 0x1p400}) {
      assertSameBits(
          "scaled by " + power, product(a.map(x -> power * x), b), plain.map(x -> power * x));
    }
  }

  private Dense product(Dense a, Dense b) {
    GuardedBlock c = output(a.rows(), b.columns(), 1);
    backend.gemm(Transpose.NO, Transpose.NO, 1, input(a).block(), input(b).block(), 0, c.block());
    return c.item(0);
  }

  @Test
  void appliesBetaWhenNothingIsSummed() {
    GuardedBlock kept = changed(Dense.of(3, 2, (i, j) -> i + 4 * j));
    backend.gemm(
        Transpose.NO,
        Transpose.NO,
        1,
        input(Dense.of(3, 0, (i, j) -> 0)).block(),
        input(Dense.of(0, 2, (i, j) -> 0)).block(),
        -1,
        kept.block());
    assertExact("beta = -1", kept.item(0), Dense.of(3, 2, (i, j) -> -(i + 4 * j)));
    GuardedBlock cleared = output(3, 2, 1);
    backend.gemm(
        Transpose.YES,
        Transpose.YES,
        1,
        input(Dense.of(0, 3, (i, j) -> 0)).block(),
        input(Dense.of(2, 0, (i, j) -> 0)).block(),
        0,
        cleared.block());
    assertExact("beta = 0", cleared.item(0), Dense.of(3, 2, (i, j) -> 0));
  }

  @Test
  void acceptsAnEmptyBatch() {
    GuardedBlock c = output(3, 2, 0);
    backend.gemm(
        Transpose.NO,
        Transpose.NO,
        1,
        output(3, 4, 0).block(),
        output(4, 2, 0).block(),
        0,
        c.block());
    assertThat(backend.download(c.block())).isEmpty();
  }

  @Test
  void sharesOperandsOfStrideZero(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.gaussian(9, 17);
    Dense[] b = {matrices.gaussian(17, 5), matrices.gaussian(17, 5), matrices.gaussian(17, 5)};
    GuardedBlock c = output(9, 5, 3);
    backend.gemm(
        Transpose.NO, Transpose.NO, 1, shared(3, a).block(), input(b).block(), 0, c.block());
    GuardedBlock mirrored = output(5, 9, 3);
    backend.gemm(
        Transpose.YES,
        Transpose.YES,
        1,
        input(b).block(),
        shared(3, a).block(),
        0,
        mirrored.block());
    for (int k = 0; k < 3; k++) {
      assertSameBits("shared A", c.item(k), product(a, b[k]));
      Residuals.check(
          "shared B",
          Residuals.elements(
              mirrored.item(k),
              a.times(b[k]).transpose(),
              a.map(Math::abs).times(b[k].map(Math::abs)).transpose()));
    }
  }

  @Test
  void writesToSomeColumnsAndItemsOnly(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.integers(6, 4, 9);
    Dense b = matrices.integers(4, 3, 9);
    Dense before = matrices.integers(6, 8, 9);
    GuardedBlock whole = changed(before, before, before);
    try (Block middle = whole.block().items(1, 1);
        Block part = middle.columns(2, 3)) {
      backend.gemm(Transpose.NO, Transpose.NO, 1, input(a).block(), input(b).block(), 0, part);
    }
    Dense product = a.times(b);
    Dense after =
        Dense.of(6, 8, (i, j) -> j >= 2 && j < 5 ? product.get(i, j - 2) : before.get(i, j));
    assertExact("item before", whole.item(0), before);
    assertExact("item written", whole.item(1), after);
    assertExact("item behind", whole.item(2), before);
  }

  @Test
  void givesAnItemTheSameBitsInAnyBatch(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int size : new int[] {1, 5, 31, 100}) {
      Dense[] a = new Dense[7];
      Dense[] b = new Dense[7];
      Arrays.setAll(a, k -> matrices.gaussian(size, size + 2));
      Arrays.setAll(b, k -> matrices.gaussian(size + 2, 9));
      assertBatchInvariant(
          items -> {
            GuardedBlock c = output(size, 9, items.length);
            backend.gemm(
                Transpose.NO,
                Transpose.NO,
                1.7,
                input(pick(a, items)).block(),
                input(pick(b, items)).block(),
                0,
                c.block());
            return items(c);
          });
    }
  }
}
