// SPDX-License-Identifier: Apache-2.0
//
// cuSOLVER without eigenvalues, lower triangles only. What the real library may destroy is
// destroyed here for certain.
#include "emulated.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INVALID SOLVER_INVALID

EXPORT int cusolverDnCreate(void **handle) {
  ENTER(SOLVER);
  return create(SOLVER_HANDLE, handle, SOLVER_INVALID);
}

EXPORT int cusolverDnDestroy(void *handle) {
  ENTER_RELEASE(SOLVER);
  int result = destroy(SOLVER_HANDLE, handle, SOLVER_DEAD);
  return status ? status : result;
}

EXPORT int cusolverDnSetStream(void *handle, void *stream) {
  ENTER(SOLVER);
  return bind(SOLVER_HANDLE, handle, stream, SOLVER_DEAD);
}

EXPORT int cusolverDnSetDeterministicMode(void *handle, int mode) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  REQUIRE(mode == 1 || mode == 2, "unknown mode %d", mode);
  return 0;
}

EXPORT int cusolverDnCreateParams(void **params) {
  ENTER(SOLVER);
  return create(PARAMS, params, SOLVER_INVALID);
}

EXPORT int cusolverDnDestroyParams(void *params) {
  ENTER_RELEASE(SOLVER);
  int result = destroy(PARAMS, params, SOLVER_DEAD);
  return status ? status : result;
}

// ---- Cholesky

typedef struct {
  int64_t n, nrhs, lda, ldb, work, count;
} Cholesky;

// LAPACK's info. Behind the minor that failed, the triangle is left as NaN.
static int factor(int64_t n, double *a, int64_t lda) {
  for (int64_t j = 0; j < n; j++) {
    double *column = a + j * lda;
    if (!(column[j] > 0)) {
      for (int64_t k = j; k < n; k++) {
        for (int64_t i = k; i < n; i++) a[i + k * lda] = NAN;
      }
      return (int)(j + 1);
    }
    double root = sqrt(column[j]);
    column[j] = root;
    for (int64_t i = j + 1; i < n; i++) column[i] /= root;
    for (int64_t k = j + 1; k < n; k++) {
      double *restrict to = a + k * lda;
      double multiple = column[k];
      for (int64_t i = k; i < n; i++) to[i] -= multiple * column[i];
    }
  }
  return 0;
}

static void spoil_upper(int64_t n, double *a, int64_t lda) {
  for (int64_t j = 1; j < n; j++) {
    for (int64_t i = 0; i < j; i++) a[i + j * lda] = NAN;
  }
}

static int64_t potrf_elements(int64_t n) { return 32 * n + 64; }

EXPORT int cusolverDnDpotrf_bufferSize(
    void *handle, int uplo, int n, double *a, int lda, int *elements) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  LOWER_ONLY(uplo);
  (void)a;
  REQUIRE(n >= 0, "negative size");
  LEADING("lda", lda, n);
  NOT_NULL(elements);
  REQUIRE(potrf_elements(n) <= INT32_MAX, "the workspace is too large");
  *elements = (int)potrf_elements(n);
  return 0;
}

// As cuSOLVER 12.0.4 says it on an H100: the last pivot of a block of 64 is found one too late, or
// not at all where it is the last of the matrix. The batched function says it right.
static int reported(int minor, int64_t n) {
  if (minor == 0 || minor % 64 != 0) return minor;
  return minor == n ? 0 : minor + 1;
}

static bool run_potrf(const void *arguments, void *const at[]) {
  const Cholesky *p = arguments;
  if (p->work > 0) memset(at[2], 0xFF, p->work * sizeof(double));
  int info = p->n == 0 ? 0 : reported(factor(p->n, at[0], p->lda), p->n);
  memcpy(at[1], &info, sizeof info);
  return true;
}

EXPORT int cusolverDnDpotrf(
    void *handle, int uplo, int n, double *a, int lda, double *work, int elements, int *info) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  LOWER_ONLY(uplo);
  REQUIRE(n >= 0, "negative size");
  LEADING("lda", lda, n);
  REQUIRE(
      elements >= potrf_elements(n), "workspace of %d elements, %lld are needed", elements,
      (long long)potrf_elements(n));
  Cholesky p = {.n = n, .lda = lda, .work = elements};
  Operand operands[] = {
      matrix("A", a, n, n, lda), span("info", info, 1, sizeof(int)),
      span("the workspace", work, elements, sizeof(double))};
  REQUIRE(!any_overlap(operands, 3), "operands overlap");
  return submit(SOLVER_HANDLE, handle, run_potrf, &p, sizeof p, operands, 3);
}

static bool run_potrs(const void *arguments, void *const at[]) {
  const Cholesky *p = arguments;
  int info = 0;
  if (p->n > 0 && p->nrhs > 0) {
    solve_lower(false, p->n, p->nrhs, at[0], p->lda, at[1], p->ldb);
    solve_lower(true, p->n, p->nrhs, at[0], p->lda, at[1], p->ldb);
  }
  memcpy(at[2], &info, sizeof info);
  return true;
}

EXPORT int cusolverDnDpotrs(
    void *handle, int uplo, int n, int nrhs, const double *a, int lda, double *b, int ldb,
    int *info) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  LOWER_ONLY(uplo);
  REQUIRE(n >= 0 && nrhs >= 0, "negative size");
  LEADING("lda", lda, n);
  LEADING("ldb", ldb, n);
  Cholesky p = {.n = n, .nrhs = nrhs, .lda = lda, .ldb = ldb};
  Operand operands[] = {
      matrix("A", a, n, n, lda), matrix("B", b, n, nrhs, ldb), span("info", info, 1, sizeof(int))};
  REQUIRE(!any_overlap(operands, 3), "operands overlap");
  return submit(SOLVER_HANDLE, handle, run_potrs, &p, sizeof p, operands, 3);
}

static bool run_potrf_batched(const void *arguments, void *const at[]) {
  const Cholesky *p = arguments;
  double *const *a = at[0];
  int *info = at[1];
  if (!distinct("A", (void *const *)a, p->count)) return false;
  for (int64_t i = 0; i < p->count; i++) {
    Operand operand = matrix("an item of A", a[i], p->n, p->n, p->lda);
    double *item = locate(&operand, true, CUDA_ILLEGAL);
    if (item == NULL) return false;
    info[i] = factor(p->n, item, p->lda);
    spoil_upper(p->n, item, p->lda);
  }
  return true;
}

EXPORT int cusolverDnDpotrfBatched(
    void *handle, int uplo, int n, double *a[], int lda, int *info, int count) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  LOWER_ONLY(uplo);
  REQUIRE(n >= 0 && count >= 0, "negative size");
  REQUIRE(count <= 65535, "%d items in one call", count);
  LEADING("lda", lda, n);
  if (n == 0 || count == 0) return 0;
  Cholesky p = {.n = n, .lda = lda, .count = count};
  Operand operands[] = {
      span("the array A", a, count, sizeof(void *)), span("info", info, count, sizeof(int))};
  return submit(SOLVER_HANDLE, handle, run_potrf_batched, &p, sizeof p, operands, 2);
}

static bool run_potrs_batched(const void *arguments, void *const at[]) {
  const Cholesky *p = arguments;
  double *const *a = at[0], *const *b = at[1];
  for (int64_t i = 0; i < p->count; i++) {
    Operand operandA = matrix("an item of A", a[i], p->n, p->n, p->lda);
    Operand operandB = matrix("an item of B", b[i], p->n, 1, p->ldb);
    double *l = locate(&operandA, true, CUDA_ILLEGAL);
    double *x = l == NULL ? NULL : locate(&operandB, true, CUDA_ILLEGAL);
    if (x == NULL) return false;
    solve_lower(false, p->n, 1, l, p->lda, x, p->ldb);
    solve_lower(true, p->n, 1, l, p->lda, x, p->ldb);
    spoil_upper(p->n, l, p->lda);
  }
  memset(at[2], 0, sizeof(int));
  return true;
}

EXPORT int cusolverDnDpotrsBatched(
    void *handle, int uplo, int n, int nrhs, double *a[], int lda, double *b[], int ldb, int *info,
    int count) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  LOWER_ONLY(uplo);
  REQUIRE(n >= 0 && count >= 0, "negative size");
  REQUIRE(nrhs == 1, "%d right-hand sides, only 1 is supported", nrhs);
  REQUIRE(count <= 65535, "%d items in one call", count);
  LEADING("lda", lda, n);
  LEADING("ldb", ldb, n);
  if (n == 0 || count == 0) return 0;
  Cholesky p = {.n = n, .lda = lda, .ldb = ldb, .count = count};
  Operand operands[] = {
      span("the array A", a, count, sizeof(void *)), span("the array B", b, count, sizeof(void *)),
      span("info", info, 1, sizeof(int))}; // one, not one per item
  return submit(SOLVER_HANDLE, handle, run_potrs_batched, &p, sizeof p, operands, 3);
}
