// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/** On which side the diagonal matrix of {@link Backend#dgmm} stands (BLAS: {@code side}). */
public enum Placement {
  /** C = diag(d) A. */
  LEFT,
  /** C = A diag(d). */
  RIGHT
}
