// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** weightedColumnNorms and dots: one number per column. */
public abstract class AbstractColumnNormsContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractColumnNormsContract() {}

  @EachSize
  void normsAgreeWithTheirDefinition(int p, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int columns : new int[] {0, 1, 3, 10}) {
      checkNorms(matrices, p, columns);
    }
  }

  @Test
  void normsAgreeWithTheirDefinitionBeyondOneBlock(RandomGenerator random) {
    checkNorms(new RandomMatrices(random), EachSize.LARGE, 5);
  }

  private void checkNorms(RandomMatrices matrices, int p, int columns) {
    Dense b = matrices.gaussian(p, columns);
    Dense w = matrices.gaussian(p, 1);
    Dense diagonal = matrices.gaussian(p, 1).map(Math::abs);
    Dense dense = matrices.symmetric(RandomMatrices.geometric(p, 10));
    for (Dense truth : new Dense[] {null, w}) {
      for (Dense sigma : new Dense[] {null, diagonal, dense}) {
        Dense error = truth == null ? b : Dense.of(p, columns, (i, j) -> b.get(i, j) - w.get(i, 0));
        Dense weight = full(sigma, p);
        GuardedBlock out = output(columns, 1, 1);
        backend.weightedColumnNorms(
            input(b).block(),
            truth == null ? null : input(w).block(),
            sigma == null ? null : input(sigma).block(),
            out.block());
        Residuals.check(
            "norms p=%d L=%d %s".formatted(p, columns, sigma),
            Residuals.elements(
                out.item(0),
                forms(error, weight),
                forms(error.map(Math::abs), weight.map(Math::abs))));
      }
    }
  }

  private static Dense full(Dense sigma, int p) {
    if (sigma == null) {
      return Dense.identity(p);
    }
    return sigma.columns() == 1 ? Dense.diagonal(sigma.data()) : sigma;
  }

  private static Dense forms(Dense error, Dense weight) {
    Dense weighed = weight.times(error);
    return Dense.of(
        error.columns(),
        1,
        (j, one) -> error.columns(j, 1).transpose().times(weighed.columns(j, 1)).get(0, 0));
  }

  @Test
  void normsAreExactForWholeNumbersAndSharedOperands(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] b = {
      matrices.integers(9, 4, 9), matrices.integers(9, 4, 9), matrices.integers(9, 4, 9)
    };
    Dense w = matrices.integers(9, 1, 9);
    Dense sigma = matrices.integers(9, 9, 3);
    Dense symmetric = sigma.plus(sigma.transpose());
    Dense[] diagonals = {
      matrices.integers(9, 1, 5), matrices.integers(9, 1, 5), matrices.integers(9, 1, 5)
    };
    GuardedBlock dense = output(4, 1, 3);
    backend.weightedColumnNorms(
        input(b).block(), shared(3, w).block(), shared(3, symmetric).block(), dense.block());
    GuardedBlock diagonal = output(4, 1, 3);
    backend.weightedColumnNorms(
        shared(3, b[0]).block(),
        input(w, w, w).block(),
        input(diagonals).block(),
        diagonal.block());
    for (int k = 0; k < 3; k++) {
      Dense item = b[k];
      Dense error = Dense.of(9, 4, (i, j) -> item.get(i, j) - w.get(i, 0));
      assertExact("dense", dense.item(k), forms(error, symmetric));
      Dense first = Dense.of(9, 4, (i, j) -> b[0].get(i, j) - w.get(i, 0));
      assertExact("diagonal", diagonal.item(k), forms(first, Dense.diagonal(diagonals[k].data())));
    }
  }

  @EachSize
  void dotsAgreeWithTheirDefinition(int m, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {0, 1, 4, 9}) {
      for (int columnsOfA : new int[] {1, n}) {
        for (int columnsOfB : new int[] {1, n}) {
          if (columnsOfA == 1 && columnsOfB == 1 && n != 1) {
            continue;
          }
          Dense a = matrices.gaussian(m, columnsOfA);
          Dense b = matrices.gaussian(m, columnsOfB);
          GuardedBlock out = output(n, 1, 1);
          backend.dots(input(a).block(), input(b).block(), out.block());
          Residuals.check(
              "dots m=%d n=%d".formatted(m, n),
              Residuals.elements(
                  out.item(0), dots(a, b, n), dots(a.map(Math::abs), b.map(Math::abs), n)));
        }
      }
    }
  }

  private static Dense dots(Dense a, Dense b, int n) {
    return Dense.of(n, 1, (j, one) -> column(a, j).transpose().times(column(b, j)).get(0, 0));
  }

  private static Dense column(Dense a, int j) {
    return a.columns(a.columns() == 1 ? 0 : j, 1);
  }

  @Test
  void dotsAreExactForWholeNumbersAndSharedOperands(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.integers(21, 5, 99);
    Dense[] b = {matrices.integers(21, 1, 99), matrices.integers(21, 1, 99)};
    GuardedBlock out = output(5, 1, 2);
    backend.dots(shared(2, a).block(), input(b).block(), out.block());
    assertExact("item 0", out.item(0), dots(a, b[0], 5));
    assertExact("item 1", out.item(1), dots(a, b[1], 5));
  }

  @Test
  void acceptsAnEmptyBatch() {
    GuardedBlock out = output(4, 1, 0);
    backend.weightedColumnNorms(output(3, 4, 0).block(), null, null, out.block());
    backend.dots(output(3, 4, 0).block(), output(3, 1, 0).block(), out.block());
    assertThat(backend.download(out.block())).isEmpty();
  }

  @Test
  void giveAnItemTheSameBitsInAnyBatch(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int p : new int[] {1, 5, 31, 100}) {
      Dense[] b = new Dense[7];
      Arrays.setAll(b, k -> matrices.gaussian(p, 5));
      Dense dense = matrices.positiveDefinite(p, 10);
      Dense diagonal = matrices.gaussian(p, 1);
      for (Dense sigma : new Dense[] {null, diagonal, dense}) {
        assertBatchInvariant(
            items -> {
              GuardedBlock out = output(5, 1, items.length);
              backend.weightedColumnNorms(
                  input(pick(b, items)).block(),
                  null,
                  sigma == null ? null : shared(items.length, sigma).block(),
                  out.block());
              return items(out);
            });
      }
      assertBatchInvariant(
          items -> {
            GuardedBlock out = output(5, 1, items.length);
            backend.dots(
                input(pick(b, items)).block(), shared(items.length, diagonal).block(), out.block());
            return items(out);
          });
    }
  }
}
