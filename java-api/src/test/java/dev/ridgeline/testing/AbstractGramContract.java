// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Weighting;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Gram matrices on both sides, centred, scaled and weighted on the way. */
public abstract class AbstractGramContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractGramContract() {}

  @EachSize
  void agreesWithItsDefinition(int size, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int[] shape : new int[][] {{size, 5}, {6, size}, {size, size}}) {
      for (int parts = 0; parts < 8; parts++) {
        check(matrices, shape[0], shape[1], parts, 1, Side.values());
      }
    }
  }

  @Test
  void agreesWithItsDefinitionBeyondOneBlock(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    check(matrices, EachSize.LARGE, 40, 7, 1, Side.values());
    check(matrices, 40, EachSize.LARGE, 7, 1, Side.values());
    // deeper than any panel
    check(matrices, 5, 20_001, 7, 1, Side.DUAL);
    check(matrices, 20_001, 5, 7, 1, Side.PRIMAL);
  }

  @Test
  void agreesWithItsDefinitionInABatch(RandomGenerator random) {
    check(new RandomMatrices(random), 12, 19, 7, 5, Side.values());
  }

  /** Every reading of x; the bits of {@code parts} say what of the weighting. */
  private void check(RandomMatrices matrices, int n, int p, int parts, int count, Side... sides) {
    Dense[] x = new Dense[count];
    Dense[] weights = new Dense[count];
    Dense[] means = new Dense[count];
    Dense[] scales = new Dense[count];
    Dense[] weighed = new Dense[count];
    for (int k = 0; k < count; k++) {
      x[k] = matrices.gaussian(n, p);
      weights[k] = matrices.gaussian(n, 1).map(Math::abs);
      means[k] = matrices.gaussian(p, 1);
      scales[k] = matrices.gaussian(p, 1).map(Math::exp);
      weighed[k] =
          weighed(
              x[k],
              (parts & 1) == 0 ? null : weights[k],
              (parts & 2) == 0 ? null : means[k],
              (parts & 4) == 0 ? null : scales[k]);
    }
    Weighting weighting =
        new Weighting(
            (parts & 1) == 0 ? null : input(weights).block(),
            (parts & 2) == 0 ? null : input(means).block(),
            (parts & 4) == 0 ? null : input(scales).block());
    for (Transpose trans : Transpose.values()) {
      Dense[] stored = x.clone();
      if (trans == Transpose.YES) {
        Arrays.setAll(stored, k -> x[k].transpose());
      }
      GuardedBlock design = input(stored);
      for (Side side : sides) {
        int order = side == Side.DUAL ? n : p;
        GuardedBlock g = output(order, order, count);
        backend.gram(trans, design.block(), side, weighting, g.block());
        for (int k = 0; k < count; k++) {
          Dense a = side == Side.DUAL ? weighed[k] : weighed[k].transpose();
          String what = "%s %s n=%d p=%d parts=%d".formatted(side, trans, n, p, parts);
          Dense result = g.item(k);
          Dense absolute = a.map(Math::abs);
          Residuals.check(
              what,
              Residuals.sums(
                  result,
                  a.times(a.transpose()),
                  absolute.times(absolute.transpose()),
                  a.columns()));
          assertSameBits(what + ": triangles", result, result.transpose());
        }
      }
    }
  }

  private static Dense weighed(Dense x, Dense weights, Dense means, Dense scales) {
    return Dense.of(
        x.rows(),
        x.columns(),
        (i, j) ->
            (x.get(i, j) - (means == null ? 0 : means.get(j, 0)))
                * (weights == null ? 1 : Math.sqrt(weights.get(i, 0)))
                * (scales == null ? 1 : scales.get(j, 0)));
  }

  @EachSize
  void isExactForWholeNumbers(int size, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense x = matrices.integers(size, 7, 9);
    Dense weights = Dense.of(size, 1, (i, j) -> i % 3 == 0 ? 4 : 0.25);
    Dense means = matrices.integers(7, 1, 3);
    Dense scales = Dense.of(7, 1, (i, j) -> 1 << i % 3);
    Dense weighed = weighed(x, weights, means, scales);
    for (Side side : Side.values()) {
      Dense a = side == Side.DUAL ? weighed : weighed.transpose();
      GuardedBlock g = output(a.rows(), a.rows(), 1);
      backend.gram(
          Transpose.NO,
          input(x).block(),
          side,
          new Weighting(input(weights).block(), input(means).block(), input(scales).block()),
          g.block());
      assertExact(side + "", g.item(0), a.times(a.transpose()));
    }
  }

  @Test
  void keepsTheDigitsOfColumnsFarFromZero(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense x = matrices.gaussian(50, 6).map(z -> 1e9 + z);
    Dense means = Dense.of(6, 1, (j, one) -> Arrays.stream(x.columns(j, 1).data()).sum() / 50);
    Dense centred = weighed(x, null, means, null);
    GuardedBlock g = output(6, 6, 1);
    backend.gram(
        Transpose.NO,
        input(x).block(),
        Side.PRIMAL,
        new Weighting(null, input(means).block(), null),
        g.block());
    Dense absolute = centred.map(Math::abs);
    Residuals.check(
        "columns 1e9 +- 1",
        Residuals.elements(
            g.item(0), centred.transpose().times(centred), absolute.transpose().times(absolute)));
  }

  @Test
  void leavesOutRowsOfWeightZero(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense x = matrices.integers(20, 5, 9);
    Dense kept = Dense.of(10, 5, (i, j) -> x.get(2 * i, j));
    GuardedBlock g = output(5, 5, 1);
    backend.gram(
        Transpose.NO,
        input(x).block(),
        Side.PRIMAL,
        new Weighting(input(Dense.of(20, 1, (i, j) -> i % 2 == 0 ? 1 : 0)).block(), null, null),
        g.block());
    assertExact("every other row", g.item(0), kept.transpose().times(kept));
  }

  @Test
  void sharesOperandsOfStrideZero(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense x = matrices.integers(8, 5, 9);
    Dense means = matrices.integers(5, 1, 4);
    Dense[] weights = {
      Dense.of(8, 1, (i, j) -> 1), Dense.of(8, 1, (i, j) -> 4), Dense.of(8, 1, (i, j) -> i % 2)
    };
    GuardedBlock g = output(5, 5, 3);
    backend.gram(
        Transpose.NO,
        shared(3, x).block(),
        Side.PRIMAL,
        new Weighting(input(weights).block(), shared(3, means).block(), null),
        g.block());
    for (int k = 0; k < 3; k++) {
      Dense weighed = weighed(x, weights[k], means, null);
      assertExact("item " + k, g.item(k), weighed.transpose().times(weighed));
    }
  }

  @Test
  void isZeroWhenNothingIsSummed() {
    GuardedBlock g = output(4, 4, 1);
    backend.gram(
        Transpose.NO,
        input(Dense.of(0, 4, (i, j) -> 0)).block(),
        Side.PRIMAL,
        Weighting.NONE,
        g.block());
    assertExact("no rows", g.item(0), Dense.of(4, 4, (i, j) -> 0));
  }

  @Test
  void acceptsAnEmptyBatch() {
    GuardedBlock g = output(4, 4, 0);
    backend.gram(Transpose.NO, output(6, 4, 0).block(), Side.PRIMAL, Weighting.NONE, g.block());
    assertThat(backend.download(g.block())).isEmpty();
  }

  @Test
  void givesAnItemTheSameBitsInAnyBatch(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int size : new int[] {1, 5, 31, 70}) {
      Dense[] x = new Dense[7];
      Dense[] means = new Dense[7];
      Arrays.setAll(x, k -> matrices.gaussian(size, size + 5));
      Arrays.setAll(means, k -> matrices.gaussian(size + 5, 1));
      for (Side side : Side.values()) {
        int order = side == Side.DUAL ? size : size + 5;
        assertBatchInvariant(
            items -> {
              GuardedBlock g = output(order, order, items.length);
              backend.gram(
                  Transpose.NO,
                  input(pick(x, items)).block(),
                  side,
                  new Weighting(null, input(pick(means, items)).block(), null),
                  g.block());
              return items(g);
            });
      }
    }
  }
}
