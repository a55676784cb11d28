// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractColumnNormsContract;

final class ReferenceColumnNormsTest extends AbstractColumnNormsContract {
  @Override
  protected Backend open() {
    return new ReferenceBackend();
  }
}
