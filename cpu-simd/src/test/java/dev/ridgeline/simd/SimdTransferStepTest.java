// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractTransferStepContract;

final class SimdTransferStepTest extends AbstractTransferStepContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
