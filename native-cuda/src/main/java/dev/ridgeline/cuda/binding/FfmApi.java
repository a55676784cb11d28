// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import java.nio.ByteBuffer;

/** The calls by java.lang.foreign, each handed to the library that has it. */
final class FfmApi implements CudaApi {
  private final String description;
  private final FfmRuntime runtime;
  private final FfmBlas blas;
  private final FfmSolver solver;

  FfmApi(String description, FfmRuntime runtime, FfmBlas blas, FfmSolver solver) {
    this.description = description;
    this.runtime = runtime;
    this.blas = blas;
    this.solver = solver;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public int deviceCount() {
    return runtime.deviceCount();
  }

  @Override
  public int driverVersion() {
    return runtime.driverVersion();
  }

  @Override
  public void useDevice(int device) {
    runtime.useDevice(device);
  }

  @Override
  public String deviceName(int device) {
    return runtime.deviceName(device);
  }

  @Override
  public int attribute(int attribute, int device) {
    return runtime.attribute(attribute, device);
  }

  @Override
  public long freeMemory() {
    return runtime.freeMemory();
  }

  @Override
  public void clearError() {
    runtime.clearError();
  }

  @Override
  public long malloc(long bytes, long stream) {
    return runtime.malloc(bytes, stream);
  }

  @Override
  public void free(long pointer, long stream) {
    runtime.free(pointer, stream);
  }

  @Override
  public void keepFreedMemory(int device) {
    runtime.keepFreedMemory(device);
  }

  @Override
  public void trimPool(int device) {
    runtime.trimPool(device);
  }

  @Override
  public ByteBuffer hostAlloc(int bytes) {
    return runtime.hostAlloc(bytes);
  }

  @Override
  public void hostFree(ByteBuffer buffer) {
    runtime.hostFree(buffer);
  }

  @Override
  public void copyToDevice(long device, ByteBuffer host, int offset, long bytes, long stream) {
    runtime.copyToDevice(device, host, offset, bytes, stream);
  }

  @Override
  public void copyToHost(ByteBuffer host, int offset, long device, long bytes, long stream) {
    runtime.copyToHost(host, offset, device, bytes, stream);
  }

  @Override
  public void copyOnDevice(long to, long from, long bytes, long stream) {
    runtime.copyOnDevice(to, from, bytes, stream);
  }

  @Override
  public void memset(long pointer, int value, long bytes, long stream) {
    runtime.memset(pointer, value, bytes, stream);
  }

  @Override
  public long streamCreate() {
    return runtime.streamCreate();
  }

  @Override
  public void streamDestroy(long stream) {
    runtime.streamDestroy(stream);
  }

  @Override
  public void streamSynchronize(long stream) {
    runtime.streamSynchronize(stream);
  }

  @Override
  public void streamWaitEvent(long stream, long event) {
    runtime.streamWaitEvent(stream, event);
  }

  @Override
  public long eventCreate() {
    return runtime.eventCreate();
  }

  @Override
  public void eventDestroy(long event) {
    runtime.eventDestroy(event);
  }

  @Override
  public void eventRecord(long event, long stream) {
    runtime.eventRecord(event, stream);
  }

  @Override
  public void eventSynchronize(long event) {
    runtime.eventSynchronize(event);
  }

  @Override
  public long blasCreate(long stream) {
    return blas.create(stream);
  }

  @Override
  public void blasDestroy(long handle) {
    blas.destroy(handle);
  }

  @Override
  public void gemm(
      long handle,
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
    if (count == 1) {
      blas.gemm(handle, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    } else {
      blas.gemmStridedBatched(
          handle, transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc,
          strideC, count);
    }
  }

  @Override
  public void geam(
      long handle,
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
    blas.geam(handle, transA, m, n, alpha, a, lda, beta, b, ldb, c, ldc);
  }

  @Override
  public void dgmm(
      long handle, int side, int m, int n, long a, int lda, long x, int incx, long c, int ldc) {
    blas.dgmm(handle, side, m, n, a, lda, x, incx, c, ldc);
  }

  @Override
  public void axpy(long handle, int n, double alpha, long x, int incx, long y, int incy) {
    blas.axpy(handle, n, alpha, x, incx, y, incy);
  }

  @Override
  public void trsmBatched(
      long handle, int transA, int m, int n, long a, int lda, long b, int ldb, int count) {
    blas.trsmBatched(handle, transA, m, n, a, lda, b, ldb, count);
  }

  @Override
  public long solverCreate(long stream) {
    return solver.create(stream);
  }

  @Override
  public void solverDestroy(long handle) {
    solver.destroy(handle);
  }

  @Override
  public int potrfBufferSize(long handle, int n, long a, int lda) {
    return solver.potrfBufferSize(handle, n, a, lda);
  }

  @Override
  public void potrf(long handle, int n, long a, int lda, long work, int elements, long info) {
    solver.potrf(handle, n, a, lda, work, elements, info);
  }

  @Override
  public void potrs(long handle, int n, int nrhs, long a, int lda, long b, int ldb, long info) {
    solver.potrs(handle, n, nrhs, a, lda, b, ldb, info);
  }

  @Override
  public void potrfBatched(long handle, int n, long a, int lda, long info, int count) {
    solver.potrfBatched(handle, n, a, lda, info, count);
  }

  @Override
  public int syevdBufferSize(long handle, int jobz, int n, long a, int lda, long w) {
    return solver.syevdBufferSize(handle, jobz, n, a, lda, w);
  }

  @Override
  public void syevd(
      long handle, int jobz, int n, long a, int lda, long w, long work, int elements, long info) {
    solver.syevd(handle, jobz, n, a, lda, w, work, elements, info);
  }

  @Override
  public boolean hasSyevBatched() {
    return solver.hasSyevBatched();
  }

  @Override
  public long[] syevBatchedBufferSize(
      long handle, int jobz, int n, long a, int lda, long w, int count) {
    return solver.syevBatchedBufferSize(handle, jobz, n, a, lda, w, count);
  }

  @Override
  public void syevBatched(
      long handle,
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
    solver.syevBatched(handle, jobz, n, a, lda, w, work, workBytes, hostBytes, info, count);
  }

  @Override
  public void close() {
    solver.close();
  }
}
