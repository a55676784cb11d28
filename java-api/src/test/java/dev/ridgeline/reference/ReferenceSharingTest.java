// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.testing.AbstractSharingContract;

final class ReferenceSharingTest extends AbstractSharingContract {
  @Override
  protected Backend open() {
    return new ReferenceBackend();
  }
}
