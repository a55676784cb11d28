// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import static dev.ridgeline.cuda.binding.NativeFunction.HOST;
import static dev.ridgeline.cuda.binding.NativeFunction.INT;
import static dev.ridgeline.cuda.binding.NativeFunction.LONG;
import static dev.ridgeline.cuda.binding.NativeFunction.POINTER;
import static dev.ridgeline.cuda.binding.NativeFunction.required;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** The calls of libcublas. Safe for use by several threads, each with a handle of its own. */
final class FfmBlas {
  // The library's header gives some functions a second version under the plain name.
  static final List<NativeFunction> FUNCTIONS =
      List.of(
          required("cublasCreate_v2", HOST),
          required("cublasDestroy_v2", POINTER),
          required("cublasSetStream_v2", POINTER, POINTER),
          required(
              "cublasDgemm_v2",
              POINTER, // handle
              INT, // transa
              INT, // transb
              INT, // m
              INT, // n
              INT, // k
              HOST, // alpha
              POINTER, // A
              INT, // lda
              POINTER, // B
              INT, // ldb
              HOST, // beta
              POINTER, // C
              INT), // ldc
          required(
              "cublasDgemmStridedBatched",
              POINTER, // handle
              INT, // transa
              INT, // transb
              INT, // m
              INT, // n
              INT, // k
              HOST, // alpha
              POINTER, // A
              INT, // lda
              LONG, // strideA
              POINTER, // B
              INT, // ldb
              LONG, // strideB
              HOST, // beta
              POINTER, // C
              INT, // ldc
              LONG, // strideC
              INT), // batchCount
          required(
              "cublasDgeam",
              POINTER, // handle
              INT, // transa
              INT, // transb
              INT, // m
              INT, // n
              HOST, // alpha
              POINTER, // A
              INT, // lda
              HOST, // beta
              POINTER, // B
              INT, // ldb
              POINTER, // C
              INT), // ldc
          required(
              "cublasDdgmm",
              POINTER, // handle
              INT, // mode
              INT, // m
              INT, // n
              POINTER, // A
              INT, // lda
              POINTER, // x
              INT, // incx
              POINTER, // C
              INT), // ldc
          required("cublasDaxpy_v2", POINTER, INT, HOST, POINTER, INT, POINTER, INT),
          required(
              "cublasDtrsmBatched",
              POINTER, // handle
              INT, // side
              INT, // uplo
              INT, // trans
              INT, // diag
              INT, // m
              INT, // n
              HOST, // alpha
              POINTER, // A
              INT, // lda
              POINTER, // B
              INT, // ldb
              INT)); // batchCount

  private final MethodHandle create;
  private final MethodHandle destroy;
  private final MethodHandle setStream;
  private final MethodHandle dgemm;
  private final MethodHandle dgemmStridedBatched;
  private final MethodHandle dgeam;
  private final MethodHandle ddgmm;
  private final MethodHandle daxpy;
  private final MethodHandle dtrsmBatched;

  FfmBlas(NativeLibrary library) {
    NativeLibrary.Handles handles = library.link(FUNCTIONS);
    create = handles.get("cublasCreate_v2");
    destroy = handles.get("cublasDestroy_v2");
    setStream = handles.get("cublasSetStream_v2");
    dgemm = handles.get("cublasDgemm_v2");
    dgemmStridedBatched = handles.get("cublasDgemmStridedBatched");
    dgeam = handles.get("cublasDgeam");
    ddgmm = handles.get("cublasDdgmm");
    daxpy = handles.get("cublasDaxpy_v2");
    dtrsmBatched = handles.get("cublasDtrsmBatched");
  }

  long create(long stream) {
    long blas = create();
    try {
      Status.blas("cublasSetStream_v2", (int) setStream.invokeExact(blas, stream));
      return blas;
    } catch (Throwable e) {
      RuntimeException failure = NativeLibrary.rethrown(e);
      try {
        destroy(blas);
      } catch (CudaException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  private long create() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment blas = arena.allocate(POINTER);
      Status.blas("cublasCreate_v2", (int) create.invokeExact(blas));
      return blas.get(POINTER, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void destroy(long blas) {
    try {
      Status.blas("cublasDestroy_v2", (int) destroy.invokeExact(blas));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void gemm(
      long blas,
      int transA,
      int transB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      double beta,
      long c,
      int ldc) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment alphaOnHost = arena.allocateFrom(JAVA_DOUBLE, alpha);
      MemorySegment betaOnHost = arena.allocateFrom(JAVA_DOUBLE, beta);
      Status.blas(
          "cublasDgemm_v2",
          (int)
              dgemm.invokeExact(
                  blas, transA, transB, m, n, k, alphaOnHost, a, lda, b, ldb, betaOnHost, c, ldc));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void gemmStridedBatched(
      long blas,
      int transA,
      int transB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long strideA,
      long b,
      int ldb,
      long strideB,
      double beta,
      long c,
      int ldc,
      long strideC,
      int count) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment alphaOnHost = arena.allocateFrom(JAVA_DOUBLE, alpha);
      MemorySegment betaOnHost = arena.allocateFrom(JAVA_DOUBLE, beta);
      int status =
          (int)
              dgemmStridedBatched.invokeExact(
                  blas,
                  transA,
                  transB,
                  m,
                  n,
                  k,
                  alphaOnHost,
                  a,
                  lda,
                  strideA,
                  b,
                  ldb,
                  strideB,
                  betaOnHost,
                  c,
                  ldc,
                  strideC,
                  count);
      Status.blas("cublasDgemmStridedBatched", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void geam(
      long blas,
      int transA,
      int m,
      int n,
      double alpha,
      long a,
      int lda,
      double beta,
      long b,
      int ldb,
      long c,
      int ldc) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment alphaOnHost = arena.allocateFrom(JAVA_DOUBLE, alpha);
      MemorySegment betaOnHost = arena.allocateFrom(JAVA_DOUBLE, beta);
      int status =
          (int)
              dgeam.invokeExact(
                  blas,
                  transA,
                  CudaApi.OP_N,
                  m,
                  n,
                  alphaOnHost,
                  a,
                  lda,
                  betaOnHost,
                  b,
                  ldb,
                  c,
                  ldc);
      Status.blas("cublasDgeam", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void dgmm(long blas, int side, int m, int n, long a, int lda, long x, int incx, long c, int ldc) {
    try {
      Status.blas(
          "cublasDdgmm", (int) ddgmm.invokeExact(blas, side, m, n, a, lda, x, incx, c, ldc));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void axpy(long blas, int n, double alpha, long x, int incx, long y, int incy) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment alphaOnHost = arena.allocateFrom(JAVA_DOUBLE, alpha);
      Status.blas(
          "cublasDaxpy_v2", (int) daxpy.invokeExact(blas, n, alphaOnHost, x, incx, y, incy));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void trsmBatched(
      long blas, int transA, int m, int n, long a, int lda, long b, int ldb, int count) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(JAVA_DOUBLE, 1.0);
      int status =
          (int)
              dtrsmBatched.invokeExact(
                  blas,
                  CudaApi.LEFT,
                  CudaApi.LOWER,
                  transA,
                  CudaApi.NON_UNIT,
                  m,
                  n,
                  one,
                  a,
                  lda,
                  b,
                  ldb,
                  count);
      Status.blas("cublasDtrsmBatched", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }
}
