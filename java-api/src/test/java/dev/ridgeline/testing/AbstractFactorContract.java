// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.Info;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Cholesky factors and the systems solved with them. */
public abstract class AbstractFactorContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractFactorContract() {}

  @EachSize
  void solvesAndInverts(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(n, 1e3);
    try (Factor factor = backend.factor(input(lower(g)).block(), 0.25)) {
      assertThat(factor.order()).isEqualTo(n);
      assertThat(factor.count()).isEqualTo(1);
      assertSuccess(factor.info(), 1);
      for (int nrhs : new int[] {0, 1, 2, 5, 8}) {
        Dense b = matrices.gaussian(n, nrhs);
        GuardedBlock x = changed(b);
        factor.solve(x.block());
        Residuals.check("nrhs=" + nrhs, Residuals.solve(g.shifted(0.25), x.item(0), b));
      }
      GuardedBlock inverse = changed(Dense.identity(n));
      factor.solve(inverse.block());
      Residuals.check("inverse", Residuals.inverse(g.shifted(0.25), inverse.item(0)));
    }
  }

  @Test
  void solvesBeyondOneBlock(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(EachSize.LARGE, 1e6);
    check(g, 1e-3, matrices.gaussian(EachSize.LARGE, 3));
  }

  /** The strict upper triangle is not read: NaN. */
  private static Dense lower(Dense g) {
    return Dense.of(g.rows(), g.rows(), (i, j) -> i < j ? Double.NaN : g.get(i, j));
  }

  private void check(Dense g, double mu, Dense b) {
    GuardedBlock lower = input(lower(g));
    GuardedBlock x = changed(b);
    try (Factor factor = backend.factor(lower.block(), mu)) {
      assertSuccess(factor.info(), 1);
      factor.solve(x.block());
    }
    Residuals.check("factor and solve, mu=" + mu, Residuals.solve(g.shifted(mu), x.item(0), b));
    GuardedBlock fused = changed(b);
    assertSuccess(backend.posv(lower.block(), mu, fused.block()), 1);
    Residuals.check("posv, mu=" + mu, Residuals.solve(g.shifted(mu), fused.item(0), b));
  }

  @Test
  void solvesForEveryPenalty(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 4, 17, 40}) {
      Dense g = matrices.positiveDefinite(n, 1e6);
      Dense b = matrices.gaussian(n, 2);
      for (double mu : Penalties.ladder()) {
        check(g, mu, b);
      }
    }
  }

  @Test
  void solvesIllConditionedSystems(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int digits = 0; digits <= 13; digits++) {
      check(matrices.positiveDefinite(24, Math.pow(10, digits)), 0, matrices.gaussian(24, 2));
    }
  }

  @Test
  void solvesClusteredSystems(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (double width : new double[] {0, 1e-15, 1e-8, 1e-2}) {
      check(matrices.symmetric(matrices.clustered(33, width)), 1e-6, matrices.gaussian(33, 2));
    }
  }

  @Test
  void isExactForDiagonalPowersOfFour() {
    Dense g = Dense.of(6, 6, (i, j) -> i == j ? 1 << (2 * i) : 0);
    Dense b = Dense.of(6, 2, (i, j) -> 3 * i - 2 * j);
    GuardedBlock x = changed(b);
    assertSuccess(backend.posv(input(g).block(), 0, x.block()), 1);
    assertExact("quotients", x.item(0), Dense.of(6, 2, (i, j) -> b.get(i, j) / g.get(i, i)));
  }

  @EachSize
  void reportsMinorWhenNotPositiveDefinite(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    int step = Math.max(1, n / 7);
    for (int minor = 1; minor <= n; minor += step) {
      checkMinor(matrices, n, minor);
    }
  }

  /** A library has missed the last pivot of a block. */
  @Test
  void reportsMinorsAtTheEndOfABlock(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int minor : new int[] {16, 32, 48, 64, 96, 128}) {
      checkMinor(matrices, minor, minor);
      checkMinor(matrices, minor + 3, minor);
    }
  }

  private void checkMinor(RandomMatrices matrices, int n, int minor) {
    Dense bad = matrices.indefiniteAt(n, minor);
    Dense good = matrices.positiveDefinite(n, 10);
    Dense b = matrices.gaussian(n, 3);
    GuardedBlock x = changed(b, b, b);
    int[] expected = {0, minor, 0};
    try (Factor factor = backend.factor(input(good, bad, good).block(), 0)) {
      assertThat(factor.info().values()).isEqualTo(expected);
      assertThat(factor.info().success()).isFalse();
      factor.solve(x.block());
    }
    assertAllNan("solution of the failed item", x.item(1));
    Residuals.check("item before", Residuals.solve(good, x.item(0), b));
    Residuals.check("item behind", Residuals.solve(good, x.item(2), b));
    GuardedBlock fused = changed(b, b, b);
    Info info = backend.posv(input(good, bad, good).block(), 0, fused.block());
    assertThat(info.values()).isEqualTo(expected);
    assertAllNan("posv of the failed item", fused.item(1));
    Residuals.check("posv", Residuals.solve(good, fused.item(2), b));
  }

  @Test
  void reportsTheFirstMinorOfZeroAndIsMendedByAShift() {
    Dense zero = Dense.of(3, 3, (i, j) -> 0);
    try (Factor factor = backend.factor(input(zero).block(), 0)) {
      assertThat(factor.info().values()).containsExactly(1);
    }
    Dense b = Dense.column(4, -8, 2);
    GuardedBlock x = changed(b);
    try (Factor factor = backend.factor(input(zero).block(), 4)) {
      assertSuccess(factor.info(), 1);
      factor.solve(x.block());
    }
    assertExact("b / 4", x.item(0), Dense.column(1, -2, 0.5));
  }

  @Test
  void solvesAgainWithTheSameFactor(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense b = matrices.gaussian(17, 3);
    try (Factor factor = backend.factor(input(matrices.positiveDefinite(17, 100)).block(), 0.1)) {
      GuardedBlock first = changed(b);
      factor.solve(first.block());
      factor.solve(changed(matrices.gaussian(17, 6)).block());
      GuardedBlock again = changed(b);
      factor.solve(again.block());
      assertSameBits("second time", again.item(0), first.item(0));
    }
  }

  @Test
  void sharesOneMatrixBetweenItems(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(9, 100);
    Dense[] b = {matrices.gaussian(9, 2), matrices.gaussian(9, 2), matrices.gaussian(9, 2)};
    GuardedBlock x = changed(b);
    try (Factor factor = backend.factor(shared(3, g).block(), 0)) {
      assertSuccess(factor.info(), 3);
      factor.solve(x.block());
    }
    for (int k = 0; k < 3; k++) {
      Residuals.check("item " + k, Residuals.solve(g, x.item(k), b[k]));
    }
  }

  @Test
  void acceptsAnEmptyBatch() {
    try (Factor factor = backend.factor(output(4, 4, 0).block(), 1)) {
      assertThat(factor.count()).isZero();
      assertSuccess(factor.info(), 0);
      factor.solve(output(4, 2, 0).block());
    }
    assertSuccess(backend.posv(output(4, 4, 0).block(), 1, output(4, 2, 0).block()), 0);
  }

  @Test
  void givesAnItemTheSameBitsInAnyBatch(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 4, 17, 64}) {
      Dense[] g = new Dense[7];
      Dense[] b = new Dense[7];
      Arrays.setAll(g, k -> matrices.positiveDefinite(n, 1e4));
      Arrays.setAll(b, k -> matrices.gaussian(n, 3));
      assertBatchInvariant(
          items -> {
            GuardedBlock x = changed(pick(b, items));
            try (Factor factor = backend.factor(input(pick(g, items)).block(), 1e-3)) {
              factor.solve(x.block());
            }
            return items(x);
          });
      assertBatchInvariant(
          items -> {
            GuardedBlock x = changed(pick(b, items));
            backend.posv(input(pick(g, items)).block(), 1e-3, x.block());
            return items(x);
          });
    }
  }
}
