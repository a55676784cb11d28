// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractReduceContract;

final class SimdReduceTest extends AbstractReduceContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
