// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractGemmContract;

final class ReferenceGemmTest extends AbstractGemmContract {
  @Override
  protected Backend open() {
    return new ReferenceBackend();
  }
}
