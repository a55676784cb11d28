// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import java.util.Arrays;

/**
 * New coordinates in which the columns of the source are orthonormal: X0 = Z R, and the target in
 * the same coordinates, X1 R^-1. Least squares needs no other inverse.
 *
 * <p>Gram-Schmidt, repeated where a column loses much of its length, which keeps Z orthonormal to
 * rounding however the columns are correlated (L. Giraud, J. Langou and M. Rozloznik, 2005, "twice
 * is enough"). A column that depends on those before it is left out; that changes no prediction on
 * the target if the column depends on them there in the same way.
 */
final class Orthonormal {
  /** What is left of a dependent column by rounding in the table itself, against its length. */
  private static final double DEPENDENT = 1e-9;

  /** A column that keeps less than this part of its length is projected once more. */
  private static final double REPEAT = 0.7;

  /** Of the kept columns, each n0 numbers. */
  final double[][] source;

  /** Of the same columns, each n1 numbers. */
  final double[][] target;

  /** How many left-out columns do not depend on the others in the target. */
  final int undetermined;

  private Orthonormal(double[][] source, double[][] target, int undetermined) {
    this.source = source;
    this.target = target;
    this.undetermined = undetermined;
  }

  /** Takes O((n0 + n1) p^2) and as much memory as both samples. */
  static Orthonormal of(CentredColumns source, CentredColumns target) {
    int p = source.columns();
    double[][] z = new double[p][];
    double[][] t = new double[p][];
    int rank = 0;
    int undetermined = 0;
    for (int j = 0; j < p; j++) {
      double[] zj = source.x[j].clone();
      double[] tj = target.x[j].clone();
      double length = norm(zj);
      double rest = length;
      double before;
      do {
        before = rest;
        for (int k = 0; k < rank; k++) {
          double r = Vectors.dot(z[k], zj);
          Vectors.add(-r, z[k], zj);
          Vectors.add(-r, t[k], tj);
        }
        rest = norm(zj);
      } while (rest < REPEAT * before && rest > DEPENDENT * length);
      if (rest > DEPENDENT * length) {
        scale(1.0 / rest, zj);
        scale(1.0 / rest, tj);
        z[rank] = zj;
        t[rank] = tj;
        rank++;
      } else if (norm(tj) > Math.sqrt(DEPENDENT) * norm(target.x[j])) {
        undetermined++;
      }
    }
    return new Orthonormal(Arrays.copyOf(z, rank), Arrays.copyOf(t, rank), undetermined);
  }

  int rank() {
    return source.length;
  }

  private static double norm(double[] v) {
    return Math.sqrt(Vectors.dot(v, v));
  }

  private static void scale(double c, double[] v) {
    for (int i = 0; i < v.length; i++) {
      v[i] *= c;
    }
  }
}
