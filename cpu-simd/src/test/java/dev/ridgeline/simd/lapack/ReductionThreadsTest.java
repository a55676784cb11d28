// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reductions and spectra have the same bits for any number of threads. */
@ExtendWith(Seed.class)
final class ReductionThreadsTest {
  private static final double[] MU = {0.1, 1, 2, 3, 5, 8, 13, 21, 34, 55};

  @Test
  void haveTheSameBitsForAnyNumberOfThreads(RandomGenerator random) {
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      for (int n : new int[] {40, 420}) {
        for (int count : new int[] {1, 3}) {
          double[] g = random.doubles((long) n * n * count, -1, 1).toArray();
          for (int k = 0; k < n * count; k++) {
            g[k / n * n * n + k % n * (n + 1)] += n;
          }
          List<double[]> alone = results(Workers.SERIAL, n, count, g);
          List<double[]> together = results(new Workers(executor, 4), n, count, g);
          for (int i = 0; i < alone.size(); i++) {
            assertThat(Arrays.equals(together.get(i), alone.get(i)))
                .as("n=%d count=%d result %d", n, count, i)
                .isTrue();
          }
        }
      }
    }
  }

  /** Beyond the order from which the product of a step is cut into strips. */
  @Test
  void cutLargeProductsTheSameWay(RandomGenerator random) {
    int n = 1061;
    double[] g = random.doubles((long) n * n, -1, 1).toArray();
    for (int k = 0; k < n; k++) {
      g[k * (n + 1)] += n;
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      Tridiagonal alone = new Tridiagonal(Workers.SERIAL, n, g.clone(), 0, n);
      Tridiagonal together = new Tridiagonal(new Workers(executor, 3), n, g.clone(), 0, n);
      assertThat(Arrays.equals(together.d, alone.d)).isTrue();
      assertThat(Arrays.equals(together.e, alone.e)).isTrue();
      double trace = 0;
      for (int k = 0; k < n; k++) {
        trace += g[k * (n + 1)] - alone.d[k];
      }
      assertThat(Math.abs(trace)).isLessThan(1e-12 * n * n);
    }
  }

  private static List<double[]> results(Workers workers, int n, int count, double[] g) {
    List<double[]> all = new ArrayList<>();
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    HostBlock b = new HostBlock(ones, 0, n, 1, n, 0, count);
    for (Purpose purpose : Purpose.values()) {
      HostBlock x = HostBlock.allocate(n, MU.length, count);
      HostBlock traces = HostBlock.allocate(MU.length, 1, count);
      HostBlock h = HostBlock.allocate(n, MU.length, count);
      HostBlock logs = HostBlock.allocate(MU.length, 1, count);
      // few rows go through the reflectors, many through Q itself
      HostBlock few = HostBlock.allocate(n + 3, MU.length, count);
      HostBlock many = HostBlock.allocate(2 * n + 3, MU.length, count);
      try (Reduced reduced = ReducedBatch.of(workers, matrices(n, count, g), purpose)) {
        assertThat(reduced.solve(MU, b, x).success()).isTrue();
        assertThat(reduced.traceInverse(MU, traces).success()).isTrue();
        assertThat(reduced.logDeterminant(MU, logs).success()).isTrue();
        assertThat(reduced.leverages(Transpose.NO, null, MU, h).success()).isTrue();
        prepared(reduced, few);
        prepared(reduced, many);
      }
      all.addAll(List.of(x.data(), traces.data(), logs.data(), h.data(), few.data(), many.data()));
    }
    try (Spectrum spectrum = Syevd.run(workers, matrices(n, count, g), true)) {
      assertThat(spectrum.info().success()).isTrue();
      all.add(HostBlock.from(spectrum.values()).data());
      all.add(HostBlock.from(spectrum.vectors()).data());
    }
    return all;
  }

  /** Leverages of as many rows as h has, with every part of a weighting and a basis. */
  private static void prepared(Reduced reduced, HostBlock h) {
    int rows = h.rows();
    int n = reduced.order();
    Weighting weighting = new Weighting(waves(rows, 1, h), waves(n, 1, h), waves(n, 1, h));
    Basis basis = new Basis(waves(rows, 2, h), waves(2, n, h));
    reduced.leverages(Transpose.NO, waves(rows, n, h), weighting, basis, MU, h);
  }

  private static HostBlock waves(int rows, int columns, HostBlock like) {
    double[] data = new double[rows * columns];
    Arrays.setAll(data, i -> 1 + Math.sin(i));
    return new HostBlock(data, 0, rows, columns, rows, 0, like.count());
  }

  private static HostBlock matrices(int n, int count, double[] g) {
    return new HostBlock(g.clone(), 0, n, n, n, (long) n * n, count);
  }
}
