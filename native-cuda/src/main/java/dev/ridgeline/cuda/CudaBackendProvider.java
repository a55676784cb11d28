// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.BackendUnavailableException;
import dev.ridgeline.cuda.CudaProbe.Found;
import dev.ridgeline.cuda.runtime.Device;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.BackendProvider;
import dev.ridgeline.spi.Workers;

/**
 * Announces the backend on NVIDIA GPUs. Loads everywhere: CUDA's libraries are looked for in the
 * probe, and what is missing is reported.
 *
 * <p>Safe for use by several threads.
 */
public final class CudaBackendProvider implements BackendProvider {
  static final String NAME = "cuda";

  /** For {@link java.util.ServiceLoader}. */
  public CudaBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 200;
  }

  @Override
  public Availability probe() {
    return CudaProbe.ask(CudaSettings.current());
  }

  @Override
  public Backend open(Workers workers) {
    return open(CudaSettings.current(), workers.parallelism());
  }

  static Backend open(CudaSettings settings, int threads) {
    return switch (CudaProbe.find(settings)) {
      case CudaProbe.Missing no ->
          throw new BackendUnavailableException(NAME, no.reason(), no.remedy());
      case Found found ->
          new CudaBackend(
              new Device(found.api(), found.ordinal(), found.info().device()),
              found.info(),
              settings.crossovers(),
              threads);
    };
  }
}
