// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.simd.kernel.Warmup.Family;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmupTest {
  private static final long LIMIT_NANOS = 20_000_000;

  private static Object escaped;

  private static void unboxed() {}

  // what a kernel does as long as its vectors are objects
  private static void boxed() {
    escaped = new double[200];
  }

  private static boolean warmed(Runnable... bursts) {
    Compiled state = new Compiled();
    Warmup.warm(new Family(state, true, () -> List.of(bursts)), LIMIT_NANOS);
    return state.ready();
  }

  @Test
  void aFamilyIsReadyWhenItsKernelsAllocateNextToNothing() {
    assertThat(warmed(WarmupTest::unboxed)).isTrue();
    assertThat(warmed(WarmupTest::unboxed, WarmupTest::unboxed)).isTrue();
  }

  @Test
  void whatStaysBoxedIsGivenUpAndKeepsItsTwins() {
    assertThat(warmed(WarmupTest::unboxed, WarmupTest::boxed)).isFalse();
    assertThat(warmed(WarmupTest::boxed, WarmupTest::unboxed)).isFalse();
    assertThat(escaped).isNotNull();
  }

  @Test
  void aLargeCallWaitsUntilItsKernelsAreSettledAndASmallOneDoesNot() throws InterruptedException {
    Warmup.start();
    boolean started = Warmup.isStarted();
    Compiled state = new Compiled();
    state.await(1e3);
    Thread large = Thread.ofPlatform().start(() -> state.await(1e12));
    while (started && large.getState() != Thread.State.TIMED_WAITING) {
      assertThat(large.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    state.settle(true);
    large.join();
    assertThat(state.ready()).isTrue();
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
    state.settle(true);
    assertThat(state.ready()).isTrue();
  }

  @Test
  void waitingEnds() throws InterruptedException {
    Warmup.start();
    assertThat(Warmup.await(WarmKernels.PATIENCE))
        .isEqualTo(!"false".equals(System.getProperty(Warmup.PROPERTY)) || !Warmup.hasFamilies());
  }
}
