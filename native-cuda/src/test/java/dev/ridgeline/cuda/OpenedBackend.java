// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;

/** The backend as the contracts test it: on the emulated device, or on a GPU where one is asked. */
final class OpenedBackend {
  /** Set to true by ci/test-gpu.sh: the libraries of the machine, and no emulated device. */
  static final boolean HARDWARE = Boolean.getBoolean("tests.cudaHardware");

  private OpenedBackend() {}

  /** Opened by its provider. */
  static Backend open() {
    if (!HARDWARE) {
      EmulatedDevice.get();
      System.setProperty("ridgeline.cuda.libraries", EmulatedDevice.folder().toString());
    }
    return new CudaBackendProvider().open(Workers.SERIAL);
  }

  /** Opened with other crossovers, so that small matrices take the way of large ones. */
  static Backend open(Crossovers crossovers) {
    if (!HARDWARE) {
      EmulatedDevice.get();
      System.setProperty("ridgeline.cuda.libraries", EmulatedDevice.folder().toString());
    }
    return CudaBackendProvider.open(CudaSettings.current().with(crossovers), 1);
  }

  /** What a test of the emulated device demands when its backend is closed. */
  static void assertClean() {
    if (!HARDWARE) {
      EmulatedDevice device = EmulatedDevice.get();
      assertThat(device.count("violations")).as(device.violation()).isZero();
      assertThat(device.count("leaks")).as(device.leaks()).isZero();
    }
  }
}
