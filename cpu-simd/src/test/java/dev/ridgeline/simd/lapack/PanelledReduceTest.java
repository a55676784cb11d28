// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.testing.AbstractReduceContract;

final class PanelledReduceTest extends AbstractReduceContract {
  @Override
  protected Backend open() {
    return OneVerb.reducesToTridiagonal(0, Workers.SERIAL);
  }
}
