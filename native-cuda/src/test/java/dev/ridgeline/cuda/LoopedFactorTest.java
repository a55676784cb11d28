// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractFactorContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanDevice.class)
final class LoopedFactorTest extends AbstractFactorContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open(new Crossovers(0, 400, 0));
  }
}
