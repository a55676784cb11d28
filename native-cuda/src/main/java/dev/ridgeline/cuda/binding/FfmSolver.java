// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import static dev.ridgeline.cuda.binding.NativeFunction.HOST;
import static dev.ridgeline.cuda.binding.NativeFunction.INT;
import static dev.ridgeline.cuda.binding.NativeFunction.LONG;
import static dev.ridgeline.cuda.binding.NativeFunction.POINTER;
import static dev.ridgeline.cuda.binding.NativeFunction.optional;
import static dev.ridgeline.cuda.binding.NativeFunction.required;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/** The calls of libcusolver. Safe for use by several threads, each with a handle of its own. */
final class FfmSolver {
  static final List<NativeFunction> FUNCTIONS =
      List.of(
          required("cusolverDnCreate", HOST),
          required("cusolverDnDestroy", POINTER),
          required("cusolverDnSetStream", POINTER, POINTER),
          optional("cusolverDnSetDeterministicMode", POINTER, INT),
          required("cusolverDnDpotrf_bufferSize", POINTER, INT, INT, POINTER, INT, HOST),
          required("cusolverDnDpotrf", POINTER, INT, INT, POINTER, INT, POINTER, INT, POINTER),
          required(
              "cusolverDnDpotrs",
              POINTER, // handle
              INT, // uplo
              INT, // n
              INT, // nrhs
              POINTER, // A
              INT, // lda
              POINTER, // B
              INT, // ldb
              POINTER), // devInfo
          required("cusolverDnDpotrfBatched", POINTER, INT, INT, POINTER, INT, POINTER, INT),
          required(
              "cusolverDnDsyevd_bufferSize", POINTER, INT, INT, INT, POINTER, INT, POINTER, HOST),
          required(
              "cusolverDnDsyevd",
              POINTER, // handle
              INT, // jobz
              INT, // uplo
              INT, // n
              POINTER, // A
              INT, // lda
              POINTER, // W
              POINTER, // work
              INT, // lwork
              POINTER), // devInfo
          required("cusolverDnCreateParams", HOST),
          required("cusolverDnDestroyParams", POINTER),
          optional(
              "cusolverDnXsyevBatched_bufferSize",
              POINTER, // handle
              POINTER, // params
              INT, // jobz
              INT, // uplo
              LONG, // n
              INT, // dataTypeA
              POINTER, // A
              LONG, // lda
              INT, // dataTypeW
              POINTER, // W
              INT, // computeType
              HOST, // workspaceInBytesOnDevice
              HOST, // workspaceInBytesOnHost
              LONG), // batchSize
          optional(
              "cusolverDnXsyevBatched",
              POINTER, // handle
              POINTER, // params
              INT, // jobz
              INT, // uplo
              LONG, // n
              INT, // dataTypeA
              POINTER, // A
              LONG, // lda
              INT, // dataTypeW
              POINTER, // W
              INT, // computeType
              POINTER, // bufferOnDevice
              LONG, // workspaceInBytesOnDevice
              HOST, // bufferOnHost
              LONG, // workspaceInBytesOnHost
              POINTER, // info
              LONG)); // batchSize

  /** CUSOLVER_DETERMINISTIC_RESULTS. */
  private static final int DETERMINISTIC = 1;

  /** CUDA_R_64F of cudaDataType. */
  private static final int DOUBLE = 1;

  private final MethodHandle create;
  private final MethodHandle destroy;
  private final MethodHandle setStream;
  private final Optional<MethodHandle> setDeterministicMode;
  private final MethodHandle dpotrfBufferSize;
  private final MethodHandle dpotrf;
  private final MethodHandle dpotrs;
  private final MethodHandle dpotrfBatched;
  private final MethodHandle dsyevdBufferSize;
  private final MethodHandle dsyevd;
  private final MethodHandle createParams;
  private final MethodHandle destroyParams;
  private final Optional<MethodHandle> xsyevBatchedBufferSize;
  private final Optional<MethodHandle> xsyevBatched;

  private final HostWorkspaces hostWorkspaces = new HostWorkspaces();

  /** The defaults of cusolverDnXsyevBatched, made when first needed; guarded by this; 0 is none. */
  private long params;

  FfmSolver(NativeLibrary library) {
    NativeLibrary.Handles handles = library.link(FUNCTIONS);
    create = handles.get("cusolverDnCreate");
    destroy = handles.get("cusolverDnDestroy");
    setStream = handles.get("cusolverDnSetStream");
    setDeterministicMode = handles.find("cusolverDnSetDeterministicMode");
    dpotrfBufferSize = handles.get("cusolverDnDpotrf_bufferSize");
    dpotrf = handles.get("cusolverDnDpotrf");
    dpotrs = handles.get("cusolverDnDpotrs");
    dpotrfBatched = handles.get("cusolverDnDpotrfBatched");
    dsyevdBufferSize = handles.get("cusolverDnDsyevd_bufferSize");
    dsyevd = handles.get("cusolverDnDsyevd");
    createParams = handles.get("cusolverDnCreateParams");
    destroyParams = handles.get("cusolverDnDestroyParams");
    xsyevBatchedBufferSize = handles.find("cusolverDnXsyevBatched_bufferSize");
    xsyevBatched = handles.find("cusolverDnXsyevBatched");
  }

  long create(long stream) {
    long solver = create();
    try {
      Status.solver("cusolverDnSetStream", (int) setStream.invokeExact(solver, stream));
      if (setDeterministicMode.isPresent()) {
        int status = (int) setDeterministicMode.get().invokeExact(solver, DETERMINISTIC);
        Status.solver("cusolverDnSetDeterministicMode", status);
      }
      return solver;
    } catch (Throwable e) {
      RuntimeException failure = NativeLibrary.rethrown(e);
      try {
        destroy(solver);
      } catch (CudaException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  private long create() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment solver = arena.allocate(POINTER);
      Status.solver("cusolverDnCreate", (int) create.invokeExact(solver));
      return solver.get(POINTER, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void destroy(long solver) {
    try {
      Status.solver("cusolverDnDestroy", (int) destroy.invokeExact(solver));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    } finally {
      hostWorkspaces.release(solver);
    }
  }

  int potrfBufferSize(long solver, int n, long a, int lda) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment elements = arena.allocate(INT);
      int status = (int) dpotrfBufferSize.invokeExact(solver, CudaApi.LOWER, n, a, lda, elements);
      Status.solver("cusolverDnDpotrf_bufferSize", status);
      return elements.get(INT, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void potrf(long solver, int n, long a, int lda, long work, int elements, long info) {
    try {
      int status = (int) dpotrf.invokeExact(solver, CudaApi.LOWER, n, a, lda, work, elements, info);
      Status.solver("cusolverDnDpotrf", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void potrs(long solver, int n, int nrhs, long a, int lda, long b, int ldb, long info) {
    try {
      int status = (int) dpotrs.invokeExact(solver, CudaApi.LOWER, n, nrhs, a, lda, b, ldb, info);
      Status.solver("cusolverDnDpotrs", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void potrfBatched(long solver, int n, long a, int lda, long info, int count) {
    try {
      int status = (int) dpotrfBatched.invokeExact(solver, CudaApi.LOWER, n, a, lda, info, count);
      Status.solver("cusolverDnDpotrfBatched", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  int syevdBufferSize(long solver, int jobz, int n, long a, int lda, long w) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment elements = arena.allocate(INT);
      int status =
          (int) dsyevdBufferSize.invokeExact(solver, jobz, CudaApi.LOWER, n, a, lda, w, elements);
      Status.solver("cusolverDnDsyevd_bufferSize", status);
      return elements.get(INT, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void syevd(
      long solver, int jobz, int n, long a, int lda, long w, long work, int elements, long info) {
    try {
      int status =
          (int) dsyevd.invokeExact(solver, jobz, CudaApi.LOWER, n, a, lda, w, work, elements, info);
      Status.solver("cusolverDnDsyevd", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  boolean hasSyevBatched() {
    return xsyevBatched.isPresent() && xsyevBatchedBufferSize.isPresent();
  }

  long[] syevBatchedBufferSize(long solver, int jobz, int n, long a, int lda, long w, int count) {
    MethodHandle function = present(xsyevBatchedBufferSize);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment onDevice = arena.allocate(LONG);
      MemorySegment onHost = arena.allocate(LONG);
      int status =
          (int)
              function.invokeExact(
                  solver,
                  params(),
                  jobz,
                  CudaApi.LOWER,
                  (long) n,
                  DOUBLE,
                  a,
                  (long) lda,
                  DOUBLE,
                  w,
                  DOUBLE,
                  onDevice,
                  onHost,
                  (long) count);
      Status.solver("cusolverDnXsyevBatched_bufferSize", status);
      return new long[] {onDevice.get(LONG, 0), onHost.get(LONG, 0)};
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

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
      int count) {
    MethodHandle function = present(xsyevBatched);
    try {
      MemorySegment host = hostWorkspaces.of(solver, hostBytes);
      int status =
          (int)
              function.invokeExact(
                  solver,
                  params(),
                  jobz,
                  CudaApi.LOWER,
                  (long) n,
                  DOUBLE,
                  a,
                  (long) lda,
                  DOUBLE,
                  w,
                  DOUBLE,
                  work,
                  workBytes,
                  host,
                  hostBytes,
                  info,
                  (long) count);
      Status.solver("cusolverDnXsyevBatched", status);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  private static MethodHandle present(Optional<MethodHandle> function) {
    return function.orElseThrow(
        () -> new UnsupportedOperationException("cusolverDnXsyevBatched needs CUDA 12.6.2"));
  }

  private synchronized long params() throws Throwable {
    if (params == 0) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment created = arena.allocate(POINTER);
        Status.solver("cusolverDnCreateParams", (int) createParams.invokeExact(created));
        params = created.get(POINTER, 0);
      }
    }
    return params;
  }

  synchronized void close() {
    long old = params;
    params = 0;
    if (old != 0) {
      try {
        Status.solver("cusolverDnDestroyParams", (int) destroyParams.invokeExact(old));
      } catch (Throwable e) {
        throw NativeLibrary.rethrown(e);
      }
    }
  }
}
