// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.cuda.binding.CudaException;
import dev.ridgeline.cuda.binding.CudaUnavailableException;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.DeviceInfo;

/** Looks for libraries, driver and device, and says in words what is missing. */
final class CudaProbe {
  private static final String CHECK =
      "see whether nvidia-smi lists the device, and whether the driver fits the CUDA libraries";

  private CudaProbe() {}

  /** What was found. */
  sealed interface Outcome permits Found, Missing {}

  /** An open binding, closed by whoever asked. */
  record Found(CudaApi api, int ordinal, DeviceInfo info) implements Outcome {}

  /** Why there is none; absent where nothing of NVIDIA's is there, which is nothing to mend. */
  record Missing(String reason, String remedy, boolean absent) implements Outcome {
    Missing(String reason, String remedy) {
      this(reason, remedy, false);
    }
  }

  /** The answer of a probe, which keeps nothing open. */
  static Availability ask(CudaSettings settings) {
    return switch (find(settings)) {
      case Missing no -> new Availability.Unavailable(no.reason(), no.remedy(), no.absent());
      case Found found -> {
        found.api().close();
        yield new Availability.Available(found.info());
      }
    };
  }

  /** Opens the binding, and looks at the first device. */
  static Outcome find(CudaSettings settings) {
    CudaApi api;
    try {
      api = settings.binding().open(settings.folders());
    } catch (CudaUnavailableException missing) {
      return new Missing(missing.getMessage(), missing.remedy(), missing.absent());
    } catch (CudaException failed) {
      return new Missing(failed.getMessage(), CHECK);
    }
    Outcome outcome = look(api);
    if (outcome instanceof Missing) {
      close(api);
    }
    return outcome;
  }

  private static void close(CudaApi api) {
    try {
      api.close();
    } catch (CudaException failed) {
      // what made the device unusable has been said already
    }
  }

  private static Outcome look(CudaApi api) {
    try {
      if (api.deviceCount() == 0) {
        return new Missing("no CUDA-capable device", "let the CPU compute, or add a GPU");
      }
      int ordinal = 0;
      api.useDevice(ordinal);
      String name = api.deviceName(ordinal);
      if (api.attribute(CudaApi.MEMORY_POOLS_SUPPORTED, ordinal) == 0) {
        return new Missing(
            name + " cannot allocate in stream order", "choose a device with memory pools");
      }
      int major = api.attribute(CudaApi.COMPUTE_CAPABILITY_MAJOR, ordinal);
      int minor = api.attribute(CudaApi.COMPUTE_CAPABILITY_MINOR, ordinal);
      api.keepFreedMemory(ordinal);
      String lanes = "sm_" + major + minor + ", " + api.description();
      return new Found(api, ordinal, new DeviceInfo(name, lanes, api.freeMemory()));
    } catch (CudaException failed) {
      return new Missing(failed.getMessage(), CHECK);
    }
  }
}
