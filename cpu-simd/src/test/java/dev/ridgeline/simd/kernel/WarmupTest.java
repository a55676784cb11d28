// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.simd.kernel.Warmup.Burst;
import dev.ridgeline.simd.kernel.Warmup.Family;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmupTest {
  private static final long LIMIT_NANOS = 20_000_000;

  // one call of it is at any speed that is claimed for it
  private static final Burst FAST = new Burst(() -> {}, 1e9);
  private static final Burst SLOW = new Burst(() -> {}, 0);

  private static boolean warmed(Burst... bursts) {
    Compiled state = new Compiled();
    Warmup.warm(new Family(state, true, () -> List.of(bursts)), LIMIT_NANOS);
    return state.ready();
  }

  @Test
  void aFamilyIsReadyWhenAllItsKernelsAreFast() {
    assertThat(warmed(FAST)).isTrue();
    assertThat(warmed(FAST, FAST)).isTrue();
  }

  @Test
  void whatStaysSlowIsGivenUpAndKeepsItsTwins() {
    assertThat(warmed(FAST, SLOW)).isFalse();
    assertThat(warmed(SLOW, FAST)).isFalse();
  }

  @Test
  void aFamilyWithoutKernelsKeepsItsTwins() {
    assertThat(warmed()).isFalse();
  }

  @Test
  void askingForLongEnoughIsWanting() {
    Compiled state = new Compiled();
    assertThat(state.wanted()).isFalse();
    long end = System.nanoTime() + Warmup.PATIENCE_NANOS + 10_000_000_000L;
    while (!state.wanted() && System.nanoTime() < end) {
      assertThat(state.ready()).isFalse();
    }
    assertThat(state.wanted()).isTrue();
    state.setReady();
    assertThat(state.ready()).isTrue();
  }

  @Test
  void waitingEnds() throws InterruptedException {
    Warmup.start();
    assertThat(Warmup.await(WarmKernels.PATIENCE))
        .isEqualTo(!"false".equals(System.getProperty(Warmup.PROPERTY)) || !Warmup.hasFamilies());
  }
}
