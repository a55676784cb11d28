// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

/**
 * The numbers that CUDA's libraries return, checked and put into words. The driver and the runtime
 * agree on the numbers that matter here.
 */
public final class Status {
  private static final int SUCCESS = 0;
  private static final int MEMORY_ALLOCATION = 2;
  private static final int CUBLAS_ALLOC_FAILED = 3;
  private static final int CUSOLVER_ALLOC_FAILED = 2;

  private Status() {}

  /**
   * Checks a cudaError_t or CUresult.
   *
   * @param call the native function
   * @param status what it returned
   * @throws CudaException when that is not success
   */
  public static void cuda(String call, int status) {
    if (status != SUCCESS) {
      throw new CudaException(call, status, cudaName(status), status == MEMORY_ALLOCATION);
    }
  }

  /**
   * Checks a cublasStatus_t.
   *
   * @param call the native function
   * @param status what it returned
   * @throws CudaException when that is not success
   */
  public static void blas(String call, int status) {
    if (status != SUCCESS) {
      throw new CudaException(call, status, blasName(status), status == CUBLAS_ALLOC_FAILED);
    }
  }

  /**
   * Checks a cusolverStatus_t.
   *
   * @param call the native function
   * @param status what it returned
   * @throws CudaException when that is not success
   */
  public static void solver(String call, int status) {
    if (status != SUCCESS) {
      throw new CudaException(call, status, solverName(status), status == CUSOLVER_ALLOC_FAILED);
    }
  }

  /**
   * What a cudaError_t says.
   *
   * @param status the number
   * @return words
   */
  public static String cudaName(int status) {
    return switch (status) {
      case 1 -> "invalid value";
      case 2 -> "out of memory";
      case 3 -> "initialization error";
      case 35 -> "driver older than the CUDA library, or missing";
      case 36 -> "the call needs a newer driver";
      case 46 -> "device busy or unavailable";
      case 100 -> "no CUDA-capable device";
      case 101 -> "invalid device";
      case 201 -> "invalid context";
      case 209 -> "no kernel image for this device";
      case 214 -> "uncorrectable ECC error";
      case 400 -> "invalid resource handle";
      case 600 -> "not ready";
      case 700 -> "illegal memory access";
      case 702 -> "launch timed out";
      case 719 -> "launch failed";
      case 801 -> "not supported";
      case 999 -> "unknown error";
      default -> "see cudaError_t";
    };
  }

  private static String blasName(int status) {
    return switch (status) {
      case 1 -> "not initialized";
      case 3 -> "allocation failed";
      case 7 -> "invalid value";
      case 8 -> "architecture mismatch";
      case 11 -> "mapping error";
      case 13 -> "execution failed";
      case 14 -> "internal error";
      case 15 -> "not supported";
      default -> "see cublasStatus_t";
    };
  }

  private static String solverName(int status) {
    return switch (status) {
      case 1 -> "not initialized";
      case 2 -> "allocation failed";
      case 3 -> "invalid value";
      case 4 -> "architecture mismatch";
      case 5 -> "mapping error";
      case 6 -> "execution failed";
      case 7 -> "internal error";
      case 8 -> "matrix type not supported";
      case 9 -> "not supported";
      default -> "see cusolverStatus_t";
    };
  }
}
