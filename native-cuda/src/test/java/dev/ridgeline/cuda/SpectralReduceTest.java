// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractReduceContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanDevice.class)
final class SpectralReduceTest extends AbstractReduceContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open(new Crossovers(512, 0, 64));
  }
}
