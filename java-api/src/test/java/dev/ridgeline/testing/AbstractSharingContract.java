// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** One backend used many times: batches of changing size, and two threads at once. */
public abstract class AbstractSharingContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractSharingContract() {}

  /** Every kind of verb, one after the other, on blocks of the calling thread. */
  private List<Dense> everything(Dense[] x) {
    int n = x[0].rows();
    int p = x[0].columns();
    int count = x.length;
    double[] mu = {0.1, 3, 40};
    List<Dense> results = new ArrayList<>();
    try (GuardedBlock design = GuardedBlock.of(backend, x);
        GuardedBlock gram = GuardedBlock.output(backend, p, p, count);
        GuardedBlock product = GuardedBlock.output(backend, p, p, count);
        GuardedBlock solution = GuardedBlock.output(backend, p, n, count);
        GuardedBlock shifted = GuardedBlock.output(backend, p, mu.length * p, count);
        GuardedBlock leverages = GuardedBlock.output(backend, n, mu.length, count);
        GuardedBlock values = GuardedBlock.output(backend, p, 1, count)) {
      backend.gram(Transpose.NO, design.block(), Side.PRIMAL, Weighting.NONE, gram.block());
      backend.gemm(
          Transpose.YES, Transpose.NO, 1, design.block(), design.block(), 0, product.block());
      backend.geam(Transpose.YES, 1, design.block(), 0, null, solution.block());
      assertSuccess(backend.posv(gram.block(), 0.5, solution.block()), count);
      try (Reduced reduced = backend.reduce(product.block(), Purpose.SOLVE)) {
        reduced.solve(mu, gram.block(), shifted.block());
        reduced.leverages(Transpose.NO, design.block(), mu, leverages.block());
      }
      try (Spectrum spectrum = backend.syevd(gram.block(), true)) {
        backend.geam(Transpose.NO, 1, spectrum.values(), 0, null, values.block());
      }
      for (int k = 0; k < count; k++) {
        results.add(solution.item(k));
        results.add(shifted.item(k));
        results.add(leverages.item(k));
        results.add(values.item(k));
      }
    }
    return results;
  }

  private static void assertSameResults(List<Dense> actual, List<Dense> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int k = 0; k < expected.size(); k++) {
      assertSameBits("result " + k, actual.get(k), expected.get(k));
    }
  }

  private static Dense[] designs(RandomMatrices matrices, int n, int p, int count) {
    Dense[] x = new Dense[count];
    Arrays.setAll(x, k -> matrices.gaussian(n, p));
    return x;
  }

  @Test
  void servesBatchesOfChangingSize(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] small = designs(matrices, 6, 4, 2);
    Dense[] large = designs(matrices, 40, 33, 5);
    Dense[] many = designs(matrices, 5, 3, 50);
    List<Dense> ofSmall = everything(small);
    List<Dense> ofLarge = everything(large);
    List<Dense> ofMany = everything(many);
    assertSameResults(everything(small), ofSmall);
    assertSameResults(everything(many), ofMany);
    assertSameResults(everything(large), ofLarge);
    assertSameResults(everything(small), ofSmall);
  }

  @Test
  void servesTwoThreadsAtOnce(RandomGenerator random) throws Exception {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[][] designs = {
      designs(matrices, 30, 17, 3), designs(matrices, 9, 8, 7), designs(matrices, 21, 20, 1)
    };
    List<List<Dense>> expected = Arrays.stream(designs).map(this::everything).toList();
    Callable<Void> rounds =
        () -> {
          for (int round = 0; round < 10; round++) {
            for (int d = 0; d < designs.length; d++) {
              assertSameResults(everything(designs[d]), expected.get(d));
            }
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Void>> running = threads.invokeAll(List.of(rounds, rounds));
      for (Future<Void> each : running) {
        each.get();
      }
    }
  }
}
