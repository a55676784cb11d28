// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import dev.ridgeline.matrix.Transpose;
import java.util.Arrays;

/**
 * A batch of symmetric matrices reduced once so that every shift is cheap: tridiagonal, band,
 * spectrum or batched factors, as the backend likes. It may live in the memory of the block it was
 * made from: close it before that block. Belongs to one thread at a time.
 *
 * <p>Shifts {@code mu} hold for every item. They are finite and &gt;= 0 in the algorithms here; a
 * shifted matrix that is not positive definite is reported, never repaired.
 */
public interface Reduced extends Resource {
  /**
   * Order of the matrices.
   *
   * @return n
   */
  int order();

  /**
   * Number of matrices.
   *
   * @return count
   */
  int count();

  /**
   * Solves (G + mu_j I) X_j = B for every shift.
   *
   * @param mu the m shifts
   * @param b n x nrhs per item, left as it is
   * @param out n x (m nrhs) per item, overwritten: column {@code j * nrhs + t} belongs to shift j
   *     and right-hand side t; NaN where info is not 0
   * @return m numbers per item: 0, or i when the leading minor of order i of the reduced matrix is
   *     not positive definite
   */
  Info solve(double[] mu, Block b, Block out);

  /**
   * Solves (G + mu_j I) X_j = B_j: every shift its own right-hand sides, as a step of refinement
   * has them.
   *
   * @param mu the m shifts
   * @param b n x (m T) per item, left as it is: columns {@code j T .. (j + 1) T - 1} belong to
   *     shift j
   * @param out as b, overwritten; NaN where info is not 0
   * @return as {@link #solve}
   */
  default Info solveEach(double[] mu, Block b, Block out) {
    int m = mu.length;
    int[] info = new int[count() * m];
    for (int j = 0; j < m; j++) {
      int t = b.columns() / m;
      int[] one = solve(new double[] {mu[j]}, b.columns(j * t, t), out.columns(j * t, t)).values();
      for (int item = 0; item < one.length; item++) {
        info[item * m + j] = one[item];
      }
    }
    return () -> info;
  }

  /**
   * tr (G + mu_j I)^-1 for every shift.
   *
   * @param mu the m shifts
   * @param out m x 1 per item, overwritten; NaN where info is not 0
   * @return as {@link #solve}
   */
  Info traceInverse(double[] mu, Block out);

  /**
   * log det (G + mu_j I) for every shift, without overflow or underflow.
   *
   * @param mu the m shifts
   * @param out m x 1 per item, overwritten; NaN where info is not 0
   * @return as {@link #solve}
   */
  Info logDeterminant(double[] mu, Block out);

  /**
   * The quadratic forms zt_i' (G + mu_j I)^-1 zt_i of the rows of Zt, for every shift, where Zt is
   * Z = op(z) weighted as the design was, less what the unpenalised columns explain:
   *
   * <pre>zt_i = sqrt(rowWeights_i) (z_i - columnMeans) .* columnScales - N_i F</pre>
   *
   * <p>with N and F from the {@link Basis}. No eigenvectors are needed (one forward recurrence per
   * row and shift), and Zt is formed in pieces on the way.
   *
   * @param trans how z is read
   * @param z op(z) is r x n per item; null stands for the identity (r = n), which asks for the
   *     diagonals of the inverses and takes neither weighting nor basis
   * @param weighting applied on the way: r row weights, n means, n scales
   * @param basis eliminated on the way
   * @param mu the m shifts
   * @param out r x m per item, overwritten; NaN where info is not 0
   * @return as {@link #solve}
   */
  Info leverages(
      Transpose trans, Block z, Weighting weighting, Basis basis, double[] mu, Block out);

  /**
   * The quadratic forms z_i' (G + mu_j I)^-1 z_i of the rows of Z as they are.
   *
   * @param trans how z is read
   * @param z op(z) is r x n per item; null stands for the identity (r = n), which asks for the
   *     diagonals of the inverses
   * @param mu the m shifts
   * @param out r x m per item, overwritten; NaN where info is not 0
   * @return as {@link #solve}
   */
  default Info leverages(Transpose trans, Block z, double[] mu, Block out) {
    return leverages(trans, z, Weighting.NONE, Basis.NONE, mu, out);
  }

  /**
   * The smallest and the largest eigenvalue of every matrix, within the rounding of the larger,
   * where the form has them almost for nothing.
   *
   * @return two numbers per item; NaN where they would take a decomposition of their own
   */
  default double[] extremes() {
    double[] unknown = new double[2 * count()];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }

  /**
   * What the matrices were reduced to, for the route of a result. A backend may decide by the first
   * question: ask afterwards.
   *
   * @return the form
   */
  Form form();

  @Override
  void close();
}
