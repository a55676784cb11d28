// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.simd.kernel.WarmKernels;
import dev.ridgeline.simd.kernel.Warmup;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Workers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The backend as the contracts test it: opened by its provider, on several threads. */
final class OpenedBackend {
  /** For backends that are not opened by their provider, which refuses some of the JVMs tested. */
  static final DeviceInfo NOWHERE =
      new DeviceInfo("a test", "any", Runtime.getRuntime().maxMemory());

  /** More than this machine may have cores: tasks must end up with helpers in any case. */
  private static final int THREADS = 3;

  // daemons, kept for the life of the JVM: contracts open and close one backend per class
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          THREADS - 1, task -> Thread.ofPlatform().daemon().name("contract").unstarted(task));

  private OpenedBackend() {}

  /**
   * Opens it and waits until it runs the kernels that this JVM is to test: vector kernels, or their
   * scalar twins with {@code -Dridgeline.simd.warmup=false}.
   */
  static Backend open() {
    Backend backend = new SimdBackendProvider().open(new Workers(POOL, THREADS));
    try {
      boolean compiled = Warmup.await(WarmKernels.PATIENCE);
      assertThat(compiled || "false".equals(System.getProperty(Warmup.PROPERTY)))
          .as("all kernels are compiled: %s", WarmKernels.state())
          .isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return backend;
  }
}
