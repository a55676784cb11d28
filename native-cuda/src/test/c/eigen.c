// SPDX-License-Identifier: Apache-2.0
//
// Eigenvalues and vectors of a symmetric matrix: Householder reduction to a tridiagonal matrix
// from the first column on, then implicit QR steps with Wilkinson's shift, which deflate at the
// end. (Golub and Van Loan, Matrix Computations, 8.3; QR and not QL, because the reduction leaves
// small numbers at the end.)
#include "emulated.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- small vector operations, in a fixed order

static double dot(int64_t n, const double *x, const double *y) {
  double sum[8] = {0};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) sum[k] += x[i + k] * y[i + k];
  }
  for (int k = 0; i < n; i++, k++) sum[k] += x[i] * y[i];
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

static void add(int64_t n, double factor, const double *restrict x, double *restrict y) {
  for (int64_t i = 0; i < n; i++) y[i] += factor * x[i];
}

// The columns x and y become c x - s y and s x + c y.
static void rotate(int64_t n, double c, double s, double *restrict x, double *restrict y) {
  for (int64_t i = 0; i < n; i++) {
    double old = x[i];
    x[i] = c * old - s * y[i];
    y[i] = s * old + c * y[i];
  }
}

// ---- reduction to a tridiagonal matrix

// Makes x the vector v, with v[0] = 1, of H = I - tau v v' where H x = (first, 0, ...).
// Scaled by itself, because the squares of a column of 1e-200 would vanish.
static double reflector(int64_t n, double *x, double *first) {
  double largest = 0;
  for (int64_t i = 1; i < n; i++) largest = fmax(largest, fabs(x[i]));
  *first = x[0];
  if (largest == 0) return 0;
  int exponent;
  frexp(fmax(largest, fabs(x[0])), &exponent);
  for (int64_t i = 0; i < n; i++) x[i] = ldexp(x[i], -exponent);
  double alpha = x[0], beta = -copysign(sqrt(dot(n, x, x)), alpha);
  for (int64_t i = 1; i < n; i++) x[i] /= alpha - beta;
  x[0] = 1;
  *first = ldexp(beta, exponent);
  return (beta - alpha) / beta;
}

// Both triangles of t hold the matrix; afterwards column k holds the vector of step k from row
// k + 1 on. d and e are the diagonal and what lies beside it.
static void reduce(int64_t n, double *t, double *d, double *e, double *tau, double *p) {
  for (int64_t k = 0; k < n; k++) {
    d[k] = t[k + k * n];
    if (k == n - 1) break;
    int64_t rest = n - k - 1;
    double *v = t + k * n + k + 1, *inner = v + n; // the block below and right of (k, k)
    tau[k] = reflector(rest, v, &e[k]);
    if (tau[k] == 0) continue;
    memset(p, 0, rest * sizeof *p);
    for (int64_t j = 0; j < rest; j++) add(rest, tau[k] * v[j], inner + j * n, p);
    add(rest, -0.5 * tau[k] * dot(rest, p, v), v, p);
    for (int64_t j = 0; j < rest; j++) { // H inner H, bitwise symmetric
      double *restrict column = inner + j * n;
      for (int64_t i = 0; i < rest; i++) column[i] -= v[i] * p[j] + p[i] * v[j];
    }
  }
}

// z becomes the product of the reflectors.
static void accumulate(int64_t n, const double *t, const double *tau, double *z) {
  memset(z, 0, n * n * sizeof *z);
  for (int64_t i = 0; i < n; i++) z[i + i * n] = 1;
  for (int64_t k = n - 2; k >= 0; k--) {
    if (tau[k] == 0) continue;
    const double *v = t + k * n + k + 1;
    for (int64_t j = k + 1; j < n; j++) {
      double *column = z + j * n + k + 1;
      add(n - k - 1, -tau[k] * dot(n - k - 1, v, column), v, column);
    }
  }
}

// ---- eigenvalues of a tridiagonal matrix

// One step on rows low to high; z, if there, takes the rotations.
static void step(int64_t n, int64_t low, int64_t high, double *d, double *e, double *z) {
  double half = (d[high - 1] - d[high]) / 2, beside = e[high - 1];
  double shift = d[high] - beside * (beside / (half + copysign(hypot(half, beside), half)));
  double x = d[low] - shift, bulge = e[low];
  for (int64_t k = low; k < high; k++) {
    double r = hypot(x, bulge);
    double c = r == 0 ? 1 : x / r, s = r == 0 ? 0 : -bulge / r;
    if (k > low) e[k - 1] = r;
    double above = d[k], below = d[k + 1], side = e[k];
    double mixed = c * above - s * side, other = c * side - s * below;
    d[k] = c * mixed - s * other;
    d[k + 1] = s * (s * above + c * side) + c * (s * side + c * below);
    e[k] = s * mixed + c * other;
    if (k + 1 < high) {
      x = e[k];
      bulge = -s * e[k + 1];
      e[k + 1] *= c;
    }
    if (z != NULL) rotate(n, c, s, z + k * n, z + (k + 1) * n);
  }
}

// The largest entry is about 1. False: no convergence.
static bool iterate(int64_t n, double *d, double *e, double *z) {
  double norm = 0;
  for (int64_t i = 0; i < n; i++) norm = fmax(norm, fabs(d[i]) + (i < n - 1 ? fabs(e[i]) : 0));
  int steps = 0;
  for (int64_t high = n - 1; high > 0;) {
    // Compared with its neighbours, what is negligible keeps small blocks exact. Should that
    // not suffice, what is negligible to the whole still keeps the backward error.
    double floor = steps < 40 ? DBL_MIN / DBL_EPSILON : DBL_EPSILON * norm;
    int64_t low = high;
    while (low > 0) {
      double beside = fabs(e[low - 1]);
      if (beside <= floor || beside <= DBL_EPSILON / 2 * (fabs(d[low - 1]) + fabs(d[low]))) break;
      low--;
    }
    if (low > 0) e[low - 1] = 0;
    if (low == high) {
      high--;
      steps = 0;
    } else if (++steps > 200) {
      return false;
    } else {
      step(n, low, high, d, e, z);
    }
  }
  return true;
}

// ---- the whole

typedef struct {
  double value;
  int64_t column;
} Pair;

static int ascending(const void *x, const void *y) {
  const Pair *a = x, *b = y;
  if (a->value != b->value) return a->value < b->value ? -1 : 1;
  return (a->column > b->column) - (a->column < b->column); // the same order every time
}

// Scans the lower triangle: its largest entry (NaN when one is not finite), and the largest
// beside the diagonal.
static double largest_entry(int64_t n, const double *a, int64_t lda, double *beside) {
  double largest = 0;
  *beside = 0;
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = j; i < n; i++) {
      double entry = fabs(a[i + j * lda]);
      if (!isfinite(entry)) return NAN;
      largest = fmax(largest, entry);
      if (i > j) *beside = fmax(*beside, entry);
    }
  }
  return largest;
}

int eigen(bool vectors, int64_t n, double *a, int64_t lda, double *w) {
  double beside, largest = largest_entry(n, a, lda, &beside);
  double *t = calloc(2 * n * n + 4 * n, sizeof *t);
  Pair *pairs = calloc(n, sizeof *pairs);
  if (t == NULL || pairs == NULL) abort();
  double *z = t + n * n, *d = z + n * n, *e = d + n, *tau = e + n, *p = tau + n;
  int exponent = 0;
  bool converged = !isnan(largest);
  if (converged && beside == 0) { // already diagonal: exact, without any scaling
    for (int64_t i = 0; i < n; i++) d[i] = a[i + i * lda];
    accumulate(n, t, tau, z);
  } else if (converged) {
    frexp(largest, &exponent);
    for (int64_t j = 0; j < n; j++) {
      for (int64_t i = j; i < n; i++) {
        t[i + j * n] = t[j + i * n] = ldexp(a[i + j * lda], -exponent);
      }
    }
    reduce(n, t, d, e, tau, p);
    if (vectors) accumulate(n, t, tau, z);
    converged = iterate(n, d, e, vectors ? z : NULL);
  }
  for (int64_t i = 0; i < n; i++) pairs[i] = (Pair){d[i], i};
  qsort(pairs, n, sizeof *pairs, ascending);
  for (int64_t j = 0; j < n; j++) {
    w[j] = converged ? ldexp(pairs[j].value, exponent) : NAN;
    const double *column = z + pairs[j].column * n;
    for (int64_t i = 0; i < n; i++) a[i + j * lda] = converged && vectors ? column[i] : NAN;
  }
  free(t);
  free(pairs);
  return converged ? 0 : (int)n;
}
