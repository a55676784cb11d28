// SPDX-License-Identifier: Apache-2.0
//
// cuBLAS without gemm.
#include "emulated.h"

#include <stdlib.h>

#define INVALID BLAS_INVALID

bool is_operation(int trans) { return trans >= 0 && trans <= 2; }

bool is_factor(const double *factor) { return factor != NULL && !is_device_address(factor); }

bool is_blas(const void *handle) {
  if (is_live(BLAS_HANDLE, handle)) return true;
  violation(BLAS_DEAD, "not a live handle");
  return false;
}

EXPORT int cublasCreate_v2(void **handle) {
  ENTER(BLAS);
  return create(BLAS_HANDLE, handle, BLAS_INVALID);
}

EXPORT int cublasDestroy_v2(void *handle) {
  ENTER_RELEASE(BLAS);
  int result = destroy(BLAS_HANDLE, handle, BLAS_DEAD);
  return status ? status : result;
}

EXPORT int cublasSetStream_v2(void *handle, void *stream) {
  ENTER(BLAS);
  return bind(BLAS_HANDLE, handle, stream, BLAS_DEAD);
}

// ---- C = alpha op(A) + beta op(B)

typedef struct {
  int transA, transB;
  int64_t m, n, lda, ldb, ldc;
  double alpha, beta;
} Geam;

static bool run_geam(const void *arguments, void *const at[]) {
  const Geam *g = arguments;
  const double *a = at[0], *b = at[1];
  double *c = at[2];
  int64_t rowA = g->transA ? g->lda : 1, columnA = g->transA ? 1 : g->lda;
  int64_t rowB = g->transB ? g->ldb : 1, columnB = g->transB ? 1 : g->ldb;
  for (int64_t j = 0; j < g->n; j++) {
    for (int64_t i = 0; i < g->m; i++) {
      double x = a == NULL ? 0 : g->alpha * a[i * rowA + j * columnA];
      double y = b == NULL ? 0 : g->beta * b[i * rowB + j * columnB];
      c[i + j * g->ldc] = a == NULL ? y : b == NULL ? x : x + y;
    }
  }
  return true;
}

EXPORT int cublasDgeam(
    void *handle, int transA, int transB, int m, int n, const double *alpha, const double *a,
    int lda, const double *beta, const double *b, int ldb, double *c, int ldc) {
  ENTER(BLAS);
  if (!is_blas(handle)) return BLAS_DEAD;
  REQUIRE(is_factor(alpha) && is_factor(beta), "alpha and beta must be on the host");
  REQUIRE(is_operation(transA) && is_operation(transB), "unknown operation");
  REQUIRE(m >= 0 && n >= 0, "negative size");
  LEADING("lda", lda, transA ? n : m);
  LEADING("ldb", ldb, transB ? n : m);
  LEADING("ldc", ldc, m);
  if (m == 0 || n == 0) return 0;
  Geam g = {
      .transA = transA, .transB = transB, .m = m, .n = n, .lda = lda, .ldb = ldb, .ldc = ldc,
      .alpha = *alpha, .beta = *beta};
  Operand operands[] = {
      matrix("A", a, transA ? n : m, *alpha == 0 ? 0 : transA ? m : n, lda),
      matrix("B", b, transB ? n : m, *beta == 0 ? 0 : transB ? m : n, ldb),
      matrix("C", c, m, n, ldc)};
  for (int i = 0; i < 2; i++) {
    bool transposed = i == 0 ? transA : transB;
    bool in_place = operands[i].address == c && !transposed && (i == 0 ? lda : ldb) == ldc;
    REQUIRE(
        in_place || !overlap(&operands[i], &operands[2]), "%s and C overlap", operands[i].name);
  }
  return submit(BLAS_HANDLE, handle, run_geam, &g, sizeof g, operands, 3);
}

// ---- C = diag(x) A or A diag(x)

typedef struct {
  int right;
  int64_t m, n, lda, incx, ldc;
} Dgmm;

static bool run_dgmm(const void *arguments, void *const at[]) {
  const Dgmm *d = arguments;
  const double *a = at[0], *x = at[1];
  double *c = at[2];
  for (int64_t j = 0; j < d->n; j++) {
    for (int64_t i = 0; i < d->m; i++) {
      c[i + j * d->ldc] = a[i + j * d->lda] * x[(d->right ? j : i) * d->incx];
    }
  }
  return true;
}

EXPORT int cublasDdgmm(
    void *handle, int side, int m, int n, const double *a, int lda, const double *x, int incx,
    double *c, int ldc) {
  ENTER(BLAS);
  if (!is_blas(handle)) return BLAS_DEAD;
  REQUIRE(side == 0 || side == 1, "unknown side");
  REQUIRE(m >= 0 && n >= 0, "negative size");
  REQUIRE(incx >= 0, "a negative increment is not emulated");
  LEADING("lda", lda, m);
  LEADING("ldc", ldc, m);
  if (m == 0 || n == 0) return 0;
  Dgmm d = {.right = side, .m = m, .n = n, .lda = lda, .incx = incx, .ldc = ldc};
  Operand operands[] = {
      matrix("A", a, m, n, lda), vector("x", x, side ? n : m, incx), matrix("C", c, m, n, ldc)};
  REQUIRE((a == c && lda == ldc) || !overlap(&operands[0], &operands[2]), "A and C overlap");
  REQUIRE(!overlap(&operands[1], &operands[2]), "x and C overlap");
  return submit(BLAS_HANDLE, handle, run_dgmm, &d, sizeof d, operands, 3);
}

// ---- y = alpha x + y

typedef struct {
  int64_t n, incx, incy;
  double alpha;
} Axpy;

static bool run_axpy(const void *arguments, void *const at[]) {
  const Axpy *p = arguments;
  const double *x = at[0];
  double *y = at[1];
  for (int64_t i = 0; i < p->n; i++) y[i * p->incy] += p->alpha * x[i * p->incx];
  return true;
}

EXPORT int cublasDaxpy_v2(
    void *handle, int n, const double *alpha, const double *x, int incx, double *y, int incy) {
  ENTER(BLAS);
  if (!is_blas(handle)) return BLAS_DEAD;
  REQUIRE(is_factor(alpha), "alpha must be on the host");
  REQUIRE(n >= 0, "negative size");
  REQUIRE(incx >= 0 && incy > 0, "increments %d and %d are not emulated", incx, incy);
  if (n == 0 || *alpha == 0) return 0;
  Axpy p = {.n = n, .incx = incx, .incy = incy, .alpha = *alpha};
  Operand operands[] = {vector("x", x, n, incx), vector("y", y, n, incy)};
  bool same = x == y && incx == incy; // elementwise, so in place is well defined
  bool in_turns = incx == incy && (x - y) % incy != 0;
  REQUIRE(same || in_turns || !overlap(&operands[0], &operands[1]), "x and y overlap");
  return submit(BLAS_HANDLE, handle, run_axpy, &p, sizeof p, operands, 2);
}

// ---- op(L_k) X_k = alpha B_k

static void subtract(int64_t n, double factor, const double *restrict x, double *restrict y) {
  for (int64_t i = 0; i < n; i++) y[i] -= factor * x[i];
}

void solve_lower(
    bool transposed, int64_t m, int64_t n, const double *l, int64_t ldl, double *b, int64_t ldb) {
  double *upper = NULL;
  if (transposed) { // whose columns are contiguous
    upper = malloc((m * m + 1) * sizeof *upper);
    if (upper == NULL) abort();
    for (int64_t j = 0; j < m; j++) {
      for (int64_t i = j; i < m; i++) upper[j + i * m] = l[i + j * ldl];
    }
  }
  for (int64_t j = 0; j < n; j++) {
    double *x = b + j * ldb;
    for (int64_t k = 0; k < m && !transposed; k++) {
      x[k] /= l[k + k * ldl];
      subtract(m - k - 1, x[k], l + k + 1 + k * ldl, x + k + 1);
    }
    for (int64_t k = m - 1; k >= 0 && transposed; k--) {
      x[k] /= upper[k + k * m];
      subtract(k, x[k], upper + k * m, x);
    }
  }
  free(upper);
}

typedef struct {
  int transposed;
  int64_t m, n, lda, ldb, count;
  double alpha;
} Trsm;

static bool run_trsm(const void *arguments, void *const at[]) {
  const Trsm *t = arguments;
  void **a = at[0], **b = at[1];
  if (!distinct("B", b, t->count)) return false;
  for (int64_t i = 0; i < t->count; i++) {
    Operand operandA = matrix("an item of A", a[i], t->m, t->m, t->lda);
    Operand operandB = matrix("an item of B", b[i], t->m, t->n, t->ldb);
    const double *l = locate(&operandA, true, CUDA_ILLEGAL);
    double *x = l == NULL ? NULL : locate(&operandB, true, CUDA_ILLEGAL);
    if (x == NULL) return false;
    if (overlap(&operandA, &operandB)) {
      violation(CUDA_ILLEGAL, "items of A and B overlap");
      return false;
    }
    for (int64_t j = 0; j < t->n; j++) {
      for (int64_t k = 0; k < t->m; k++) {
        double *element = x + k + j * t->ldb;
        *element = t->alpha == 0 ? 0 : *element * t->alpha;
      }
    }
    solve_lower(t->transposed, t->m, t->n, l, t->lda, x, t->ldb);
  }
  return true;
}

EXPORT int cublasDtrsmBatched(
    void *handle, int side, int uplo, int trans, int diag, int m, int n, const double *alpha,
    const double *const a[], int lda, double *const b[], int ldb, int count) {
  ENTER(BLAS);
  if (!is_blas(handle)) return BLAS_DEAD;
  REQUIRE(is_factor(alpha), "alpha must be on the host");
  REQUIRE(is_operation(trans), "unknown operation");
  REQUIRE(m >= 0 && n >= 0 && count >= 0, "negative size");
  REQUIRE(count <= 65535, "%d items in one call", count);
  LEADING("lda", lda, m);
  LEADING("ldb", ldb, m);
  if (side != 0 || uplo != 0 || diag != 0) {
    return violation(BLAS_UNSUPPORTED, "only left, lower and non-unit are emulated");
  }
  if (m == 0 || n == 0 || count == 0) return 0;
  Trsm t = {
      .transposed = trans != 0, .m = m, .n = n, .lda = lda, .ldb = ldb, .count = count,
      .alpha = *alpha};
  Operand operands[] = {
      span("the array A", a, count, sizeof(void *)), span("the array B", b, count, sizeof(void *))};
  return submit(BLAS_HANDLE, handle, run_trsm, &t, sizeof t, operands, 2);
}
