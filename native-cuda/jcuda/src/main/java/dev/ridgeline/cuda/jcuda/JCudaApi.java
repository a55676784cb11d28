// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import dev.ridgeline.cuda.binding.Status;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.runtime.cudaStream_t;

/** cuBLAS and cuSOLVER by JCuda, on top of the driver's calls. */
final class JCudaApi extends DriverCalls {
  private final String description;
  private final Handles<cublasHandle> blasHandles = new Handles<>("cuBLAS handle");
  private final Handles<cusolverDnHandle> solverHandles = new Handles<>("cuSOLVER handle");

  JCudaApi(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  private static Pointer at(long address) {
    return new Address(address);
  }

  private static Pointer factor(double value) {
    return Pointer.to(new double[] {value});
  }

  @Override
  public long blasCreate(long stream) {
    cudaStream_t queue = new cudaStream_t(stream(stream));
    cublasHandle handle = new cublasHandle();
    Status.blas("cublasCreate_v2", JCublas2.cublasCreate(handle));
    int status = JCublas2.cublasSetStream(handle, queue);
    if (status != 0) {
      JCublas2.cublasDestroy(handle);
    }
    Status.blas("cublasSetStream_v2", status);
    return blasHandles.add(handle);
  }

  @Override
  public void blasDestroy(long blas) {
    Status.blas("cublasDestroy_v2", JCublas2.cublasDestroy(blasHandles.remove(blas)));
  }

  @Override
  public void gemm(
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
    cublasHandle handle = blasHandles.get(blas);
    if (count == 1) {
      int status =
          JCublas2.cublasDgemm(
              handle,
              transA,
              transB,
              m,
              n,
              k,
              factor(alpha),
              at(a),
              lda,
              at(b),
              ldb,
              factor(beta),
              at(c),
              ldc);
      Status.blas("cublasDgemm_v2", status);
    } else {
      int status =
          JCublas2.cublasDgemmStridedBatched(
              handle,
              transA,
              transB,
              m,
              n,
              k,
              factor(alpha),
              at(a),
              lda,
              strideA,
              at(b),
              ldb,
              strideB,
              factor(beta),
              at(c),
              ldc,
              strideC,
              count);
      Status.blas("cublasDgemmStridedBatched", status);
    }
  }

  @Override
  public void geam(
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
    int status =
        JCublas2.cublasDgeam(
            blasHandles.get(blas),
            transA,
            OP_N,
            m,
            n,
            factor(alpha),
            at(a),
            lda,
            factor(beta),
            at(b),
            ldb,
            at(c),
            ldc);
    Status.blas("cublasDgeam", status);
  }

  @Override
  public void dgmm(
      long blas, int side, int m, int n, long a, int lda, long x, int incx, long c, int ldc) {
    int status =
        JCublas2.cublasDdgmm(
            blasHandles.get(blas), side, m, n, at(a), lda, at(x), incx, at(c), ldc);
    Status.blas("cublasDdgmm", status);
  }

  @Override
  public void axpy(long blas, int n, double alpha, long x, int incx, long y, int incy) {
    int status =
        JCublas2.cublasDaxpy(blasHandles.get(blas), n, factor(alpha), at(x), incx, at(y), incy);
    Status.blas("cublasDaxpy_v2", status);
  }

  @Override
  public void trsmBatched(
      long blas, int transA, int m, int n, long a, int lda, long b, int ldb, int count) {
    int status =
        JCublas2.cublasDtrsmBatched(
            blasHandles.get(blas),
            LEFT,
            LOWER,
            transA,
            NON_UNIT,
            m,
            n,
            factor(1),
            at(a),
            lda,
            at(b),
            ldb,
            count);
    Status.blas("cublasDtrsmBatched", status);
  }

  /** Sets no deterministic mode: CUDA 12.0, which JCuda's natives are built for, has none. */
  @Override
  public long solverCreate(long stream) {
    cudaStream_t queue = new cudaStream_t(stream(stream));
    cusolverDnHandle handle = new cusolverDnHandle();
    Status.solver("cusolverDnCreate", JCusolverDn.cusolverDnCreate(handle));
    int status = JCusolverDn.cusolverDnSetStream(handle, queue);
    if (status != 0) {
      JCusolverDn.cusolverDnDestroy(handle);
    }
    Status.solver("cusolverDnSetStream", status);
    return solverHandles.add(handle);
  }

  @Override
  public void solverDestroy(long solver) {
    Status.solver("cusolverDnDestroy", JCusolverDn.cusolverDnDestroy(solverHandles.remove(solver)));
  }

  @Override
  public int potrfBufferSize(long solver, int n, long a, int lda) {
    int[] elements = new int[1];
    int status =
        JCusolverDn.cusolverDnDpotrf_bufferSize(
            solverHandles.get(solver), LOWER, n, at(a), lda, elements);
    Status.solver("cusolverDnDpotrf_bufferSize", status);
    return elements[0];
  }

  @Override
  public void potrf(long solver, int n, long a, int lda, long work, int elements, long info) {
    int status =
        JCusolverDn.cusolverDnDpotrf(
            solverHandles.get(solver), LOWER, n, at(a), lda, at(work), elements, at(info));
    Status.solver("cusolverDnDpotrf", status);
  }

  @Override
  public void potrs(long solver, int n, int nrhs, long a, int lda, long b, int ldb, long info) {
    int status =
        JCusolverDn.cusolverDnDpotrs(
            solverHandles.get(solver), LOWER, n, nrhs, at(a), lda, at(b), ldb, at(info));
    Status.solver("cusolverDnDpotrs", status);
  }

  @Override
  public void potrfBatched(long solver, int n, long a, int lda, long info, int count) {
    int status =
        JCusolverDn.cusolverDnDpotrfBatched(
            solverHandles.get(solver), LOWER, n, at(a), lda, at(info), count);
    Status.solver("cusolverDnDpotrfBatched", status);
  }

  @Override
  public int syevdBufferSize(long solver, int jobz, int n, long a, int lda, long w) {
    int[] elements = new int[1];
    int status =
        JCusolverDn.cusolverDnDsyevd_bufferSize(
            solverHandles.get(solver), jobz, LOWER, n, at(a), lda, at(w), elements);
    Status.solver("cusolverDnDsyevd_bufferSize", status);
    return elements[0];
  }

  @Override
  public void syevd(
      long solver, int jobz, int n, long a, int lda, long w, long work, int elements, long info) {
    int status =
        JCusolverDn.cusolverDnDsyevd(
            solverHandles.get(solver),
            jobz,
            LOWER,
            n,
            at(a),
            lda,
            at(w),
            at(work),
            elements,
            at(info));
    Status.solver("cusolverDnDsyevd", status);
  }

  @Override
  public boolean hasSyevBatched() {
    return false;
  }

  @Override
  public long[] syevBatchedBufferSize(
      long solver, int jobz, int n, long a, int lda, long w, int count) {
    throw withoutSyevBatched();
  }

  @Override
  public void syevBatched(
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
    throw withoutSyevBatched();
  }

  private static UnsupportedOperationException withoutSyevBatched() {
    return new UnsupportedOperationException("JCuda 12.6 lacks cusolverDnXsyevBatched");
  }
}
