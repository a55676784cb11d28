// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.matrix;

/** Whether an operand is read as it lies or transposed (BLAS: {@code trans}). */
public enum Transpose {
  /** op(A) = A. */
  NO,
  /** op(A) = A'. */
  YES;

  /**
   * The other one.
   *
   * @return {@code YES} for {@code NO} and the other way round
   */
  public Transpose flip() {
    return this == NO ? YES : NO;
  }
}
