// SPDX-License-Identifier: Apache-2.0
//
// C = alpha op(A) op(B) + beta C. Sums run over k in ascending order whatever the sizes, so an item
// has the same bits in every batch and X'X is symmetric to the last bit.
#include "emulated.h"

#include <stdlib.h>
#include <string.h>

#define INVALID BLAS_INVALID

enum { ROWS = 4, COLUMNS = 4 }; // the tile of C that is summed in registers

typedef struct {
  int transA, transB;
  int64_t m, n, k, lda, ldb, ldc, strideA, strideB, strideC, count;
  double alpha, beta;
} Gemm;

// Two doubles, as any machine with vectors has; left to itself gcc would vectorise along k.
typedef double Pair __attribute__((vector_size(16), aligned(8)));

static void tile(
    int64_t k, const double *a, const double *const b[COLUMNS], int64_t step,
    double sums[COLUMNS][ROWS]) {
  Pair sum[COLUMNS][ROWS / 2] = {{{0}}};
  for (int64_t p = 0; p < k; p++) {
    const Pair *rows = (const Pair *)(a + p * ROWS);
    for (int j = 0; j < COLUMNS; j++) {
      double factor = b[j][p * step];
      for (int i = 0; i < ROWS / 2; i++) sum[j][i] += rows[i] * factor;
    }
  }
  memcpy(sums, sum, sizeof sum);
}

static void gemm_item(
    const Gemm *g, const double *a, const double *b, double *c, double *panel) {
  int64_t k = g->alpha == 0 ? 0 : g->k;
  int64_t stepB = g->transB ? g->ldb : 1, nextB = g->transB ? 1 : g->ldb;
  int64_t stepA = g->transA ? 1 : g->lda, nextA = g->transA ? g->lda : 1;
  for (int64_t i0 = 0; i0 < g->m; i0 += ROWS) {
    int64_t rows = g->m - i0 < ROWS ? g->m - i0 : ROWS;
    for (int64_t p = 0; p < k; p++) { // rows beyond the last repeat it and are not stored
      for (int64_t i = 0; i < ROWS; i++) {
        panel[p * ROWS + i] = a[p * stepA + (i0 + (i < rows ? i : rows - 1)) * nextA];
      }
    }
    for (int64_t j0 = 0; j0 < g->n; j0 += COLUMNS) {
      int64_t columns = g->n - j0 < COLUMNS ? g->n - j0 : COLUMNS;
      const double *from[COLUMNS];
      double sums[COLUMNS][ROWS];
      for (int64_t j = 0; j < COLUMNS; j++) {
        from[j] = k == 0 ? NULL : b + (j0 + (j < columns ? j : columns - 1)) * nextB;
      }
      tile(k, panel, from, stepB, sums);
      for (int64_t j = 0; j < columns; j++) {
        double *to = c + (j0 + j) * g->ldc + i0;
        for (int64_t i = 0; i < rows; i++) {
          double value = k == 0 ? 0 : g->alpha * sums[j][i];
          to[i] = g->beta == 0 ? value : value + g->beta * to[i];
        }
      }
    }
  }
}

static bool run_gemm(const void *arguments, void *const at[]) {
  const Gemm *g = arguments;
  const double *a = at[0], *b = at[1];
  double *c = at[2], *panel = malloc((g->k + 1) * ROWS * sizeof *panel);
  if (panel == NULL) abort();
  for (int64_t i = 0; i < g->count; i++) {
    gemm_item(
        g, a == NULL ? NULL : a + i * g->strideA, b == NULL ? NULL : b + i * g->strideB,
        c + i * g->strideC, panel);
  }
  free(panel);
  return true;
}

// Whether an item of a batch overlaps an item of C. Batches may lie in turns in one block.
static bool items_overlap(
    const Operand *x, int64_t stride, const Operand *c, int64_t strideC, int64_t count) {
  if (!overlap(x, c)) return false;
  int64_t lengthX = x->bytes - (count - 1) * stride * 8;
  int64_t lengthC = c->bytes - (count - 1) * strideC * 8;
  int64_t distance = (const char *)x->address - (const char *)c->address;
  for (int64_t i = 0; i < count; i++) {
    // The items of C that start less than lengthC before this one, or less than lengthX behind.
    int64_t start = distance + i * stride * 8;
    int64_t first = start < lengthC || strideC == 0 ? 0 : (start - lengthC) / (strideC * 8) + 1;
    int64_t begin = first * strideC * 8;
    if (first < count && begin < start + lengthX && start < begin + lengthC) return true;
    if (stride == 0) break;
  }
  return false;
}

static int gemm(
    void *handle, const Gemm *g, const double *a, const double *b, double *c) {
  if (!is_blas(handle)) return BLAS_DEAD;
  int64_t rowsA = g->transA ? g->k : g->m, columnsA = g->transA ? g->m : g->k;
  int64_t rowsB = g->transB ? g->n : g->k, columnsB = g->transB ? g->k : g->n;
  REQUIRE(is_operation(g->transA) && is_operation(g->transB), "unknown operation");
  REQUIRE(g->m >= 0 && g->n >= 0 && g->k >= 0 && g->count >= 0, "negative size");
  REQUIRE(g->count <= 65535, "%lld items in one call", (long long)g->count);
  LEADING("lda", g->lda, rowsA);
  LEADING("ldb", g->ldb, rowsB);
  LEADING("ldc", g->ldc, g->m);
  REQUIRE(g->strideA >= 0 && g->strideB >= 0 && g->strideC >= 0, "negative stride");
  if (g->m == 0 || g->n == 0 || g->count == 0) return 0;
  REQUIRE(
      g->count <= 1 || g->strideC >= g->ldc * g->n, "items of C overlap: stride %lld, ldc * n %lld",
      (long long)g->strideC, (long long)(g->ldc * g->n));
  int64_t read = g->alpha == 0 || g->k == 0 ? 0 : g->count;
  Operand operands[] = {
      matrices("A", a, rowsA, columnsA, g->lda, g->strideA, read),
      matrices("B", b, rowsB, columnsB, g->ldb, g->strideB, read),
      matrices("C", c, g->m, g->n, g->ldc, g->strideC, g->count)};
  // Spans first: the strides of batches that do not fit in memory would overflow below.
  int status = check(operands, 3, BLAS_INVALID, BLAS_FAILED);
  if (status) return status;
  for (int i = 0; i < 2; i++) {
    int64_t stride = i == 0 ? g->strideA : g->strideB;
    REQUIRE(
        !items_overlap(&operands[i], stride, &operands[2], g->strideC, g->count),
        "%s and C overlap", operands[i].name);
  }
  return submit(BLAS_HANDLE, handle, run_gemm, g, sizeof *g, operands, 3);
}

EXPORT int cublasDgemm_v2(
    void *handle, int transA, int transB, int m, int n, int k, const double *alpha,
    const double *a, int lda, const double *b, int ldb, const double *beta, double *c, int ldc) {
  ENTER(BLAS);
  REQUIRE(is_factor(alpha) && is_factor(beta), "alpha and beta must be on the host");
  Gemm g = {
      .transA = transA, .transB = transB, .m = m, .n = n, .k = k, .lda = lda, .ldb = ldb,
      .ldc = ldc, .count = 1, .alpha = *alpha, .beta = *beta};
  return gemm(handle, &g, a, b, c);
}

EXPORT int cublasDgemmStridedBatched(
    void *handle, int transA, int transB, int m, int n, int k, const double *alpha,
    const double *a, int lda, long long strideA, const double *b, int ldb, long long strideB,
    const double *beta, double *c, int ldc, long long strideC, int count) {
  ENTER(BLAS);
  REQUIRE(is_factor(alpha) && is_factor(beta), "alpha and beta must be on the host");
  Gemm g = {
      .transA = transA, .transB = transB, .m = m, .n = n, .k = k, .lda = lda, .ldb = ldb,
      .ldc = ldc, .strideA = strideA, .strideB = strideB, .strideC = strideC, .count = count,
      .alpha = *alpha, .beta = *beta};
  return gemm(handle, &g, a, b, c);
}
