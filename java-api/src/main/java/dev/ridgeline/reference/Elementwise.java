// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Placement;

/**
 * The verbs that look at each element once: element (i, j) of the result depends on elements (i, j)
 * of the operands only, or (j, i) of a transposed one, which is why C may be one of them.
 */
final class Elementwise {
  private Elementwise() {}

  /** Copies item after item, dense and column-major. */
  static void download(HostBlock a, double[] target, int offset) {
    int m = a.rows();
    int next = offset;
    for (int item = 0; item < a.count(); item++) {
      for (int j = 0; j < a.columns(); j++) {
        System.arraycopy(a.data(), a.at(item) + j * a.leadingDimension(), target, next, m);
        next += m;
      }
    }
  }

  /** C = alpha op(A) + beta B; an operand one column wide goes to every column of C. */
  static void geam(
      Transpose transA, double alpha, HostBlock a, double beta, HostBlock b, HostBlock c) {
    int m = c.rows();
    int n = c.columns();
    int rowStep = transA == Transpose.NO ? 1 : a.leadingDimension();
    int columnsOfA = transA == Transpose.NO ? a.columns() : a.rows();
    assert m == (transA == Transpose.NO ? a.rows() : a.columns()) : "rows of op(A)";
    assert columnsOfA == n || columnsOfA == 1 : "columns of op(A)";
    assert beta == 0 || (b.rows() == m && (b.columns() == n || b.columns() == 1)) : "shape of B";
    int columnStepA = columnsOfA != n ? 0 : transA == Transpose.NO ? a.leadingDimension() : 1;
    int columnStepB = beta == 0 || b.columns() != n ? 0 : b.leadingDimension();
    for (int item = 0; item < c.count(); item++) {
      for (int j = 0; j < n; j++) {
        int aj = a.at(item) + j * columnStepA;
        int cj = c.at(item) + j * c.leadingDimension();
        if (beta == 0) {
          for (int i = 0; i < m; i++) {
            c.data()[cj + i] = alpha * a.data()[aj + i * rowStep];
          }
        } else {
          int bj = b.at(item) + j * columnStepB;
          for (int i = 0; i < m; i++) {
            c.data()[cj + i] = alpha * a.data()[aj + i * rowStep] + beta * b.data()[bj + i];
          }
        }
      }
    }
  }

  /** G = G + mu I. */
  static void shiftDiagonal(double mu, HostBlock g) {
    assert g.rows() == g.columns() : "G is square";
    for (int item = 0; item < g.count(); item++) {
      for (int i = 0; i < g.rows(); i++) {
        g.data()[g.at(item) + i + i * g.leadingDimension()] += mu;
      }
    }
  }

  /** C_ij = A_ij d_i (left) or A_ij d_j (right). */
  static void dgmm(Placement placement, HostBlock a, HostBlock d, HostBlock c) {
    boolean left = placement == Placement.LEFT;
    assert a.rows() == c.rows() && a.columns() == c.columns() : "shape of C";
    assert d.rows() == (left ? c.rows() : c.columns()) : "length of d";
    for (int item = 0; item < c.count(); item++) {
      for (int j = 0; j < c.columns(); j++) {
        int aj = a.at(item) + j * a.leadingDimension();
        int cj = c.at(item) + j * c.leadingDimension();
        int dj = d.at(item) + (left ? 0 : j);
        int step = left ? 1 : 0;
        for (int i = 0; i < c.rows(); i++) {
          c.data()[cj + i] = a.data()[aj + i] * d.data()[dj + i * step];
        }
      }
    }
  }

  /** C_ij = A_ij / D_ik, where column k of D goes with as many columns of A as there are. */
  static void divide(HostBlock a, HostBlock d, HostBlock c) {
    assert a.rows() == c.rows() && a.columns() == c.columns() : "shape of C";
    assert d.rows() == c.rows() : "rows of D";
    assert d.columns() == 0 ? c.columns() == 0 : c.columns() % d.columns() == 0 : "columns of D";
    int group = d.columns() == 0 ? 1 : c.columns() / d.columns();
    for (int item = 0; item < c.count(); item++) {
      for (int j = 0; j < c.columns(); j++) {
        int aj = a.at(item) + j * a.leadingDimension();
        int dj = d.at(item) + j / group * d.leadingDimension();
        int cj = c.at(item) + j * c.leadingDimension();
        for (int i = 0; i < c.rows(); i++) {
          c.data()[cj + i] = a.data()[aj + i] / d.data()[dj + i];
        }
      }
    }
  }

  /** C_ij = A_ij B_ij. */
  static void hadamard(HostBlock a, HostBlock b, HostBlock c) {
    assert a.rows() == c.rows() && a.columns() == c.columns() : "shape of A";
    assert b.rows() == c.rows() && b.columns() == c.columns() : "shape of B";
    for (int item = 0; item < c.count(); item++) {
      for (int j = 0; j < c.columns(); j++) {
        int aj = a.at(item) + j * a.leadingDimension();
        int bj = b.at(item) + j * b.leadingDimension();
        int cj = c.at(item) + j * c.leadingDimension();
        for (int i = 0; i < c.rows(); i++) {
          c.data()[cj + i] = a.data()[aj + i] * b.data()[bj + i];
        }
      }
    }
  }
}
