// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import java.nio.ByteBuffer;

/**
 * The calls of CUDA that the backend makes, and no others: memory and streams, cuBLAS, cuSOLVER.
 *
 * <p>Rules for every implementation:
 *
 * <ul>
 *   <li>Device memory, streams, events and handles are opaque numbers, 0 is none. A pointer may be
 *       moved by bytes.
 *   <li>A status that is not success becomes a {@link CudaException} that names the native call.
 *   <li>Work is queued on a stream and may fail later, in a call that waits.
 *   <li>Factors alpha and beta are passed from the host. With beta = 0 the result is not read.
 *   <li>Matrices are column-major. Enumerations are the numbers of cublas_api.h and cusolverDn.h.
 * </ul>
 *
 * <p>Safe for use by several threads; a stream or handle belongs to one at a time.
 */
public interface CudaApi extends AutoCloseable {
  /** cublasOperation_t: as it is. */
  int OP_N = 0;

  /** cublasOperation_t: transposed. */
  int OP_T = 1;

  /** cublasFillMode_t: the lower triangle. */
  int LOWER = 0;

  /** cublasSideMode_t: from the left. */
  int LEFT = 0;

  /** cublasSideMode_t: from the right. */
  int RIGHT = 1;

  /** cublasDiagType_t: the diagonal is read. */
  int NON_UNIT = 0;

  /** cusolverEigMode_t: eigenvalues alone. */
  int NO_VECTORS = 0;

  /** cusolverEigMode_t: eigenvectors too. */
  int VECTORS = 1;

  /** cudaDeviceAttr: major part of the compute capability. */
  int COMPUTE_CAPABILITY_MAJOR = 75;

  /** cudaDeviceAttr: minor part of the compute capability. */
  int COMPUTE_CAPABILITY_MINOR = 76;

  /** cudaDeviceAttr: whether memory can be allocated in stream order. */
  int MEMORY_POOLS_SUPPORTED = 115;

  /**
   * What carries the calls, for people.
   *
   * @return such as {@code FFM, CUDA 13} or {@code JCuda 12.6}
   */
  String description();

  // ---- device

  /**
   * Devices that can be used (cudaGetDeviceCount).
   *
   * @return 0 or more
   */
  int deviceCount();

  /**
   * Version of the driver (cudaDriverGetVersion).
   *
   * @return 1000 major + 10 minor; 0 without a driver
   */
  int driverVersion();

  /**
   * The calling thread uses a device from now on (cudaSetDevice).
   *
   * @param device from 0
   */
  void useDevice(int device);

  /**
   * Name of a device (cudaGetDeviceProperties, or cuDeviceGetName).
   *
   * @param device from 0
   * @return such as {@code NVIDIA H100}
   */
  String deviceName(int device);

  /**
   * A number that describes a device (cudaDeviceGetAttribute).
   *
   * @param attribute a cudaDeviceAttr
   * @param device from 0
   * @return its value
   */
  int attribute(int attribute, int device);

  /**
   * Memory of the device in use that is free now (cudaMemGetInfo).
   *
   * @return bytes
   */
  long freeMemory();

  /**
   * Forgets the calling thread's last error (cudaGetLastError): libraries would report an
   * allocation that failed earlier as a failure of their own. Does nothing where a binding has no
   * such state.
   */
  void clearError();

  // ---- memory

  /**
   * Memory of the device in use, in the order of a stream (cudaMallocAsync).
   *
   * @param bytes at least 1
   * @param stream first user
   * @return a pointer
   */
  long malloc(long bytes, long stream);

  /**
   * Gives memory back, in the order of a stream (cudaFreeAsync).
   *
   * @param pointer from {@link #malloc}
   * @param stream last user
   */
  void free(long pointer, long stream);

  /**
   * Lets the device's pool keep what is given back, for the next {@link #malloc} (the pool
   * attribute release threshold). Where a binding has no such call, memory goes back at every wait,
   * which is slower and nothing else.
   *
   * @param device from 0
   */
  void keepFreedMemory(int device);

  /**
   * Gives the memory that the pool keeps back to the device (cudaMemPoolTrimTo).
   *
   * @param device from 0
   */
  void trimPool(int device);

  /**
   * Host memory that a device reaches without the processor (cudaMallocHost).
   *
   * @param bytes at least 1
   * @return a direct buffer in native order
   */
  ByteBuffer hostAlloc(int bytes);

  /**
   * Gives host memory back (cudaFreeHost).
   *
   * @param buffer from {@link #hostAlloc}, not a slice of it
   */
  void hostFree(ByteBuffer buffer);

  /**
   * Copies from the host (cudaMemcpyAsync).
   *
   * @param device to
   * @param host from: pinned, or the copy has no overlap
   * @param offset bytes into {@code host}
   * @param bytes how many
   * @param stream where
   */
  void copyToDevice(long device, ByteBuffer host, int offset, long bytes, long stream);

  /**
   * Copies to the host (cudaMemcpyAsync): the bytes are there once the stream has been waited for.
   *
   * @param host to
   * @param offset bytes into {@code host}
   * @param device from
   * @param bytes how many
   * @param stream where
   */
  void copyToHost(ByteBuffer host, int offset, long device, long bytes, long stream);

  /**
   * Copies on the device (cudaMemcpyAsync).
   *
   * @param to pointer
   * @param from pointer; the two do not overlap
   * @param bytes how many
   * @param stream where
   */
  void copyOnDevice(long to, long from, long bytes, long stream);

  /**
   * Sets every byte (cudaMemsetAsync).
   *
   * @param pointer where
   * @param value of each byte
   * @param bytes how many
   * @param stream where
   */
  void memset(long pointer, int value, long bytes, long stream);

  // ---- streams and events

  /**
   * A stream that does not wait for the legacy one (cudaStreamCreateWithFlags).
   *
   * @return a stream
   */
  long streamCreate();

  /**
   * Ends a stream (cudaStreamDestroy).
   *
   * @param stream not used any more
   */
  void streamDestroy(long stream);

  /**
   * Waits until everything queued is done (cudaStreamSynchronize).
   *
   * @param stream for which
   */
  void streamSynchronize(long stream);

  /**
   * Work queued later waits for an event (cudaStreamWaitEvent); the host does not.
   *
   * @param stream that waits
   * @param event recorded elsewhere
   */
  void streamWaitEvent(long stream, long event);

  /**
   * An event without timing (cudaEventCreateWithFlags).
   *
   * @return an event
   */
  long eventCreate();

  /**
   * Ends an event (cudaEventDestroy).
   *
   * @param event not used any more
   */
  void eventDestroy(long event);

  /**
   * Marks what is queued so far (cudaEventRecord).
   *
   * @param event the mark
   * @param stream in which
   */
  void eventRecord(long event, long stream);

  /**
   * Waits until the mark is reached (cudaEventSynchronize).
   *
   * @param event recorded
   */
  void eventSynchronize(long event);

  // ---- cuBLAS

  /**
   * A handle on the device in use, whose work goes to a stream (cublasCreate, cublasSetStream).
   *
   * @param stream where its calls are queued
   * @return a handle
   */
  long blasCreate(long stream);

  /**
   * Ends a handle (cublasDestroy).
   *
   * @param blas not used any more
   */
  void blasDestroy(long blas);

  /**
   * C_k = alpha op(A_k) op(B_k) + beta C_k for every item (cublasDgemmStridedBatched, or
   * cublasDgemm for one item).
   *
   * @param blas handle
   * @param transA OP_N or OP_T
   * @param transB OP_N or OP_T
   * @param m rows of C
   * @param n columns of C
   * @param k columns of op(A)
   * @param alpha factor
   * @param a pointer
   * @param lda leading dimension
   * @param strideA elements between items; 0 shares one
   * @param b pointer
   * @param ldb leading dimension
   * @param strideB elements between items; 0 shares one
   * @param beta factor
   * @param c pointer
   * @param ldc leading dimension
   * @param strideC elements between items
   * @param count number of items
   */
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
      long strideA,
      long b,
      int ldb,
      long strideB,
      double beta,
      long c,
      int ldc,
      long strideC,
      int count);

  /**
   * C = alpha op(A) + beta B (cublasDgeam). C may be A or B where that is not transposed.
   *
   * @param blas handle
   * @param transA OP_N or OP_T; B is taken as it is
   * @param m rows of C
   * @param n columns of C
   * @param alpha factor
   * @param a pointer
   * @param lda leading dimension
   * @param beta factor
   * @param b pointer; with beta = 0 not read
   * @param ldb leading dimension
   * @param c pointer
   * @param ldc leading dimension
   */
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
      int ldc);

  /**
   * C = diag(x) A or A diag(x) (cublasDdgmm). C may be A.
   *
   * @param blas handle
   * @param side LEFT or RIGHT
   * @param m rows
   * @param n columns
   * @param a pointer
   * @param lda leading dimension
   * @param x pointer
   * @param incx elements between those of x
   * @param c pointer
   * @param ldc leading dimension
   */
  void dgmm(long blas, int side, int m, int n, long a, int lda, long x, int incx, long c, int ldc);

  /**
   * y = alpha x + y (cublasDaxpy).
   *
   * @param blas handle
   * @param n elements
   * @param alpha factor
   * @param x pointer
   * @param incx elements between those of x; 0 repeats one
   * @param y pointer
   * @param incy elements between those of y
   */
  void axpy(long blas, int n, double alpha, long x, int incx, long y, int incy);

  /**
   * op(L_k) X_k = B_k with lower triangles, in place (cublasDtrsmBatched, left, alpha 1).
   *
   * @param blas handle
   * @param transA OP_N or OP_T
   * @param m order
   * @param n right-hand sides
   * @param a pointer to {@code count} device pointers, on the device
   * @param lda leading dimension
   * @param b pointer to {@code count} device pointers, on the device
   * @param ldb leading dimension
   * @param count number of items
   */
  void trsmBatched(
      long blas, int transA, int m, int n, long a, int lda, long b, int ldb, int count);

  // ---- cuSOLVER

  /**
   * A handle on the device in use, whose work goes to a stream and gives the same bits every time
   * (cusolverDnCreate, cusolverDnSetStream, cusolverDnSetDeterministicMode where there is one).
   *
   * @param stream where its calls are queued
   * @return a handle
   */
  long solverCreate(long stream);

  /**
   * Ends a handle (cusolverDnDestroy).
   *
   * @param solver not used any more
   */
  void solverDestroy(long solver);

  /**
   * Workspace of {@link #potrf}.
   *
   * @param solver handle
   * @param n order
   * @param a pointer
   * @param lda leading dimension
   * @return elements
   */
  int potrfBufferSize(long solver, int n, long a, int lda);

  /**
   * Cholesky factor of one matrix, lower (cusolverDnDpotrf).
   *
   * @param solver handle
   * @param n order
   * @param a pointer, overwritten; the strict upper triangle is left alone
   * @param lda leading dimension
   * @param work pointer
   * @param elements length of the workspace
   * @param info pointer to one int: i when minor i is not positive definite
   */
  void potrf(long solver, int n, long a, int lda, long work, int elements, long info);

  /**
   * Solves with the factor of {@link #potrf}, in place (cusolverDnDpotrs, lower).
   *
   * @param solver handle
   * @param n order
   * @param nrhs right-hand sides
   * @param a pointer to the factor
   * @param lda leading dimension
   * @param b pointer, overwritten
   * @param ldb leading dimension
   * @param info pointer to one int
   */
  void potrs(long solver, int n, int nrhs, long a, int lda, long b, int ldb, long info);

  /**
   * Cholesky factors of a batch, lower (cusolverDnDpotrfBatched). The strict upper triangles are
   * destroyed.
   *
   * @param solver handle
   * @param n order
   * @param a pointer to {@code count} device pointers, on the device
   * @param lda leading dimension
   * @param info pointer to {@code count} ints
   * @param count number of items
   */
  void potrfBatched(long solver, int n, long a, int lda, long info, int count);

  /**
   * Workspace of {@link #syevd}.
   *
   * @param solver handle
   * @param jobz VECTORS or NO_VECTORS
   * @param n order
   * @param a pointer
   * @param lda leading dimension
   * @param w pointer
   * @return elements
   */
  int syevdBufferSize(long solver, int jobz, int n, long a, int lda, long w);

  /**
   * Eigenvalues, ascending, and eigenvectors of one matrix, lower (cusolverDnDsyevd).
   *
   * @param solver handle
   * @param jobz VECTORS or NO_VECTORS
   * @param n order
   * @param a pointer, overwritten by the vectors
   * @param lda leading dimension
   * @param w pointer to n values
   * @param work pointer
   * @param elements length of the workspace
   * @param info pointer to one int
   */
  void syevd(
      long solver, int jobz, int n, long a, int lda, long w, long work, int elements, long info);

  /**
   * Whether {@link #syevBatched} is there: cuSOLVER has it from CUDA 12.6.2 on.
   *
   * @return whether it may be called
   */
  boolean hasSyevBatched();

  /**
   * Workspaces of {@link #syevBatched}.
   *
   * @param solver handle
   * @param jobz VECTORS or NO_VECTORS
   * @param n order
   * @param a pointer
   * @param lda leading dimension
   * @param w pointer
   * @param count number of items
   * @return bytes on the device and on the host
   */
  long[] syevBatchedBufferSize(long solver, int jobz, int n, long a, int lda, long w, int count);

  /**
   * {@link #syevd} of a batch, item after item in memory (cusolverDnXsyevBatched).
   *
   * @param solver handle
   * @param jobz VECTORS or NO_VECTORS
   * @param n order
   * @param a pointer, items lda * n elements apart, overwritten by the vectors
   * @param lda leading dimension
   * @param w pointer to n values per item
   * @param work pointer
   * @param workBytes length of the workspace on the device
   * @param hostBytes length of the workspace on the host, which the binding provides
   * @param info pointer to {@code count} ints
   * @param count number of items
   */
  void syevBatched(
      long solver,
      int jobz,
      int n,
      long a,
      int lda,
      long w,
      long work,
      long workBytes,
      long hostBytes,
      long info,
      int count);

  /** Releases what the binding itself holds; handles of callers are theirs to end before. */
  @Override
  void close();
}
