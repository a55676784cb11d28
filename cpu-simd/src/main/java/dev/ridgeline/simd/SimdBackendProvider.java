// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.BackendUnavailableException;
import dev.ridgeline.simd.config.CpuFeatures;
import dev.ridgeline.simd.config.JvmFacts;
import dev.ridgeline.simd.jvm.SimdSwitch;
import dev.ridgeline.simd.kernel.RegisterPeak;
import dev.ridgeline.simd.kernel.Warmup;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.DeviceInfo;
import dev.ridgeline.spi.Workers;
import java.util.OptionalDouble;

/**
 * Announces the Vector API backend. Names no type of the Vector API, so that it loads and reports
 * where that is missing. Safe for use by several threads.
 */
public final class SimdBackendProvider implements BackendProvider {
  static final String NAME = "cpu-simd";

  /** For {@link java.util.ServiceLoader}. */
  public SimdBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Availability probe() {
    return CpuFeatures.decide(JvmFacts.current(), Runtime.getRuntime().maxMemory());
  }

  @Override
  public Backend open(Workers workers) {
    return switch (probe()) {
      case Availability.Unavailable no ->
          throw new BackendUnavailableException(NAME, no.reason(), no.remedy());
      case Availability.Available(DeviceInfo device) -> {
        Warmup.start();
        yield new SimdBackend(workers, device);
      }
    };
  }

  @Override
  public OptionalDouble peak() {
    return SimdSwitch.TWINS ? OptionalDouble.empty() : OptionalDouble.of(RegisterPeak.gflops());
  }

  @Override
  public void prepare() {
    Warmup.start();
  }
}
