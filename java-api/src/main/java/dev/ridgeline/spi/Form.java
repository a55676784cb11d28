// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/** The form that a {@link Reduced} keeps its matrices in. */
public enum Form {
  /** Q T Q' with T tridiagonal. */
  TRIDIAGONAL,
  /** Q T Q' with T a narrow band. */
  BAND,
  /** Eigenvalues and eigenvectors. */
  SPECTRUM,
  /** Cholesky factors of every shifted matrix, batched. */
  CHOLESKY
}
