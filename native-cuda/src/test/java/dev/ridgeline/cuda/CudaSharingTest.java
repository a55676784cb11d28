// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractSharingContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanDevice.class)
final class CudaSharingTest extends AbstractSharingContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
