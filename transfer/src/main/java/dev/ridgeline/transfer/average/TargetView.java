// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.matrix.Matrix;

/**
 * A target as the average sees it, X = U diag(s) V' and one response y, prepared: rows times the
 * roots of their weights, those of weight 0 left out, and orthogonal to what is not penalised. The
 * arrays are not copied and must not change.
 *
 * @param u n x r
 * @param s r singular values
 * @param v p x r
 * @param z U'y, r numbers
 * @param rest y - U U'y, n numbers
 * @param unreached diagonal of I - N N' - U U' with the basis N of what is not penalised, n numbers
 * @param degrees m: rows of weight above 0 less directions that are not penalised
 * @param share groups over rows where rows belong to groups, else 1: what a row counts for
 */
public record TargetView(
    Matrix u,
    double[] s,
    Matrix v,
    double[] z,
    double[] rest,
    double[] unreached,
    int degrees,
    double share) {
  int rank() {
    return s.length;
  }

  int features() {
    return v.rows();
  }

  int rows() {
    return u.rows();
  }

  double restSquare() {
    return Flat.dot(rest, rest);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "TargetView[" + rows() + " x " + features() + ", rank " + rank() + "]";
  }
}
