// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.matrix;

/** On which side of the design a ridge problem was solved. */
public enum Side {
  /** p x p: (X'X + mu I) b = X'y. */
  PRIMAL,
  /** n x n: (XX' + mu I) a = y, b = X'a. No p x p matrix is formed. */
  DUAL
}
