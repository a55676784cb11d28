// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.HostBlock;

/**
 * One number per column: (b_j - w)' Sigma (b_j - w), and a_j' b_j.
 *
 * <pre>
 * B      p x L           read
 * w      p x 1           read, or null
 * Sigma  p x p or p x 1  read, or null for the identity
 * out    L x 1           overwritten
 * </pre>
 */
final class ColumnNorms {
  private ColumnNorms() {}

  static void weighted(HostBlock b, HostBlock w, HostBlock sigma, HostBlock out) {
    int p = b.rows();
    assert w == null || w.rows() == p : "length of w";
    assert sigma == null || sigma.rows() == p : "order of Sigma";
    assert out.rows() == b.columns() : "length of out";
    double[] u = new double[p];
    double[] v = new double[p];
    for (int item = 0; item < out.count(); item++) {
      for (int j = 0; j < b.columns(); j++) {
        System.arraycopy(b.data(), b.at(item) + j * b.leadingDimension(), u, 0, p);
        if (w != null) {
          for (int i = 0; i < p; i++) {
            u[i] -= w.data()[w.at(item) + i];
          }
        }
        out.data()[out.at(item) + j] = Dot.of(u, 0, product(sigma, item, u, v), 0, p);
      }
    }
  }

  /** Sigma u, in v unless it is u itself. */
  private static double[] product(HostBlock sigma, int item, double[] u, double[] v) {
    if (sigma == null) {
      return u;
    }
    int p = u.length;
    double[] data = sigma.data();
    int start = sigma.at(item);
    boolean diagonal = sigma.columns() == 1;
    for (int i = 0; i < p; i++) {
      v[i] =
          diagonal
              ? data[start + i] * u[i]
              : Dot.of(data, start + i * sigma.leadingDimension(), u, 0, p);
    }
    return v;
  }

  static void dots(HostBlock a, HostBlock b, HostBlock out) {
    int m = a.rows();
    int n = out.rows();
    assert b.rows() == m : "rows of B";
    assert a.columns() == n || a.columns() == 1 : "columns of A";
    assert b.columns() == n || b.columns() == 1 : "columns of B";
    int stepA = a.columns() == n ? a.leadingDimension() : 0;
    int stepB = b.columns() == n ? b.leadingDimension() : 0;
    for (int item = 0; item < out.count(); item++) {
      for (int j = 0; j < n; j++) {
        out.data()[out.at(item) + j] =
            Dot.of(a.data(), a.at(item) + j * stepA, b.data(), b.at(item) + j * stepB, m);
      }
    }
  }
}
