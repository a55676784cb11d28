// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractBlockContract;

final class SimdBlockTest extends AbstractBlockContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
