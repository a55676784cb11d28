// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractGemmContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanDevice.class)
final class CudaGemmTest extends AbstractGemmContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
