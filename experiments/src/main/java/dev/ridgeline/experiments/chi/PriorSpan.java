// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.chi;

/**
 * Source models in an orthonormal basis of their span, whose first direction is w0.
 *
 * <p>A target of rotation-invariant rows sees of the source models only their inner products. The
 * basis comes of a Cholesky factorisation with pivots; neighbours on a grid of penalties are nearly
 * alike, so a few directions hold all of them. What is left of every model has less than 1e-11 of
 * the largest squared length, which is above the rounding of the products.
 *
 * @param rank directions, w0 included
 * @param coordinates rank numbers per model
 */
record PriorSpan(int rank, double[][] coordinates) {
  private static final double LEFT = 1e-11;

  static PriorSpan of(BidiagonalRidge source, int dimension) {
    int count = source.size();
    int most = Math.min(count + 1, dimension);
    double[][] factor = new double[count][most];
    double[] rest = new double[count];
    double largest = 0;
    for (int a = 0; a < count; a++) {
      double square = source.product(a, a);
      largest = Math.max(largest, square);
      factor[a][0] = source.along(a);
      rest[a] = square - factor[a][0] * factor[a][0];
    }
    int rank = 1;
    while (rank < most) {
      int pivot = 0;
      for (int a = 1; a < count; a++) {
        pivot = rest[a] > rest[pivot] ? a : pivot;
      }
      if (!(rest[pivot] > LEFT * largest)) {
        break;
      }
      double root = Math.sqrt(rest[pivot]);
      for (int a = 0; a < count; a++) {
        double product = a == pivot ? root * root : remaining(source, factor, a, pivot, rank);
        factor[a][rank] = product / root;
        rest[a] -= factor[a][rank] * factor[a][rank];
      }
      rest[pivot] = 0;
      rank++;
    }
    return new PriorSpan(rank, factor);
  }

  private static double remaining(
      BidiagonalRidge source, double[][] factor, int a, int b, int rank) {
    double product = source.product(a, b);
    for (int k = 0; k < rank; k++) {
      product -= factor[a][k] * factor[b][k];
    }
    return product;
  }
}
