// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractSyevdContract;

final class SimdSyevdTest extends AbstractSyevdContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
