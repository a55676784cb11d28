// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/**
 * How a solution was computed, so that nothing falls back in silence.
 *
 * @param backend name of the backend
 * @param side which Gram matrix was formed
 * @param method how its shifted systems were solved
 */
public record Route(String backend, Side side, Method method) {
  /** How shifted systems were solved. */
  public enum Method {
    /** One Cholesky factorisation for this penalty, alone or in a batch for all penalties. */
    CHOLESKY,
    /** One tridiagonal reduction for all penalties. */
    TRIDIAGONAL,
    /** One reduction to a band for all penalties. */
    BAND,
    /**
     * Eigenvalues and eigenvectors: kept by the backend for all penalties, or taken for a penalty
     * that is zero or below the rounding of the Gram matrix (max(n, p) eps ||G||), where
     * eigenvalues below that tolerance count as zero.
     */
    SPECTRUM,
    /**
     * As {@code SPECTRUM} with a positive penalty, but some eigenvalues counted as zero: right for
     * a design whose rows or columns depend on each other, a loss for one whose features differ so
     * much in scale that the small ones drown in the rounding of the large. Standardise the
     * features then.
     */
    TRUNCATED_SPECTRUM;

    /**
     * The method behind {@link dev.ridgeline.spi.Reduced#form()}.
     *
     * @param form the word a reduction gives
     * @return the method
     */
    public static Method ofForm(String form) {
      return switch (form) {
        case "tridiagonal" -> TRIDIAGONAL;
        case "band" -> BAND;
        case "spectrum" -> SPECTRUM;
        case "cholesky" -> CHOLESKY;
        default -> throw new IllegalArgumentException("unknown form of a reduction: " + form);
      };
    }
  }

  @Override
  public String toString() {
    return backend + "/" + side + "/" + method;
  }
}
