// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FmaTest {
  @Test
  void roundsOnceWhereTheHardwareFuses() {
    double a = 1 + 0x1p-30;
    double exact = 0x1p-29 + 0x1p-60;
    assertThat(Fma.of(a, a, -1.0)).isEqualTo(Fma.FMA ? exact : 0x1p-29);
  }
}
