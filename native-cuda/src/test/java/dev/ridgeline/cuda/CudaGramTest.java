// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractGramContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanDevice.class)
final class CudaGramTest extends AbstractGramContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
