// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Placement;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** geam, shiftDiagonal, dgmm, hadamard: shapes, broadcasts, allowed aliases. */
public abstract class AbstractElementwiseContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractElementwiseContract() {}

  @EachSize
  void addsAndBroadcasts(int m, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {0, 1, 4, 9}) {
      for (Transpose trans : Transpose.values()) {
        for (int columnsOfA : new int[] {1, n}) {
          for (int columnsOfB : new int[] {1, n}) {
            Dense a = matrices.gaussian(m, columnsOfA);
            Dense b = matrices.gaussian(m, columnsOfB);
            GuardedBlock c = output(m, n, 1);
            backend.geam(trans, 1.7, stored(trans, a).block(), -0.3, input(b).block(), c.block());
            Residuals.check(
                "geam %s %dx%d from %d and %d".formatted(trans, m, n, columnsOfA, columnsOfB),
                Residuals.elements(
                    c.item(0),
                    Dense.of(m, n, (i, j) -> 1.7 * at(a, i, j) + -0.3 * at(b, i, j)),
                    Dense.of(m, n, (i, j) -> 2 * Math.abs(at(a, i, j)) + Math.abs(at(b, i, j)))));
          }
        }
      }
    }
  }

  private GuardedBlock stored(Transpose trans, Dense a) {
    return input(trans == Transpose.NO ? a : a.transpose());
  }

  private static double at(Dense a, int i, int j) {
    return a.get(i, a.columns() == 1 ? 0 : j);
  }

  @EachSize
  void isExactForWholeNumbersInABatch(int m, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] a = {
      matrices.integers(m, 3, 99), matrices.integers(m, 3, 99), matrices.integers(m, 3, 99)
    };
    Dense b = matrices.integers(m, 1, 99);
    GuardedBlock c = output(m, 3, 3);
    backend.geam(Transpose.NO, 2, input(a).block(), -3, shared(3, b).block(), c.block());
    for (int k = 0; k < 3; k++) {
      Dense item = a[k];
      assertExact(
          "item " + k, c.item(k), Dense.of(m, 3, (i, j) -> 2 * item.get(i, j) - 3 * b.get(i, 0)));
    }
  }

  @EachSize
  void copiesBitForBitWithoutASecondOperand(int m, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.gaussian(m, 5);
    GuardedBlock c = output(m, 5, 2);
    backend.geam(Transpose.NO, 1, shared(2, a).block(), 0, null, c.block());
    assertSameBits("copy", c.item(0), a);
    assertSameBits("copy", c.item(1), a);
    GuardedBlock transposed = output(5, m, 1);
    backend.geam(Transpose.YES, 1, input(a).block(), 0, null, transposed.block());
    assertSameBits("transpose", transposed.item(0), a.transpose());
    GuardedBlock nan = output(m, 5, 1);
    GuardedBlock unread = output(m, 5, 1);
    backend.geam(Transpose.NO, 1, input(a).block(), 0, unread.block(), nan.block());
    assertSameBits("beta = 0 does not read B", nan.item(0), a);
  }

  @Test
  void addsInPlace(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.integers(9, 4, 50);
    Dense b = matrices.integers(9, 4, 50);
    Dense expected = Dense.of(9, 4, (i, j) -> 2 * a.get(i, j) - b.get(i, j));
    GuardedBlock ontoB = changed(b);
    backend.geam(Transpose.NO, 2, input(a).block(), -1, ontoB.block(), ontoB.block());
    assertExact("C = B", ontoB.item(0), expected);
    GuardedBlock ontoA = changed(a);
    backend.geam(Transpose.NO, 2, ontoA.block(), -1, input(b).block(), ontoA.block());
    assertExact("C = A", ontoA.item(0), expected);
    GuardedBlock column = changed(a);
    Dense shift = matrices.integers(9, 1, 50);
    backend.geam(Transpose.NO, -1, input(shift).block(), 1, column.block(), column.block());
    assertExact(
        "C = B less a column",
        column.item(0),
        Dense.of(9, 4, (i, j) -> a.get(i, j) - shift.get(i, 0)));
    GuardedBlock square = changed(b.columns(0, 4));
    Dense turned = matrices.integers(4, 9, 50);
    backend.geam(Transpose.YES, 1, input(turned).block(), 1, square.block(), square.block());
    assertExact("C = B with A'", square.item(0), turned.transpose().plus(b));
    GuardedBlock scaled = changed(a);
    backend.geam(Transpose.NO, -4, scaled.block(), 0, null, scaled.block());
    assertExact("C = -4 A", scaled.item(0), a.map(x -> -4 * x));
  }

  @EachSize
  void shiftsTheDiagonal(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.gaussian(n, n);
    Dense b = matrices.gaussian(n, n);
    GuardedBlock g = changed(a, b);
    backend.shiftDiagonal(0.375, g.block());
    assertSameBits("item 0", g.item(0), a.shifted(0.375));
    assertSameBits("item 1", g.item(1), b.shifted(0.375));
  }

  @EachSize
  void multipliesByADiagonal(int m, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {0, 1, 6}) {
      Dense a = matrices.gaussian(m, n);
      Dense left = matrices.gaussian(m, 1);
      Dense right = matrices.gaussian(n, 1);
      Dense leftProduct = Dense.of(m, n, (i, j) -> a.get(i, j) * left.get(i, 0));
      Dense rightProduct = Dense.of(m, n, (i, j) -> a.get(i, j) * right.get(j, 0));
      GuardedBlock c = output(m, n, 1);
      backend.dgmm(Placement.LEFT, input(a).block(), input(left).block(), c.block());
      assertSameBits("diag(d) A", c.item(0), leftProduct);
      GuardedBlock inPlace = changed(a, a);
      backend.dgmm(Placement.RIGHT, inPlace.block(), shared(2, right).block(), inPlace.block());
      assertSameBits("A diag(d) in place", inPlace.item(0), rightProduct);
      assertSameBits("A diag(d) in place", inPlace.item(1), rightProduct);
    }
  }

  @Test
  void multipliesEveryItemByItsOwnDiagonal(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.gaussian(5, 4);
    Dense[] d = {matrices.gaussian(5, 1), matrices.gaussian(5, 1)};
    GuardedBlock c = output(5, 4, 2);
    backend.dgmm(Placement.LEFT, shared(2, a).block(), input(d).block(), c.block());
    for (int k = 0; k < 2; k++) {
      Dense own = d[k];
      assertSameBits("item " + k, c.item(k), Dense.of(5, 4, (i, j) -> a.get(i, j) * own.get(i, 0)));
    }
  }

  @EachSize
  void multipliesElementByElement(int m, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {0, 1, 6}) {
      Dense a = matrices.gaussian(m, n);
      Dense b = matrices.gaussian(m, n);
      Dense product = Dense.of(m, n, (i, j) -> a.get(i, j) * b.get(i, j));
      GuardedBlock c = output(m, n, 2);
      backend.hadamard(input(a, b).block(), shared(2, b).block(), c.block());
      assertSameBits("A B", c.item(0), product);
      assertSameBits("B B", c.item(1), b.map(x -> x * x));
      GuardedBlock ontoA = changed(a);
      backend.hadamard(ontoA.block(), input(b).block(), ontoA.block());
      assertSameBits("C = A", ontoA.item(0), product);
      GuardedBlock ontoB = changed(b);
      backend.hadamard(input(a).block(), ontoB.block(), ontoB.block());
      assertSameBits("C = B", ontoB.item(0), product);
      GuardedBlock square = changed(a);
      backend.hadamard(square.block(), square.block(), square.block());
      assertSameBits("C = A = B", square.item(0), a.map(x -> x * x));
    }
  }

  @Test
  void acceptsAnEmptyBatch() {
    GuardedBlock c = output(3, 3, 0);
    GuardedBlock a = output(3, 3, 0);
    GuardedBlock column = output(3, 1, 0);
    backend.geam(Transpose.NO, 1, a.block(), 1, column.block(), c.block());
    backend.dgmm(Placement.LEFT, a.block(), column.block(), c.block());
    backend.hadamard(a.block(), a.block(), c.block());
    backend.shiftDiagonal(1, c.block());
    assertThat(backend.download(c.block())).isEmpty();
  }
}
