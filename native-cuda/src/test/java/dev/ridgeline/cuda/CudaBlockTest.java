// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractBlockContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanDevice.class)
final class CudaBlockTest extends AbstractBlockContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
