// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

/**
 * Whether the features of a sample may have a covariance S that is a multiple of the identity.
 *
 * <p>The measure is p tr(S^2)/tr(S)^2 - 1, zero for such an S and positive for any other: 0.8 for
 * eigenvalues k^-1/2 and 17 for 1/k at p = 500. tr(S^2) is estimated without bias from the inner
 * products of different rows; under isotropy the standard error of the measure is about 2/n
 * whatever p (S. X. Chen, L.-X. Zhang and P.-S. Zhong, "Tests for high-dimensional covariance
 * matrices", JASA 105, 2010).
 */
final class Isotropy {
  /** The work grows with the square of the rows; these many tell 2 % already. */
  private static final int ROWS = 400;

  /** Standard errors that sampling is granted. */
  private static final double GRANTED = 4.0;

  /** Departures below this do not matter, however certain. */
  private static final double IMMATERIAL = 0.1;

  /** The fewest rows that can contradict isotropy. */
  private static final int LEAST = 8;

  private Isotropy() {}

  /** Whether the sample contradicts isotropy. */
  static boolean contradictedBy(CentredColumns sample) {
    int n = Math.min(sample.rows, ROWS);
    return n >= LEAST && departure(sample) > Math.max(IMMATERIAL, GRANTED * 2.0 / n);
  }

  /** p tr(S^2)/tr(S)^2 - 1, from a part of the rows if there are many. */
  static double departure(CentredColumns sample) {
    CentredColumns rows = sample.spread(ROWS);
    int n = rows.rows;
    double[] norms = rows.rowNorms();
    double squares = 0.0;
    for (double[] line : Vectors.rowProducts(rows.x, n)) {
      squares += 2.0 * Vectors.dot(line, line);
    }
    double diagonal = Vectors.dot(norms, norms);
    double trace = Vectors.sum(norms);
    // The mean of x x' is the mean of the products of a row with itself.
    double traceOfSquare =
        CrossProducts.unbiasedSquare(squares + diagonal, diagonal, trace * trace, n, rows.centred);
    double mean = trace / rows.divisor();
    return rows.columns() * traceOfSquare / (mean * mean) - 1.0;
  }
}
