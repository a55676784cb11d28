// SPDX-License-Identifier: Apache-2.0

/** The backend on NVIDIA GPUs through cuBLAS and cuSOLVER, found at run time. */
module dev.ridgeline.cuda {
  requires dev.ridgeline;

  // for other bindings of the same calls
  exports dev.ridgeline.cuda.binding;

  uses dev.ridgeline.cuda.binding.CudaBinding;

  provides dev.ridgeline.spi.BackendProvider with
      dev.ridgeline.cuda.CudaBackendProvider;
}
