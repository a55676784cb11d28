// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.testing.Dense;
import dev.ridgeline.testing.RandomMatrices;
import dev.ridgeline.testing.Seed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A right-hand side has the same bits in any company: the oracle depends on nothing else. */
@ExtendWith(Seed.class)
final class ReferenceColumnsTest {
  private static final double[] MU = {0.1, 5};

  private final Backend backend = new ReferenceBackend();

  private static HostBlock block(Dense matrix) {
    return new HostBlock(
        matrix.data().clone(), 0, matrix.rows(), matrix.columns(), matrix.rows(), 0, 1);
  }

  @Test
  void solutionsDoNotDependOnTheirNeighbours(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense g = matrices.positiveDefinite(19, 100);
    Dense b = matrices.gaussian(19, 7);
    HostBlock together = block(b);
    HostBlock shifted = HostBlock.allocate(19, 14, 1);
    HostBlock forms = HostBlock.allocate(7, 2, 1);
    try (Factor factor = backend.factor(block(g), 0.1);
        Reduced reduced = backend.reduce(block(g), Purpose.SOLVE)) {
      factor.solve(together);
      reduced.solve(MU, block(b), shifted);
      reduced.leverages(Transpose.YES, block(b), MU, forms);
      for (int t = 0; t < 7; t++) {
        HostBlock alone = block(b.columns(t, 1));
        factor.solve(alone);
        assertThat(alone.data()).isEqualTo(backend.download(together.columns(t, 1)));
        HostBlock shiftedAlone = HostBlock.allocate(19, 2, 1);
        reduced.solve(MU, block(b.columns(t, 1)), shiftedAlone);
        HostBlock form = HostBlock.allocate(1, 2, 1);
        reduced.leverages(Transpose.YES, block(b.columns(t, 1)), MU, form);
        for (int j = 0; j < 2; j++) {
          assertThat(backend.download(shiftedAlone.columns(j, 1)))
              .isEqualTo(backend.download(shifted.columns(j * 7 + t, 1)));
          assertThat(form.data()[j]).isEqualTo(forms.data()[t + 7 * j]);
        }
      }
    }
  }
}
