// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CUDA 12 and 13 by java.lang.foreign. Safe for use by several threads. */
public final class FfmBinding implements CudaBinding {
  /**
   * What a driver puts there: on Linux, under Windows, on Tegra. Looking takes microseconds, where
   * loading a library to be told the same takes part of a second: most machines have no GPU.
   */
  private static final List<Path> DRIVERS =
      List.of(Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"), Path.of("/dev/nvgpu"));

  private static final String NAME = "ffm";

  /** cudaErrorInsufficientDriver. */
  private static final int OLD_DRIVER = 35;

  /** cudaErrorNoDevice. */
  private static final int NO_DEVICE = 100;

  /** For {@link java.util.ServiceLoader}. */
  public FfmBinding() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CudaApi open(List<Path> folders) {
    if (folders.isEmpty() && DRIVERS.stream().noneMatch(Files::exists)) {
      throw new CudaUnavailableException(
          "no NVIDIA driver: none of " + DRIVERS + " is there",
          "install the driver, or name the folder of CUDA's libraries with"
              + " -Dridgeline.cuda.libraries=FOLDER or RIDGELINE_CUDA_LIBRARIES",
          true);
    }
    CudaLibraries libraries = CudaLibraries.in(folders);
    CudaUnavailableException failure = null;
    for (CudaLibraries.Version version : libraries.versions()) {
      try {
        return open(libraries, version);
      } catch (CudaUnavailableException e) {
        // An older CUDA may do where the newer one does not: the driver may be too old for it.
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure;
  }

  private static CudaApi open(CudaLibraries libraries, CudaLibraries.Version version) {
    NativeLibrary library = libraries.load(version, version.runtime());
    // Before the other libraries, which are large.
    requireDevice(library, version);
    FfmRuntime runtime = new FfmRuntime(library);
    libraries.preload(version, "libcublasLt.so." + version.major());
    FfmBlas blas = new FfmBlas(libraries.load(version, version.blas()));
    libraries.preload(version, "libnvJitLink.so." + version.major());
    libraries.preload(version, "libcusparse.so.12"); // so named by both
    FfmSolver solver = new FfmSolver(libraries.load(version, version.solver()));
    String description = "FFM, CUDA " + version.major() + " from " + library.file().getParent();
    return new FfmApi(description, runtime, blas, solver);
  }

  private static void requireDevice(NativeLibrary library, CudaLibraries.Version version) {
    int count;
    try {
      count = FfmRuntime.deviceCount(library);
    } catch (CudaException e) {
      throw switch (e.status()) {
        case OLD_DRIVER ->
            new CudaUnavailableException(
                "no NVIDIA driver, or one older than CUDA "
                    + version.major()
                    + " of "
                    + library.file(),
                "install or update the NVIDIA driver; nvidia-smi shows its version");
        case NO_DEVICE -> noDevice();
        default ->
            new CudaUnavailableException(
                "no device can be used: " + e.getMessage(), "see what nvidia-smi says");
      };
    }
    if (count == 0) {
      throw noDevice();
    }
  }

  private static CudaUnavailableException noDevice() {
    return new CudaUnavailableException(
        "no CUDA-capable device",
        "see whether nvidia-smi lists one, and whether CUDA_VISIBLE_DEVICES hides it");
  }
}
