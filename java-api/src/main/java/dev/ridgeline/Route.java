// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.spi.Form;

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
     * Eigenvalues and eigenvectors of the Gram matrix, kept by the backend for all penalties; or
     * the singular values of the rows, taken for penalties so small that a factorisation says too
     * little, where singular values that are rounding count as zero.
     */
    SPECTRUM,
    /**
     * As {@code SPECTRUM} with a positive penalty, but some singular values counted as zero
     * although the shape allows more: right for a design whose rows or columns depend on each
     * other. From sums alone it may also mean that small features were lost in the rounding of
     * large ones; standardise them then.
     */
    TRUNCATED_SPECTRUM;
  }

  /** The route of a solution as the algorithms note it. */
  static Route of(String backend, Side side, Form form, boolean truncated) {
    Method method =
        switch (form) {
          case TRIDIAGONAL -> Method.TRIDIAGONAL;
          case BAND -> Method.BAND;
          case CHOLESKY -> Method.CHOLESKY;
          case SPECTRUM -> truncated ? Method.TRUNCATED_SPECTRUM : Method.SPECTRUM;
        };
    return new Route(backend, side, method);
  }

  @Override
  public String toString() {
    return backend + "/" + side + "/" + method;
  }
}
