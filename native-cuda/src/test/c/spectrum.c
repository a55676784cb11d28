// SPDX-License-Identifier: Apache-2.0
//
// The eigenvalue functions of cuSOLVER: their rules. The numbers are in eigen.c.
#include "emulated.h"

#include <math.h>
#include <string.h>

#define INVALID SOLVER_INVALID

typedef struct {
  int vectors;
  int64_t n, lda, work, count;
} Eigen;

// As cuSOLVER 12.0.4 does for some matrices on an H100: vectors of one eigenvalue are vectors of it,
// but not orthogonal to each other. Seen from order 16 on.
static void shear(int64_t n, double *a, int64_t lda, const double *w) {
  const double lean = 0.1, length = sqrt(1 + lean * lean);
  double close = 1e-14 * fmax(fabs(w[0]), fabs(w[n - 1]));
  for (int64_t j = n - 1; j > 0; j--) {
    if (w[j] - w[j - 1] > close) continue;
    for (int64_t i = 0; i < n; i++) {
      a[i + j * lda] = (a[i + j * lda] + lean * a[i + (j - 1) * lda]) / length;
    }
  }
}

static bool run_syev(const void *arguments, void *const at[]) {
  const Eigen *e = arguments;
  double *a = at[0], *w = at[1];
  int *info = at[2];
  memset(at[3], 0xFF, e->work);
  for (int64_t i = 0; i < e->count; i++) {
    double *item = a + i * e->n * e->lda, *values = w + i * e->n;
    info[i] = e->n == 0 ? 0 : eigen(e->vectors, e->n, item, e->lda, values);
    if (e->vectors && e->n >= 16 && info[i] == 0) shear(e->n, item, e->lda, values);
  }
  return true;
}

static int64_t syevd_elements(int64_t n) { return n * n + 8 * n + 64; }

EXPORT int cusolverDnDsyevd_bufferSize(
    void *handle, int jobz, int uplo, int n, const double *a, int lda, const double *w,
    int *elements) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  LOWER_ONLY(uplo);
  (void)a;
  (void)w;
  REQUIRE(jobz == 0 || jobz == 1, "unknown job");
  REQUIRE(n >= 0, "negative size");
  LEADING("lda", lda, n);
  NOT_NULL(elements);
  REQUIRE(syevd_elements(n) <= INT32_MAX, "the workspace is too large");
  *elements = (int)syevd_elements(n);
  return 0;
}

EXPORT int cusolverDnDsyevd(
    void *handle, int jobz, int uplo, int n, double *a, int lda, double *w, double *work,
    int elements, int *info) {
  ENTER(SOLVER);
  SOLVER_HANDLE_LIVE(handle);
  LOWER_ONLY(uplo);
  REQUIRE(jobz == 0 || jobz == 1, "unknown job");
  REQUIRE(n >= 0, "negative size");
  LEADING("lda", lda, n);
  REQUIRE(
      elements >= syevd_elements(n), "workspace of %d elements, %lld are needed", elements,
      (long long)syevd_elements(n));
  Eigen e = {.vectors = jobz, .n = n, .lda = lda, .work = elements * INT64_C(8), .count = 1};
  Operand operands[] = {
      matrix("A", a, n, n, lda), vector("W", w, n, 1), span("info", info, 1, sizeof(int)),
      span("the workspace", work, elements, sizeof(double))};
  REQUIRE(!any_overlap(operands, 4), "operands overlap");
  return submit(SOLVER_HANDLE, handle, run_syev, &e, sizeof e, operands, 4);
}

static int64_t device_bytes(int64_t n, int64_t count) { return count * (n * n + 4 * n + 8) * 8; }

// Not 0, so that a caller who forgets the buffer on the host is found out.
static int64_t host_bytes(int64_t n) { return 64 + 8 * n; }

static int check_syev_batched(
    void *handle, void *params, int jobz, int uplo, int64_t n, int typeA, int64_t lda, int typeW,
    int computed, int64_t count) {
  const int real64 = 1; // CUDA_R_64F
  SOLVER_HANDLE_LIVE(handle);
  REQUIRE(is_live(PARAMS, params), "not live parameters");
  LOWER_ONLY(uplo);
  REQUIRE(jobz == 0 || jobz == 1, "unknown job");
  REQUIRE(typeA == real64 && typeW == real64 && computed == real64, "only double is emulated");
  REQUIRE(n >= 0 && count >= 0, "negative size");
  LEADING("lda", lda, n);
  REQUIRE(lda <= INT32_MAX && count <= 65535, "%lld items in one call", (long long)count);
  REQUIRE(n * lda * (double)count <= INT32_MAX, "n * lda * batch is above INT_MAX");
  return 0;
}

EXPORT int cusolverDnXsyevBatched_bufferSize(
    void *handle, void *params, int jobz, int uplo, int64_t n, int typeA, const void *a,
    int64_t lda, int typeW, const void *w, int computed, size_t *onDevice, size_t *onHost,
    int64_t count) {
  ENTER(SOLVER);
  (void)a;
  (void)w;
  status = check_syev_batched(handle, params, jobz, uplo, n, typeA, lda, typeW, computed, count);
  if (status) return status;
  REQUIRE(onDevice != NULL && onHost != NULL, "null pointer");
  *onDevice = (size_t)device_bytes(n, count);
  *onHost = (size_t)host_bytes(n);
  return 0;
}

EXPORT int cusolverDnXsyevBatched(
    void *handle, void *params, int jobz, int uplo, int64_t n, int typeA, void *a, int64_t lda,
    int typeW, void *w, int computed, void *work, size_t bytes, void *host, size_t bytesHost,
    int *info, int64_t count) {
  ENTER(SOLVER);
  status = check_syev_batched(handle, params, jobz, uplo, n, typeA, lda, typeW, computed, count);
  if (status) return status;
  REQUIRE(
      bytes >= (size_t)device_bytes(n, count), "workspace of %zu bytes, %lld are needed", bytes,
      (long long)device_bytes(n, count));
  REQUIRE(
      bytesHost >= (size_t)host_bytes(n), "workspace of %zu bytes on the host, %lld are needed",
      bytesHost, (long long)host_bytes(n));
  if (!host_span("the workspace on the host", host, (int64_t)bytesHost)) return SOLVER_INVALID;
  memset(host, 0xFF, bytesHost); // it must be writable
  if (n == 0 || count == 0) return 0;
  Eigen e = {.vectors = jobz, .n = n, .lda = lda, .work = (int64_t)bytes, .count = count};
  Operand operands[] = {
      matrices("A", a, n, n, lda, n * lda, count), span("W", w, n * count, sizeof(double)),
      span("info", info, count, sizeof(int)), span("the workspace", work, (int64_t)bytes, 1)};
  REQUIRE(!any_overlap(operands, 4), "operands overlap");
  return submit(SOLVER_HANDLE, handle, run_syev, &e, sizeof e, operands, 4);
}
