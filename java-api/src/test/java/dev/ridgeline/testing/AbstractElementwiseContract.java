// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Placement;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** geam, shiftDiagonal, dgmm, hadamard, divide: shapes, broadcasts, allowed aliases. */
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

  @EachSize
  void dividesGroupsOfColumns(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int m : new int[] {0, 1, 3}) {
      for (int group : new int[] {1, 2, 5}) {
        Dense[] a = {matrices.gaussian(n, m * group), matrices.gaussian(n, m * group)};
        Dense[] d = {matrices.gaussian(n, m), matrices.gaussian(n, m)};
        GuardedBlock c = output(n, m * group, 2);
        backend.divide(input(a).block(), input(d).block(), c.block());
        GuardedBlock inPlace = changed(a);
        backend.divide(inPlace.block(), input(d).block(), inPlace.block());
        GuardedBlock byShared = output(n, m * group, 2);
        backend.divide(input(a).block(), shared(2, d[1]).block(), byShared.block());
        for (int k = 0; k < 2; k++) {
          String what = "n=%d m=%d group=%d item %d".formatted(n, m, group, k);
          checkQuotient(what, c.item(k), a[k], d[k], group);
          assertSameBits(what + " in place", inPlace.item(k), c.item(k));
          checkQuotient(what + " by a shared D", byShared.item(k), a[k], d[1], group);
        }
      }
    }
  }

  /** Two roundings where a device multiplies by reciprocals, 0.5 and 1 units of them. */
  private static void checkQuotient(String what, Dense c, Dense a, Dense d, int group) {
    Dense expected = Dense.of(a.rows(), a.columns(), (i, j) -> a.get(i, j) / d.get(i, j / group));
    Residuals.check(what, 10 * Residuals.elements(c, expected, expected.map(Math::abs)));
  }

  @EachSize
  void dividesExactlyByPowersOfTwo(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.gaussian(n, 6);
    Dense d = Dense.of(n, 2, (i, j) -> Math.scalb(j == 0 ? 1.0 : -1.0, (7 * i + j) % 40 - 20));
    GuardedBlock c = output(n, 6, 2);
    backend.divide(shared(2, a).block(), input(d, d).block(), c.block());
    Dense expected = Dense.of(n, 6, (i, j) -> a.get(i, j) / d.get(i, j / 3));
    assertSameBits("item 0", c.item(0), expected);
    assertSameBits("item 1", c.item(1), expected);
  }

  @Test
  void divisionByZeroStaysInItsElement(RandomGenerator random) {
    Dense a = new RandomMatrices(random).integers(5, 4, 9).map(x -> x == 0 ? 1 : x);
    Dense d = Dense.of(5, 2, (i, j) -> i == 2 && j == 1 ? 0 : 2);
    GuardedBlock c = output(5, 4, 1);
    backend.divide(input(a).block(), input(d).block(), c.block());
    assertExact(
        "infinite where D is 0",
        c.item(0),
        Dense.of(5, 4, (i, j) -> a.get(i, j) / d.get(i, j / 2)));
  }

  @Test
  void dividesViewsOfColumns(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.integers(6, 7, 50);
    Dense d = Dense.of(6, 4, (i, j) -> 1 << (i + j) % 5);
    GuardedBlock c = changed(a, a);
    backend.divide(
        input(a, a).block().columns(1, 4),
        input(d, d).block().columns(2, 2),
        c.block().columns(3, 4));
    Dense expected =
        Dense.of(6, 7, (i, j) -> j < 3 ? a.get(i, j) : a.get(i, j - 2) / d.get(i, 2 + (j - 3) / 2));
    assertExact("item 0", c.item(0), expected);
    assertExact("item 1", c.item(1), expected);
  }

  @Test
  void acceptsAnEmptyBatch() {
    GuardedBlock c = output(3, 3, 0);
    GuardedBlock a = output(3, 3, 0);
    GuardedBlock column = output(3, 1, 0);
    backend.geam(Transpose.NO, 1, a.block(), 1, column.block(), c.block());
    backend.dgmm(Placement.LEFT, a.block(), column.block(), c.block());
    backend.hadamard(a.block(), a.block(), c.block());
    backend.divide(a.block(), column.block(), c.block());
    backend.shiftDiagonal(1, c.block());
    assertThat(backend.download(c.block())).isEmpty();
  }
}
