// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.cuda.binding.CudaBinding;
import dev.ridgeline.cuda.binding.CudaUnavailableException;
import dev.ridgeline.cuda.binding.Status;
import java.nio.file.Path;
import java.util.List;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcusolver.JCusolver;

/**
 * CUDA 12 by JCuda: its driver, cuBLAS and cuSOLVER classes. Its runtime class is left alone, since
 * that brings a CUDA runtime of its own. Safe for use by several threads.
 *
 * <p>Without folders CUDA's libraries are found by the system's loader: LD_LIBRARY_PATH and its
 * cache. JCuda unpacks its own libraries into a temporary folder, which is a private one here
 * unless its classes have been used before; {@code java.io.tmpdir} names it while they load. On
 * {@code java.library.path} they are found first, and nothing is unpacked.
 */
public final class JCudaBinding implements CudaBinding {
  private static final String NAME = "jcuda";

  /** The CUDA of JCuda's natives. */
  private static final int CUDA_12 = 12000;

  /** CUDA_ERROR_NO_DEVICE. */
  private static final int NO_DEVICE = 100;

  /** For {@link java.util.ServiceLoader}. */
  public JCudaBinding() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CudaApi open(List<Path> folders) {
    JCudaNatives natives = new JCudaNatives(folders);
    JCudaNatives.unpacking(
        () -> {
          natives.loadDriver();
          JCudaDriver.setExceptionsEnabled(false);
        });
    JCudaApi api = new JCudaApi("JCuda 12.6");
    // Before the other libraries, which are large.
    requireDevice(api);
    JCudaNatives.unpacking(
        () -> {
          natives.loadLibraries();
          JCublas2.setExceptionsEnabled(false);
          JCusolver.setExceptionsEnabled(false);
        });
    return api;
  }

  private static void requireDevice(CudaApi api) {
    int initialized = JCudaDriver.cuInit(0);
    if (initialized == NO_DEVICE || (initialized == 0 && api.deviceCount() == 0)) {
      throw new CudaUnavailableException(
          "no CUDA-capable device",
          "see whether nvidia-smi lists one, and whether CUDA_VISIBLE_DEVICES hides it");
    }
    if (initialized != 0) {
      throw new CudaUnavailableException(
          "no device can be used: cuInit returned "
              + initialized
              + " ("
              + Status.cudaName(initialized)
              + ")",
          "see what nvidia-smi says");
    }
    if (api.driverVersion() < CUDA_12) {
      throw new CudaUnavailableException(
          "the NVIDIA driver is older than CUDA 12", "update the NVIDIA driver");
    }
  }
}
