// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.TransferStep;
import dev.ridgeline.spi.Workers;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fused transfer step at the sizes of the studies: by itself, in a batch, on threads. */
final class SmallTargetsTest {
  private static final int TARGETS = 9;
  private static final double MU = 5;

  private final RandomGenerator random = new SplittableRandom(20261124);

  private HostBlock gaussian(int rows, int columns, int count) {
    HostBlock block = HostBlock.allocate(rows, columns, count);
    for (int i = 0; i < block.data().length; i++) {
      block.data()[i] = random.nextGaussian();
    }
    return block;
  }

  @ParameterizedTest
  @CsvSource({"50, 500, 51, NO", "50, 500, 51, YES", "13, 211, 5, NO", "64, 128, 17, YES"})
  void haveTheSameBitsAloneAndInCompanyAndAgreeWithTheReference(
      int n, int p, int priors, Transpose trans) {
    HostBlock x = trans == Transpose.NO ? gaussian(n, p, TARGETS) : gaussian(p, n, TARGETS);
    HostBlock y = gaussian(n, 1, TARGETS);
    HostBlock prior = gaussian(p, priors, 1).share(TARGETS);
    HostBlock truth = gaussian(p, 1, TARGETS);
    HostBlock together = HostBlock.allocate(priors, 1, TARGETS);
    HostBlock own = HostBlock.allocate(priors, 1, TARGETS);
    HostBlock alone = HostBlock.allocate(priors, 1, TARGETS);
    HostBlock reference = HostBlock.allocate(priors, 1, TARGETS);
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Workers workers = new Workers(pool, 3);
      TransferStep step = new TransferStep(trans, x, y, prior, truth, null, MU, together);
      assertThat(SimdTransferStep.run(workers, step).success()).isTrue();
      // a prior of its own for every target
      HostBlock copies = HostBlock.allocate(p, priors, TARGETS);
      for (int k = 0; k < TARGETS; k++) {
        System.arraycopy(prior.data(), 0, copies.data(), copies.at(k), p * priors);
      }
      SimdTransferStep.run(workers, new TransferStep(trans, x, y, copies, truth, null, MU, own));
    }
    for (int k = 0; k < TARGETS; k++) {
      SimdTransferStep.run(
          Workers.SERIAL,
          new TransferStep(
              trans,
              x.items(k, 1),
              y.items(k, 1),
              prior.items(k, 1),
              truth.items(k, 1),
              null,
              MU,
              alone.items(k, 1)));
    }
    assertThat(alone.data()).isEqualTo(together.data());
    assertThat(own.data()).isEqualTo(together.data());
    try (Backend backend = new ReferenceBackendProvider().open(Workers.SERIAL)) {
      backend.transferRisk(new TransferStep(trans, x, y, prior, truth, null, MU, reference));
    }
    for (int i = 0; i < reference.data().length; i++) {
      assertThat(together.data()[i])
          .isCloseTo(reference.data()[i], Offset.offset(1e-12 * p * (1 + p / MU)));
    }
  }
}
