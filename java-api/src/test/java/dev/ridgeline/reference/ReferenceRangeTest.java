// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.testing.Dense;
import dev.ridgeline.testing.RandomMatrices;
import dev.ridgeline.testing.Residuals;
import dev.ridgeline.testing.Seed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries at both ends of what a double can hold. */
@ExtendWith(Seed.class)
final class ReferenceRangeTest {
  private static final int N = 20;

  private final Backend backend = new ReferenceBackend();

  private static HostBlock block(Dense matrix) {
    return new HostBlock(
        matrix.data().clone(), 0, matrix.rows(), matrix.columns(), matrix.rows(), 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1000, 1018})
  void scalesWithPowersOfTwoToTheEndsOfTheRange(int exponent, RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    double power = Math.scalb(1.0, exponent);
    Dense g = matrices.positiveDefinite(N, 100);
    Dense scaled = g.map(x -> power * x);
    try (Spectrum spectrum = backend.syevd(block(scaled), true)) {
      double[] values = backend.download(spectrum.values());
      for (int i = 0; i < N; i++) {
        values[i] /= power;
      }
      Dense vectors = new Dense(N, N, backend.download(spectrum.vectors()));
      Residuals.check("A U - U L", Residuals.eigenpairs(g, values, vectors));
      Residuals.check("U'U", Residuals.orthogonality(vectors));
    }
    Dense b = matrices.gaussian(N, 2);
    HostBlock x = HostBlock.allocate(N, 2, 1);
    try (Reduced reduced = backend.reduce(block(scaled), Purpose.SOLVE)) {
      reduced.solve(new double[] {power / 8}, block(b.map(y -> power * y)), x);
    }
    Residuals.check("solution", Residuals.solve(g.shifted(0.125), new Dense(N, 2, x.data()), b));
  }

  /** Beyond what the contract asks for: a block far below the other keeps its own digits. */
  @Test
  void resolvesATinyBlockBesideALargeOne(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense large = matrices.positiveDefinite(N, 10);
    Dense tiny = matrices.positiveDefinite(N, 10);
    Dense both =
        Dense.of(
            2 * N,
            2 * N,
            (i, j) ->
                (i < N) != (j < N) ? 0 : i < N ? large.get(i, j) : 1e-200 * tiny.get(i - N, j - N));
    try (Spectrum spectrum = backend.syevd(block(both), true)) {
      double[] values = backend.download(spectrum.values());
      Dense vectors = new Dense(2 * N, 2 * N, backend.download(spectrum.vectors()));
      double[] own = new double[N];
      for (int i = 0; i < N; i++) {
        own[i] = values[i] * 1e200;
      }
      Residuals.check(
          "the tiny block",
          Residuals.eigenpairs(tiny, own, Dense.of(N, N, (i, j) -> vectors.get(N + i, j))));
    }
  }
}
