// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

/** G = Q T Q' with a T that is cheap to shift and factor. */
interface ReducedForm {
  /**
   * The orthogonal factor.
   *
   * @return Q
   */
  Reflectors q();

  /**
   * T + mu I for a group of shifts, factored.
   *
   * @param mu holds the shifts
   * @param at the first of {@link Shifts#GROUP}
   * @return the factors; closed by the caller
   */
  ShiftedSystem shift(double[] mu, int at);
}
