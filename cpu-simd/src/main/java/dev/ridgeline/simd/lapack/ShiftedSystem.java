// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

/**
 * T + mu I = L D L' for a group of {@link Shifts#GROUP} shifts, one in each lane. Where {@link
 * #info} is not 0, what the lane computes is meaningless; other lanes do not notice.
 */
interface ShiftedSystem extends AutoCloseable {
  /**
   * The first pivot of a shift that is not positive.
   *
   * @param shift 0 to 7
   * @return 0, or i when pivot i fails
   */
  int info(int shift);

  /**
   * Solves for one right-hand side and all shifts.
   *
   * @param b right-hand side
   * @param bAt its first element
   * @param x n x 8, overwritten: element k of shift s at k * 8 + s
   */
  void solve(double[] b, int bAt, double[] x);

  /**
   * The traces of the inverses.
   *
   * @param trace 16 numbers, overwritten; the first 8 are the traces
   */
  void traceInverse(double[] trace);

  /**
   * The logarithm of the determinant of one shift.
   *
   * @param shift 0 to 7, whose {@link #info} is 0
   * @return sum of the logarithms of its pivots
   */
  double logDeterminant(int shift);

  /** Gets ready for {@link #quadraticForms}, which several threads may call afterwards. */
  void prepareForms();

  /**
   * Quadratic forms of 16 rows with the inverses.
   *
   * @param z n x 16, element k of row r at k * 16 + r
   * @param h 16 x 8, row r and shift s at r + 16 s, overwritten
   */
  void quadraticForms(double[] z, double[] h);

  /** Gives working memory back. */
  @Override
  void close();
}
