// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractGramContract;

final class SimdGramTest extends AbstractGramContract {
  @Override
  protected Backend open() {
    return OpenedBackend.open();
  }
}
