// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.AbstractSyevdContract;

final class SyevdTest extends AbstractSyevdContract {
  @Override
  protected Backend open() {
    return OneVerb.syevd(Workers.SERIAL);
  }
}
