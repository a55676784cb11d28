// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Route;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** One reduction, many shifts: solutions, traces of inverses, determinants, leverages. */
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
      // whoever reads a route finds the form under its own name
      assertThat(Route.Method.valueOf(reduced.form().name())).hasToString(reduced.form().name());
      for (int nrhs : new int[] {0, 1, 2, 5}) {
        checkSolve(reduced, g, FEW, matrices.gaussian(n, nrhs));
      }
    }
  }

  @Test
  void knowsTheEndsOfItsSpectrumOrSaysThatItDoesNot(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 2, 7, 40, 90}) {
      Dense[] g = {
        matrices.positiveDefinite(n, 1e9),
        matrices.positiveDefinite(n, 3),
        Dense.of(n, n, (i, j) -> i == j ? 4e-200 * (i + 1) : 0)
      };
      for (Purpose purpose : Purpose.values()) {
        double[] ends;
        boolean known;
        try (Reduced reduced = backend.reduce(changed(g).block(), purpose)) {
          reduced.solve(
              FEW, shared(3, matrices.gaussian(n, 1)).block(), output(n, FEW.length, 3).block());
          ends = reduced.extremes();
          known = reduced.form() == Form.TRIDIAGONAL || reduced.form() == Form.SPECTRUM;
        }
        assertThat(ends).hasSize(6);
        for (int item = 0; item < 3; item++) {
          double[] all = new double[n];
          try (Spectrum spectrum = backend.syevd(changed(g[item]).block(), false)) {
            all = backend.download(spectrum.values());
          }
          double rounding = 4 * n * Math.ulp(all[n - 1]);
          String what = "n=" + n + " item=" + item + " " + purpose;
          if (known) {
            assertThat(ends[2 * item]).as(what).isCloseTo(all[0], within(rounding));
            assertThat(ends[2 * item + 1]).as(what).isCloseTo(all[n - 1], within(rounding));
          } else {
            assertThat(ends).as(what).containsOnly(Double.NaN);
          }
        }
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
  void solvesEveryShiftForItsOwnRightHandSides(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {1, 5, 33}) {
      for (int nrhs : new int[] {1, 3}) {
        Dense[] g = {matrices.positiveDefinite(n, 1e3), matrices.positiveDefinite(n, 50)};
        Dense b = matrices.gaussian(n, nrhs * FEW.length);
        GuardedBlock out = output(n, nrhs * FEW.length, 2);
        try (Reduced reduced = reduce(g)) {
          Info info = reduced.solveEach(FEW, shared(2, b).block(), out.block());
          assertSuccess(info, 2 * FEW.length);
        }
        for (int item = 0; item < 2; item++) {
          for (int j = 0; j < FEW.length; j++) {
            Residuals.check(
                "n=%d nrhs=%d item=%d mu=%s".formatted(n, nrhs, item, FEW[j]),
                Residuals.solve(
                    g[item].shifted(FEW[j]),
                    out.item(item).columns(j * nrhs, nrhs),
                    b.columns(j * nrhs, nrhs)));
          }
        }
      }
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

  /**
   * A backward error E moves log det A by tr(A^-1 E), at most n |A^-1| |E|; and the result itself
   * is rounded.
   */
  private static void checkLog(double actual, Dense a, double mu) {
    double expected = Oracle.logDeterminant(a);
    int n = a.rows();
    double scale = n * a.norm1() * Oracle.inverse(a).norm1() + Math.abs(expected);
    Residuals.check(
        "n=%d mu=%s: log det".formatted(n, mu),
        Residuals.elements(Dense.column(actual), Dense.column(expected), Dense.column(scale)));
  }

  @EachSize
  void givesTheDeterminantOfEveryShift(int n, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] g = {matrices.positiveDefinite(n, 50), matrices.positiveDefinite(n, 1e6)};
    GuardedBlock logs = output(FEW.length, 1, 2);
    try (Reduced reduced = reduce(g)) {
      assertSuccess(reduced.logDeterminant(FEW, logs.block()), 2 * FEW.length);
    }
    for (int k = 0; k < 2; k++) {
      for (int j = 0; j < FEW.length; j++) {
        checkLog(logs.item(k).get(j, 0), g[k].shifted(FEW[j]), FEW[j]);
      }
    }
  }

  @Test
  void givesTheDeterminantBeyondOneBlockAndOverTheWholeLadder(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {20, EachSize.LARGE}) {
      double[] mu = n < 100 ? Penalties.ladder() : new double[] {0, 1e-3, 3};
      Dense g = matrices.positiveDefinite(n, 1e6);
      GuardedBlock logs = output(mu.length, 1, 1);
      try (Reduced reduced = reduce(g)) {
        assertSuccess(reduced.logDeterminant(mu, logs.block()), mu.length);
      }
      for (int j = 0; j < mu.length; j++) {
        checkLog(logs.item(0).get(j, 0), g.shifted(mu[j]), mu[j]);
      }
    }
  }

  /** det of the second difference matrix of order n is n + 1; scaled, no double holds it. */
  @Test
  void determinantsNeitherOverflowNorUnderflow() {
    int n = 64;
    int exponent = 660;
    for (double scale : new double[] {0x1p-660, 1, 0x1p660}) {
      Dense g = Dense.of(n, n, (i, j) -> i == j ? 2 * scale : Math.abs(i - j) == 1 ? -scale : 0);
      GuardedBlock logs = output(1, 1, 1);
      try (Reduced reduced = reduce(g)) {
        assertSuccess(reduced.logDeterminant(new double[] {0}, logs.block()), 1);
      }
      double sign = Double.compare(scale, 1);
      double expected = Math.log(n + 1) + sign * n * exponent * Math.log(2);
      // condition n^2 / 2 of n pivots, and the rounding of the result
      double bound = n * (n * n / 2.0) + Math.abs(expected);
      Residuals.check(
          "scale " + scale,
          Residuals.elements(logs.item(0), Dense.column(expected), Dense.column(bound)));
    }
  }

  /** The parts of a weighting and a basis that a case has, one set per item. */
  private record Prepared(Dense[] weights, Dense[] means, Dense[] scales, Dense[] n, Dense[] f) {
    private static Dense part(Dense[] all, int item) {
      return all == null ? null : all[item];
    }

    /** diag(sqrt v) (Z - 1 m') diag(s) - N F, or the same over absolute values. */
    Dense of(Dense z, int item, boolean absolute) {
      Dense v = part(weights, item);
      Dense m = part(means, item);
      Dense s = part(scales, item);
      Dense rows = part(n, item);
      Dense products = part(f, item);
      return Dense.of(
          z.rows(),
          z.columns(),
          (i, k) -> {
            double mean = m == null ? 0 : m.get(k, 0);
            double factor =
                (v == null ? 1 : Math.sqrt(v.get(i, 0))) * (s == null ? 1 : s.get(k, 0));
            double eliminated = 0;
            double magnitude = (Math.abs(z.get(i, k)) + Math.abs(mean)) * Math.abs(factor);
            for (int q = 0; rows != null && q < rows.columns(); q++) {
              double product = rows.get(i, q) * products.get(q, k);
              eliminated += product;
              magnitude += Math.abs(product);
            }
            return absolute ? magnitude : (z.get(i, k) - mean) * factor - eliminated;
          });
    }
  }

  private Prepared prepared(
      RandomMatrices matrices, int parts, int count, int rows, int n, int free) {
    Dense[][] all = new Dense[5][];
    int[][] shapes = {{rows, 1}, {n, 1}, {n, 1}, {rows, free}, {free, n}};
    for (int part = 0; part < 5; part++) {
      if ((parts >> Math.min(part, 3) & 1) != 0) {
        all[part] = new Dense[count];
        for (int k = 0; k < count; k++) {
          Dense drawn = matrices.gaussian(shapes[part][0], shapes[part][1]);
          all[part][k] = part == 0 ? drawn.map(x -> x * x) : drawn;
        }
      }
    }
    return new Prepared(all[0], all[1], all[2], all[3], all[4]);
  }

  private Weighting weighting(Prepared prepared) {
    return new Weighting(
        prepared.weights == null ? null : input(prepared.weights).block(),
        prepared.means == null ? null : input(prepared.means).block(),
        prepared.scales == null ? null : input(prepared.scales).block());
  }

  private Basis basis(Prepared prepared) {
    return prepared.n == null
        ? Basis.NONE
        : new Basis(input(prepared.n).block(), input(prepared.f).block());
  }

  /** Row by row: |dz| <= eps |z| in magnitude, and the inverse as a stable algorithm sees it. */
  private static void checkForms(String what, Dense out, Dense a, Dense zt, Dense magnitude) {
    Dense inverse = Oracle.inverse(a);
    double condition = a.norm1() * inverse.norm1();
    Dense product = zt.times(inverse);
    Dense forms = Dense.of(zt.rows(), 1, (i, one) -> dot(product, zt, i));
    Dense scale =
        Dense.of(
            zt.rows(),
            1,
            (i, one) -> a.rows() * condition * inverse.norm1() * dot(magnitude, magnitude, i));
    Residuals.check(what, Residuals.elements(out, forms, scale));
  }

  private static double dot(Dense a, Dense b, int row) {
    double sum = 0;
    for (int k = 0; k < a.columns(); k++) {
      sum += a.get(row, k) * b.get(row, k);
    }
    return sum;
  }

  @EachSize
  void weighsRowsAndEliminatesABasis(int n, RandomGenerator random) {
    for (int parts = 1; parts < 16; parts++) {
      checkPrepared(new RandomMatrices(random), parts, 2, n == 5 ? 0 : n + 3, n, parts % 3 + 1);
    }
  }

  @Test
  void weighsMoreRowsThanAreTakenAtOnce(RandomGenerator random) {
    checkPrepared(new RandomMatrices(random), 15, 1, 611, 21, 4);
    checkPrepared(new RandomMatrices(random), 15, 2, 300, 40, 1);
    checkPrepared(new RandomMatrices(random), 8, 1, 129, 70, 0);
  }

  private void checkPrepared(
      RandomMatrices matrices, int parts, int count, int rows, int n, int free) {
    double[] mu = {0.02, 3};
    Prepared prepared = prepared(matrices, parts, count, rows, n, free);
    Dense[] g = new Dense[count];
    Dense[] z = new Dense[count];
    Arrays.setAll(g, k -> matrices.positiveDefinite(n, 20));
    Arrays.setAll(z, k -> matrices.gaussian(rows, n));
    Dense[] turned = Arrays.stream(z).map(Dense::transpose).toArray(Dense[]::new);
    GuardedBlock h = output(rows, mu.length, count);
    GuardedBlock hToo = output(rows, mu.length, count);
    try (Reduced reduced = reduce(g)) {
      Weighting weighting = weighting(prepared);
      Basis basis = basis(prepared);
      assertSuccess(
          reduced.leverages(Transpose.NO, input(z).block(), weighting, basis, mu, h.block()),
          count * mu.length);
      assertSuccess(
          reduced.leverages(
              Transpose.YES, input(turned).block(), weighting, basis, mu, hToo.block()),
          count * mu.length);
    }
    for (int k = 0; k < count; k++) {
      Dense zt = prepared.of(z[k], k, false);
      Dense magnitude = prepared.of(z[k], k, true);
      for (int j = 0; j < mu.length; j++) {
        String what = "parts=%d rows=%d n=%d q=%d item %d".formatted(parts, rows, n, free, k);
        Dense a = g[k].shifted(mu[j]);
        checkForms(what, h.item(k).columns(j, 1), a, zt, magnitude);
        checkForms(what + " transposed", hToo.item(k).columns(j, 1), a, zt, magnitude);
      }
    }
  }

  @Test
  void rowsAsTheyAreNeedNeitherWeightingNorBasis(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense z = matrices.gaussian(19, 17);
    GuardedBlock plain = output(19, FEW.length, 1);
    GuardedBlock none = output(19, FEW.length, 1);
    try (Reduced reduced = reduce(matrices.positiveDefinite(17, 30))) {
      reduced.leverages(Transpose.NO, input(z).block(), FEW, plain.block());
      reduced.leverages(
          Transpose.NO, input(z).block(), Weighting.NONE, Basis.NONE, FEW, none.block());
    }
    assertSameBits("none", none.item(0), plain.item(0));
  }

  @Test
  void rowsFarFromZeroKeepTheirDigits(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense centred = matrices.integers(33, 9, 99);
    Dense means = matrices.integers(9, 1, 99).map(x -> 1e9 + x);
    Dense z = Dense.of(33, 9, (i, k) -> centred.get(i, k) + means.get(k, 0));
    Dense g = matrices.positiveDefinite(9, 10);
    GuardedBlock h = output(33, 1, 1);
    try (Reduced reduced = reduce(g)) {
      Weighting weighting = new Weighting(null, input(means).block(), null);
      reduced.leverages(
          Transpose.NO, input(z).block(), weighting, Basis.NONE, new double[] {2}, h.block());
    }
    checkForms("columns of 1e9", h.item(0), g.shifted(2), centred, centred.map(Math::abs));
  }

  @Test
  void sharesWeightingAndBasisOfStrideZero(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] g = {matrices.positiveDefinite(9, 10), matrices.positiveDefinite(9, 100)};
    Dense z = matrices.gaussian(14, 9);
    Prepared one = prepared(matrices, 15, 1, 14, 9, 2);
    GuardedBlock h = output(14, FEW.length, 2);
    GuardedBlock own = output(14, FEW.length, 2);
    try (Reduced reduced = reduce(g)) {
      reduced.leverages(
          Transpose.NO,
          shared(2, z).block(),
          new Weighting(
              shared(2, one.weights[0]).block(),
              shared(2, one.means[0]).block(),
              shared(2, one.scales[0]).block()),
          new Basis(shared(2, one.n[0]).block(), shared(2, one.f[0]).block()),
          FEW,
          h.block());
      reduced.leverages(
          Transpose.NO,
          input(z, z).block(),
          new Weighting(
              input(one.weights[0], one.weights[0]).block(),
              input(one.means[0], one.means[0]).block(),
              input(one.scales[0], one.scales[0]).block()),
          new Basis(input(one.n[0], one.n[0]).block(), input(one.f[0], one.f[0]).block()),
          FEW,
          own.block());
    }
    for (int k = 0; k < 2; k++) {
      assertSameBits("item " + k, h.item(k), own.item(k));
    }
  }

  @Test
  void preparedRowsHaveTheSameBitsInAnyBatch(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int n : new int[] {4, 17}) {
      Dense[] g = new Dense[7];
      Dense[] z = new Dense[7];
      Arrays.setAll(g, k -> matrices.positiveDefinite(n, 1e4));
      Arrays.setAll(z, k -> matrices.gaussian(n + 9, n));
      Prepared all = prepared(matrices, 15, 7, n + 9, n, 2);
      assertBatchInvariant(
          items -> {
            Prepared some =
                new Prepared(
                    pick(all.weights, items),
                    pick(all.means, items),
                    pick(all.scales, items),
                    pick(all.n, items),
                    pick(all.f, items));
            GuardedBlock h = output(n + 9, FEW.length, items.length);
            try (Reduced reduced = reduce(pick(g, items))) {
              reduced.leverages(
                  Transpose.NO,
                  input(pick(z, items)).block(),
                  weighting(some),
                  basis(some),
                  FEW,
                  h.block());
            }
            return items(h);
          });
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
      assertSuccess(reduced.logDeterminant(none, output(0, 1, 1).block()), 0);
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
      assertSuccess(reduced.logDeterminant(FEW, output(FEW.length, 1, 0).block()), 0);
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
      GuardedBlock logs = output(mu.length, 1, 2);
      GuardedBlock diagonals = output(n, mu.length, 2);
      try (Reduced reduced = reduce(bad, good)) {
        checkInfo(reduced.solve(mu, shared(2, b).block(), x.block()), fails, n);
        checkInfo(reduced.traceInverse(mu, traces.block()), fails, n);
        checkInfo(reduced.logDeterminant(mu, logs.block()), fails, n);
        checkInfo(reduced.leverages(Transpose.NO, null, mu, diagonals.block()), fails, n);
      }
      for (int j = 0; j < mu.length; j++) {
        Dense columns = x.item(0).columns(2 * j, 2);
        Dense trace = Dense.column(traces.item(0).get(j, 0));
        Dense log = Dense.column(logs.item(0).get(j, 0));
        checkLog(logs.item(1).get(j, 0), good.shifted(mu[j]), mu[j]);
        if (fails[j]) {
          assertAllNan("determinant", log);
          assertAllNan("solution", columns);
          assertAllNan("trace", trace);
          assertAllNan("leverages", diagonals.item(0).columns(j, 1));
        } else {
          Residuals.check("item 0", Residuals.solve(bad.shifted(mu[j]), columns, b));
          assertThat(trace.get(0, 0)).isPositive();
          checkLog(log.get(0, 0), bad.shifted(mu[j]), mu[j]);
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
      reduced.logDeterminant(FEW, output(FEW.length, 1, 1).block());
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
            GuardedBlock logs = output(FEW.length, 1, items.length);
            try (Reduced reduced = reduce(pick(g, items))) {
              reduced.logDeterminant(FEW, logs.block());
            }
            return items(logs);
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
