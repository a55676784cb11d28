// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SimdSwitchTest {
  @Test
  void thePropertyComesBeforeTheVariable() {
    assertThat(SimdSwitch.typed("false", "true")).isEqualTo("ridgeline.simd=false");
    assertThat(SimdSwitch.typed(" ", "false ")).isEqualTo("RIDGELINE_SIMD=false");
    assertThat(SimdSwitch.typed(null, null)).isEmpty();
  }

  @Test
  void twinsAreAskedForInAnyCase() {
    assertThat(SimdSwitch.isTwins("ridgeline.simd=Twins")).isTrue();
    assertThat(SimdSwitch.isTwins("ridgeline.simd=true")).isFalse();
    assertThat(SimdSwitch.isTwins("")).isFalse();
  }
}
