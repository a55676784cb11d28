// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.spi.Spectrum;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Eigenvalues and eigenvectors of symmetric matrices. */
public abstract class AbstractSyevdContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractSyevdContract() {}

  private record Eigen(Dense values, Dense vectors) {}

  /** The strict upper triangle is not read: NaN. */
  private Eigen[] syevd(boolean vectors, Dense... matrices) {
    Dense[] lower = matrices.clone();
    Arrays.setAll(
        lower,
        k ->
            Dense.of(
                matrices[k].rows(),
                matrices[k].rows(),
                (i, j) -> i < j ? Double.NaN : matrices[k].get(i, j)));
    return decompose(vectors, changed(lower));
  }

  private Eigen[] decompose(boolean vectors, GuardedBlock g) {
    int n = g.block().rows();
    int count = g.block().count();
    Eigen[] eigen = new Eigen[count];
    try (Spectrum spectrum = backend.syevd(g.block(), vectors)) {
      assertSuccess(spectrum.info(), count);
      assertThat(spectrum.vectors() != null).as("vectors").isEqualTo(vectors);
      double[] values = backend.download(spectrum.values());
      double[] columns = vectors ? backend.download(spectrum.vectors()) : new double[0];
      for (int k = 0; k < count; k++) {
        double[] own = Arrays.copyOfRange(values, k * n, (k + 1) * n);
        eigen[k] =
            new Eigen(
                Dense.column(own),
                vectors
                    ? new Dense(n, n, Arrays.copyOfRange(columns, k * n * n, (k + 1) * n * n))
                    : null);
      }
    }
    return eigen;
  }

  private Eigen check(String what, Dense a) {
    int n = a.rows();
    Eigen eigen = syevd(true, a)[0];
    double[] values = eigen.values().data();
    Residuals.check(what + ": A U - U L", Residuals.eigenpairs(a, values, eigen.vectors()));
    Residuals.check(what + ": A - U L U'", Residuals.reconstruction(a, values, eigen.vectors()));
    Residuals.check(what + ": U'U", Residuals.orthogonality(eigen.vectors()));
    assertThat(values).as(what + ": ascending").isSorted();
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += a.get(i, i);
    }
    checkValues(
        what + ": trace", a, Dense.column(DoubleStream.of(values).sum()), Dense.column(trace));
    checkValues(what + ": values alone", a, syevd(false, a)[0].values(), eigen.values());
    return eigen;
  }

  /** Weyl: a backward error E moves no eigenvalue by more than |E|. */
  private static void checkValues(String what, Dense a, Dense actual, Dense expected) {
    double scale = Math.max(1, a.rows()) * a.norm1();
    Residuals.check(what, Residuals.elements(actual, expected, expected.map(x -> scale)));
  }

  private void checkSpectrum(String what, RandomMatrices matrices, double... spectrum) {
    Dense a = matrices.symmetric(spectrum);
    Eigen eigen = check(what, a);
    double[] expected = spectrum.clone();
    Arrays.sort(expected);
    checkValues(what + ": values", a, eigen.values(), Dense.column(expected));
  }

  @EachSize
  void decomposes(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense x = matrices.gaussian(n, n);
    check("indefinite", x.plus(x.transpose()));
    checkSpectrum("condition 1e3", matrices, RandomMatrices.geometric(n, 1e3));
  }

  @Test
  void decomposesBeyondOneBlock(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    checkSpectrum("large", matrices, RandomMatrices.geometric(EachSize.LARGE, 1e6));
  }

  @Test
  void decomposesIllConditionedAndClusteredMatrices(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int digits = 0; digits <= 18; digits += 3) {
      double condition = Math.pow(10, digits);
      checkSpectrum("condition " + condition, matrices, RandomMatrices.geometric(24, condition));
    }
    for (double width : new double[] {0, 1e-15, 1e-8, 1e-2}) {
      checkSpectrum("clusters of " + width, matrices, matrices.clustered(33, width));
    }
  }

  @Test
  void decomposesSingularGramMatrices(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int rank : new int[] {0, 1, 5, 39}) {
      Dense x = matrices.gaussian(40, rank);
      Eigen eigen = check("rank " + rank, x.times(x.transpose()));
      double[] values = eigen.values().data();
      double largest = Math.max(values[39], 1);
      for (int i = 0; i < 40 - rank; i++) {
        assertThat(Math.abs(values[i])).as("null value " + i).isLessThan(1e-12 * largest);
      }
    }
  }

  /** A library has returned vectors of one eigenvalue that lean towards each other. */
  @Test
  void givesOrthogonalVectorsOfOneEigenvalue(RandomGenerator random) {
    for (int n : new int[] {2, 15, 16, 17, 32, 40, 65, 100}) {
      check("ones of order " + n, Dense.of(n, n, (i, j) -> 1));
    }
    Dense x = new RandomMatrices(random).gaussian(60, 40);
    Dense constant = Dense.of(60, 40, (i, j) -> j < 20 ? x.get(i, j) : 1);
    check("20 constant columns", constant.transpose().times(constant));
    check("two blocks", Dense.of(80, 80, (i, j) -> i / 40 == j / 40 ? 1 : 0));
    // several at once, of which one has vectors of one eigenvalue
    Dense ones = Dense.of(17, 17, (i, j) -> 1);
    Dense distinct = Dense.of(17, 17, (i, j) -> i == j ? i : 0.1);
    for (Eigen eigen : syevd(true, distinct, ones, distinct)) {
      Residuals.check("several: U'U", Residuals.orthogonality(eigen.vectors()));
    }
  }

  @Test
  void isExactForDiagonalMatrices() {
    double[] values = {3, -1, 0, 8, -1, 0.5, 1024};
    Eigen eigen = check("diagonal", Dense.diagonal(values));
    Arrays.sort(values);
    assertExact("values", eigen.values(), Dense.column(values));
    assertExact(
        "zero", check("zero", Dense.of(5, 5, (i, j) -> 0)).values(), Dense.of(5, 1, (i, j) -> 0));
    assertExact(
        "identity", check("identity", Dense.identity(9)).values(), Dense.of(9, 1, (i, j) -> 1));
    assertExact("order 1", check("order 1", Dense.diagonal(-7)).values(), Dense.column(-7));
  }

  @Test
  void findsKnownEigenvalues() {
    int n = 40;
    Dense laplace = Dense.of(n, n, (i, j) -> i == j ? 2 : Math.abs(i - j) == 1 ? -1 : 0);
    checkValues(
        "second difference",
        laplace,
        check("second difference", laplace).values(),
        Dense.of(n, 1, (k, one) -> 2 - 2 * Math.cos((k + 1) * Math.PI / (n + 1))));
    // all eigenvalues 0 but one
    Dense ones = Dense.of(n, n, (i, j) -> 1);
    checkValues(
        "ones", ones, check("ones", ones).values(), Dense.of(n, 1, (k, one) -> k == n - 1 ? n : 0));
    // Wilkinson: pairs that agree to many digits
    Dense wilkinson =
        Dense.of(21, 21, (i, j) -> i == j ? Math.abs(i - 10) : Math.abs(i - j) == 1 ? 1 : 0);
    check("Wilkinson", wilkinson);
    // graded both ways
    check("graded", Dense.of(30, 30, (i, j) -> Math.pow(10, -Math.max(i, j) / 2.0)));
    check("graded up", Dense.of(30, 30, (i, j) -> Math.pow(10, -(29 - Math.min(i, j)) / 2.0)));
  }

  @Test
  void keepsWithinRangeForTinyAndHugeEntries(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense x = matrices.gaussian(20, 20);
    Dense a = x.plus(x.transpose());
    for (int exponent : new int[] {-660, 660}) {
      double power = Math.scalb(1.0, exponent);
      Eigen eigen = syevd(true, a.map(y -> power * y))[0];
      double[] values = eigen.values().map(y -> y / power).data();
      Residuals.check("A U - U L", Residuals.eigenpairs(a, values, eigen.vectors()));
      Residuals.check("U'U", Residuals.orthogonality(eigen.vectors()));
    }
    // a block of 1e-200 beside one of 1
    Dense mixed =
        Dense.of(20, 20, (i, j) -> (i < 10) != (j < 10) ? 0 : (i < 10 ? 1e-200 : 1) * a.get(i, j));
    check("two scales", mixed);
  }

  @Test
  void acceptsAnEmptyBatch() {
    assertThat(decompose(true, output(4, 4, 0))).isEmpty();
    assertThat(decompose(false, output(4, 4, 0))).isEmpty();
  }

  @Test
  void givesAnItemTheSameBitsInAnyBatch(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 4, 17, 50}) {
      Dense[] g = new Dense[7];
      Arrays.setAll(g, k -> matrices.positiveDefinite(n, 1e4));
      assertBatchInvariant(
          items ->
              Arrays.stream(syevd(true, pick(g, items))).map(Eigen::vectors).toArray(Dense[]::new));
      assertBatchInvariant(
          items ->
              Arrays.stream(syevd(false, pick(g, items))).map(Eigen::values).toArray(Dense[]::new));
    }
  }
}
