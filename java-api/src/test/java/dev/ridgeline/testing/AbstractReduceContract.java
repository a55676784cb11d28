// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** One reduction, many shifts: solutions, traces of inverses, leverages. */
public abstract class AbstractReduceContract extends AbstractContract {
  private static final double[] FEW = {0, 1e-6, 0.02, 0.3, 7, 1e5};

  /** For subclasses. */
  protected AbstractReduceContract() {}

  /** The strict upper triangle is not read: NaN. */
  private Reduced reduce(Dense... matrices) {
    Dense[] lower = matrices.clone();
    Arrays.setAll(
        lower,
        k ->
            Dense.of(
                matrices[k].rows(),
                matrices[k].rows(),
                (i, j) -> i < j ? Double.NaN : matrices[k].get(i, j)));
    return backend.reduce(changed(lower).block(), Purpose.SOLVE);
  }

  @EachSize
  void solvesForEveryShift(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(n, 1e3);
    try (Reduced reduced = reduce(g)) {
      assertThat(reduced.order()).isEqualTo(n);
      assertThat(reduced.count()).isEqualTo(1);
      assertThat(reduced.form()).isIn("tridiagonal", "band", "spectrum", "cholesky");
      for (int nrhs : new int[] {0, 1, 2, 5}) {
        checkSolve(reduced, g, FEW, matrices.gaussian(n, nrhs));
      }
    }
  }

  @Test
  void solvesBeyondOneBlock(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(EachSize.LARGE, 1e6);
    try (Reduced reduced = reduce(g)) {
      checkSolve(reduced, g, new double[] {0, 1e-3, 3}, matrices.gaussian(EachSize.LARGE, 2));
    }
  }

  private void checkSolve(Reduced reduced, Dense g, double[] mu, Dense b) {
    int n = g.rows();
    int nrhs = b.columns();
    GuardedBlock out = output(n, mu.length * nrhs, 1);
    assertSuccess(reduced.solve(mu, input(b).block(), out.block()), mu.length);
    Dense x = out.item(0);
    for (int j = 0; j < mu.length; j++) {
      Residuals.check(
          "n=%d nrhs=%d mu=%s".formatted(n, nrhs, mu[j]),
          Residuals.solve(g.shifted(mu[j]), x.columns(j * nrhs, nrhs), b));
    }
  }

  @Test
  void solvesOverTheWholeLadder(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 2, 17, 40}) {
      Dense g = matrices.positiveDefinite(n, 1e6);
      try (Reduced reduced = reduce(g)) {
        checkSolve(reduced, g, Penalties.ladder(), matrices.gaussian(n, 2));
      }
    }
  }

  @Test
  void solvesIllConditionedAndClusteredSystems(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int digits = 0; digits <= 12; digits++) {
      Dense g = matrices.positiveDefinite(24, Math.pow(10, digits));
      try (Reduced reduced = reduce(g)) {
        checkSolve(reduced, g, FEW, matrices.gaussian(24, 2));
      }
    }
    for (double width : new double[] {0, 1e-15, 1e-8, 1e-2}) {
      Dense g = matrices.symmetric(matrices.clustered(33, width));
      try (Reduced reduced = reduce(g)) {
        checkSolve(reduced, g, FEW, matrices.gaussian(33, 2));
      }
    }
  }

  @Test
  void solvesWhatIsDiagonalOrTridiagonalAlready(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense diagonal = Dense.of(12, 12, (i, j) -> i == j ? 1 + i % 4 : 0);
    Dense laplace = Dense.of(12, 12, (i, j) -> i == j ? 2 : Math.abs(i - j) == 1 ? -1 : 0);
    for (Dense g : new Dense[] {diagonal, laplace, Dense.identity(12)}) {
      try (Reduced reduced = reduce(g)) {
        checkSolve(reduced, g, FEW, matrices.gaussian(12, 3));
      }
    }
  }

  @EachSize
  void agreesWithADirectInverse(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    checkInverse(matrices.positiveDefinite(n, 50), FEW, matrices.gaussian(n + 2, n));
  }

  @Test
  void agreesWithADirectInverseOverTheWholeLadder(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 2, 9, 20}) {
      Dense z = matrices.gaussian(3, n);
      checkInverse(matrices.positiveDefinite(n, 1e6), Penalties.ladder(), z);
      checkInverse(matrices.positiveDefinite(n, 1e10), Penalties.ladder(), z);
      checkInverse(matrices.symmetric(matrices.clustered(n, 1e-9)), Penalties.ladder(), z);
    }
  }

  /**
   * The backward error E of a stable algorithm changes a form z'A^-1 z by at most |E| |A^-1| of its
   * value, hence eps is relative to the condition.
   */
  private void checkInverse(Dense g, double[] mu, Dense z) {
    int n = g.rows();
    int m = mu.length;
    GuardedBlock traces = output(m, 1, 1);
    GuardedBlock diagonals = output(n, m, 1);
    GuardedBlock forms = output(z.rows(), m, 1);
    GuardedBlock formsToo = output(z.rows(), m, 1);
    try (Reduced reduced = reduce(g)) {
      assertSuccess(reduced.traceInverse(mu, traces.block()), m);
      assertSuccess(reduced.leverages(Transpose.NO, null, mu, diagonals.block()), m);
      assertSuccess(reduced.leverages(Transpose.NO, input(z).block(), mu, forms.block()), m);
      assertSuccess(
          reduced.leverages(Transpose.YES, input(z.transpose()).block(), mu, formsToo.block()), m);
    }
    for (int j = 0; j < m; j++) {
      Dense shifted = g.shifted(mu[j]);
      Dense inverse = Oracle.inverse(shifted);
      double scale = n * shifted.norm1() * inverse.norm1();
      Dense trace = Dense.column(0);
      for (int i = 0; i < n; i++) {
        trace.data()[0] += inverse.get(i, i);
      }
      Dense diagonal = Dense.of(n, 1, (i, one) -> inverse.get(i, i));
      Dense zinverse = z.times(inverse);
      Dense form =
          Dense.of(
              z.rows(),
              1,
              (i, one) -> {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                  sum += zinverse.get(i, k) * z.get(i, k);
                }
                return sum;
              });
      String what = "n=%d mu=%s: ".formatted(n, mu[j]);
      Dense traceOut = Dense.column(traces.item(0).get(j, 0));
      Residuals.check(
          what + "trace", Residuals.elements(traceOut, trace, trace.map(x -> scale * x)));
      Residuals.check(
          what + "diagonal",
          Residuals.elements(
              diagonals.item(0).columns(j, 1), diagonal, diagonal.map(x -> scale * x)));
      Residuals.check(
          what + "forms",
          Residuals.elements(forms.item(0).columns(j, 1), form, form.map(x -> scale * x)));
      Residuals.check(
          what + "forms of z'",
          Residuals.elements(formsToo.item(0).columns(j, 1), form, form.map(x -> scale * x)));
    }
  }

  @Test
  void tracesFallAsTheShiftGrows(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    double[] mu = new double[60];
    Arrays.setAll(mu, j -> j == 0 ? 0 : Math.pow(10, -3 + 0.15 * j));
    GuardedBlock traces = output(mu.length, 1, 1);
    try (Reduced reduced = reduce(matrices.positiveDefinite(31, 10))) {
      reduced.traceInverse(mu, traces.block());
    }
    double[] values = traces.item(0).data();
    for (int j = 1; j < mu.length; j++) {
      assertThat(values[j]).as("mu=" + mu[j]).isPositive().isLessThan(values[j - 1]);
    }
  }

  @Test
  void acceptsNoShiftsAndNoRows(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    double[] none = {};
    try (Reduced reduced = reduce(matrices.positiveDefinite(5, 10))) {
      Info info =
          reduced.solve(none, input(matrices.gaussian(5, 2)).block(), output(5, 0, 1).block());
      assertSuccess(info, 0);
      assertSuccess(reduced.traceInverse(none, output(0, 1, 1).block()), 0);
      assertSuccess(reduced.leverages(Transpose.NO, null, none, output(5, 0, 1).block()), 0);
      assertSuccess(
          reduced.leverages(
              Transpose.NO,
              input(matrices.gaussian(0, 5)).block(),
              FEW,
              output(0, FEW.length, 1).block()),
          FEW.length);
    }
  }

  @Test
  void acceptsAnEmptyBatch() {
    try (Reduced reduced = backend.reduce(output(4, 4, 0).block(), Purpose.SOLVE)) {
      assertThat(reduced.count()).isZero();
      Info info = reduced.solve(FEW, output(4, 1, 0).block(), output(4, FEW.length, 0).block());
      assertSuccess(info, 0);
      assertSuccess(reduced.traceInverse(FEW, output(FEW.length, 1, 0).block()), 0);
      assertSuccess(
          reduced.leverages(Transpose.NO, null, FEW, output(4, FEW.length, 0).block()), 0);
    }
  }

  @Test
  void reportsShiftsThatLeaveAMatrixIndefinite(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 2, 3, 8, 17, 33}) {
      double[] spectrum = new double[n];
      Arrays.setAll(spectrum, i -> i == n / 2 ? -1 : 0.1 + i);
      Dense bad = matrices.symmetric(spectrum);
      Dense good = matrices.positiveDefinite(n, 10);
      Dense b = matrices.gaussian(n, 2);
      double[] mu = {0.5, 2, 0, 3};
      boolean[] fails = {true, false, true, false};
      GuardedBlock x = output(n, 2 * mu.length, 2);
      GuardedBlock traces = output(mu.length, 1, 2);
      GuardedBlock diagonals = output(n, mu.length, 2);
      try (Reduced reduced = reduce(bad, good)) {
        checkInfo(reduced.solve(mu, shared(2, b).block(), x.block()), fails, n);
        checkInfo(reduced.traceInverse(mu, traces.block()), fails, n);
        checkInfo(reduced.leverages(Transpose.NO, null, mu, diagonals.block()), fails, n);
      }
      for (int j = 0; j < mu.length; j++) {
        Dense columns = x.item(0).columns(2 * j, 2);
        Dense trace = Dense.column(traces.item(0).get(j, 0));
        if (fails[j]) {
          assertAllNan("solution", columns);
          assertAllNan("trace", trace);
          assertAllNan("leverages", diagonals.item(0).columns(j, 1));
        } else {
          Residuals.check("item 0", Residuals.solve(bad.shifted(mu[j]), columns, b));
          assertThat(trace.get(0, 0)).isPositive();
        }
        Residuals.check(
            "item 1", Residuals.solve(good.shifted(mu[j]), x.item(1).columns(2 * j, 2), b));
      }
    }
  }

  private static void checkInfo(Info info, boolean[] fails, int n) {
    int[] values = info.values();
    assertThat(values).hasSize(2 * fails.length);
    for (int j = 0; j < fails.length; j++) {
      if (fails[j]) {
        assertThat(values[j]).as("shift " + j).isBetween(1, n);
      } else {
        assertThat(values[j]).as("shift " + j).isZero();
      }
      assertThat(values[fails.length + j]).as("the other item").isZero();
    }
  }

  @Test
  void servesOneReductionManyTimes(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(17, 1e3);
    Dense b = matrices.gaussian(17, 2);
    try (Reduced reduced = reduce(g)) {
      Dense first = solution(reduced, FEW, b);
      solution(reduced, Penalties.ladder(), matrices.gaussian(17, 5));
      reduced.traceInverse(FEW, output(FEW.length, 1, 1).block());
      reduced.leverages(Transpose.NO, null, FEW, output(17, FEW.length, 1).block());
      assertSameBits("second time", solution(reduced, FEW, b), first);
      double[] other = {0.11, 13};
      checkSolve(reduced, g, other, b);
    }
  }

  private Dense solution(Reduced reduced, double[] mu, Dense b) {
    GuardedBlock out = output(b.rows(), mu.length * b.columns(), 1);
    reduced.solve(mu, input(b).block(), out.block());
    return out.item(0);
  }

  @Test
  void sharesRightHandSidesAndRowsOfStrideZero(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] g = {matrices.positiveDefinite(9, 10), matrices.positiveDefinite(9, 100)};
    Dense b = matrices.gaussian(9, 3);
    Dense z = matrices.gaussian(4, 9);
    GuardedBlock x = output(9, 3 * FEW.length, 2);
    GuardedBlock x2 = output(9, 3 * FEW.length, 2);
    GuardedBlock h = output(4, FEW.length, 2);
    GuardedBlock h2 = output(4, FEW.length, 2);
    try (Reduced reduced = reduce(g)) {
      reduced.solve(FEW, shared(2, b).block(), x.block());
      reduced.solve(FEW, input(b, b).block(), x2.block());
      reduced.leverages(Transpose.NO, shared(2, z).block(), FEW, h.block());
      reduced.leverages(Transpose.NO, input(z, z).block(), FEW, h2.block());
    }
    for (int k = 0; k < 2; k++) {
      assertSameBits("solutions", x.item(k), x2.item(k));
      assertSameBits("leverages", h.item(k), h2.item(k));
    }
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
            GuardedBlock x = output(n, 3 * FEW.length, items.length);
            try (Reduced reduced = reduce(pick(g, items))) {
              reduced.solve(FEW, input(pick(b, items)).block(), x.block());
            }
            return items(x);
          });
      assertBatchInvariant(
          items -> {
            GuardedBlock traces = output(FEW.length, 1, items.length);
            try (Reduced reduced = reduce(pick(g, items))) {
              reduced.traceInverse(FEW, traces.block());
            }
            return items(traces);
          });
      assertBatchInvariant(
          items -> {
            GuardedBlock h = output(n, FEW.length, items.length);
            try (Reduced reduced = reduce(pick(g, items))) {
              reduced.leverages(Transpose.NO, null, FEW, h.block());
            }
            return items(h);
          });
    }
  }
}
