// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractElementwiseContract;

final class ReferenceElementwiseTest extends AbstractElementwiseContract {
  @Override
  protected Backend open() {
    return new ReferenceBackend();
  }
}
