// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.kernel.ColumnElements;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Workers;

/**
 * The verbs that look at each element once, column by column. Element (i, j) of the result depends
 * on elements (i, j) of the operands only, or (j, i) of a transposed one, which is why C may be one
 * of them and why any split over threads is good.
 *
 * <p>Rounding: that of {@link ColumnElements}.
 */
public final class Elementwise {
  /** Tile of a transposing pass: 16 lines of a cache on either side. */
  private static final int TILE = 16;

  private Elementwise() {}

  /**
   * Copies item after item, dense and column-major.
   *
   * @param workers threads
   * @param a read
   * @param target overwritten
   * @param offset where to start
   */
  public static void download(Workers workers, HostBlock a, double[] target, int offset) {
    int m = a.rows();
    int columns = a.columns();
    ColumnRanges.run(
        workers,
        a.count(),
        columns,
        m,
        (item, from, to) -> {
          int at = offset + item * m * columns;
          if (a.leadingDimension() == m) {
            System.arraycopy(
                a.data(), a.at(item) + from * m, target, at + from * m, m * (to - from));
          } else {
            for (int j = from; j < to; j++) {
              System.arraycopy(
                  a.data(), a.at(item) + j * a.leadingDimension(), target, at + j * m, m);
            }
          }
        });
  }

  /**
   * C = alpha op(A) + beta B; an operand one column wide goes to every column of C.
   *
   * @param workers threads
   * @param transA how a is read
   * @param alpha factor
   * @param a op(A) is m x n or m x 1 per item
   * @param beta factor; with 0, b is not read
   * @param b m x n or m x 1 per item
   * @param c m x n per item, overwritten
   */
  public static void geam(
      Workers workers,
      Transpose transA,
      double alpha,
      HostBlock a,
      double beta,
      HostBlock b,
      HostBlock c) {
    int n = c.columns();
    boolean flip = transA == Transpose.YES;
    int columnsOfA = flip ? a.rows() : a.columns();
    assert c.rows() == (flip ? a.columns() : a.rows()) : "rows of op(A)";
    assert columnsOfA == n || columnsOfA == 1 : "columns of op(A)";
    assert beta == 0 || b.rows() == c.rows() : "rows of B";
    assert beta == 0 || b.columns() == n || b.columns() == 1 : "columns of B";
    int stepA = columnsOfA != n ? 0 : flip ? 1 : a.leadingDimension();
    int stepB = beta == 0 || b.columns() != n ? 0 : b.leadingDimension();
    // with a unit row step a transposed column is as good as any other
    boolean strided = flip && a.leadingDimension() != 1;
    ColumnRanges.run(
        workers,
        c.count(),
        n,
        c.rows(),
        (item, from, to) -> {
          if (strided) {
            transposed(alpha, a, stepA, beta, b, stepB, c, item, from, to);
          } else {
            straight(alpha, a, stepA, beta, b, stepB, c, item, from, to);
          }
        });
  }

  private static void straight(
      double alpha,
      HostBlock a,
      int stepA,
      double beta,
      HostBlock b,
      int stepB,
      HostBlock c,
      int item,
      int from,
      int to) {
    int m = c.rows();
    int ldc = c.leadingDimension();
    boolean dense = ldc == m && stepA == m && (beta == 0 || stepB == m);
    // columns that touch each other are one long column
    int length = dense ? m * (to - from) : m;
    for (int j = from; j < to; j += dense ? to - from : 1) {
      int aj = a.at(item) + j * stepA;
      int cj = c.at(item) + j * ldc;
      if (beta != 0) {
        int bj = b.at(item) + j * stepB;
        ColumnElements.add(length, alpha, a.data(), aj, beta, b.data(), bj, c.data(), cj);
      } else if (alpha == 1) {
        System.arraycopy(a.data(), aj, c.data(), cj, length);
      } else {
        ColumnElements.scale(length, alpha, a.data(), aj, c.data(), cj);
      }
    }
  }

  private static void transposed(
      double alpha,
      HostBlock a,
      int stepA,
      double beta,
      HostBlock b,
      int stepB,
      HostBlock c,
      int item,
      int from,
      int to) {
    int m = c.rows();
    int lda = a.leadingDimension();
    for (int j0 = from; j0 < to; j0 += TILE) {
      for (int i0 = 0; i0 < m; i0 += TILE) {
        int i1 = Math.min(m, i0 + TILE);
        for (int j = j0; j < Math.min(to, j0 + TILE); j++) {
          int aj = a.at(item) + j * stepA;
          int cj = c.at(item) + j * c.leadingDimension();
          if (beta == 0) {
            for (int i = i0; i < i1; i++) {
              c.data()[cj + i] = alpha * a.data()[aj + i * lda];
            }
          } else {
            int bj = b.at(item) + j * stepB;
            for (int i = i0; i < i1; i++) {
              c.data()[cj + i] = alpha * a.data()[aj + i * lda] + beta * b.data()[bj + i];
            }
          }
        }
      }
    }
  }

  /**
   * G = G + mu I.
   *
   * @param mu shift
   * @param g square, changed
   */
  public static void shiftDiagonal(double mu, HostBlock g) {
    assert g.rows() == g.columns() : "G is square";
    int step = g.leadingDimension() + 1;
    for (int item = 0; item < g.count(); item++) {
      for (int i = 0, o = g.at(item); i < g.rows(); i++, o += step) {
        g.data()[o] += mu;
      }
    }
  }

  /**
   * C = diag(d) A or A diag(d).
   *
   * @param workers threads
   * @param placement side of the diagonal matrix
   * @param a m x n per item
   * @param d m x 1 (left) or n x 1 (right) per item
   * @param c m x n per item, overwritten
   */
  public static void dgmm(
      Workers workers, Placement placement, HostBlock a, HostBlock d, HostBlock c) {
    int m = c.rows();
    assert a.rows() == m && a.columns() == c.columns() : "shape of C";
    assert d.rows() == (placement == Placement.LEFT ? m : c.columns()) : "length of d";
    ColumnRanges.run(
        workers,
        c.count(),
        c.columns(),
        m,
        (item, from, to) -> {
          for (int j = from; j < to; j++) {
            int aj = a.at(item) + j * a.leadingDimension();
            int cj = c.at(item) + j * c.leadingDimension();
            if (placement == Placement.LEFT) {
              ColumnElements.multiply(m, a.data(), aj, d.data(), d.at(item), c.data(), cj);
            } else {
              ColumnElements.scale(m, d.data()[d.at(item) + j], a.data(), aj, c.data(), cj);
            }
          }
        });
  }

  /**
   * C_ij = A_ij B_ij.
   *
   * @param workers threads
   * @param a m x n per item
   * @param b m x n per item
   * @param c m x n per item, overwritten
   */
  public static void hadamard(Workers workers, HostBlock a, HostBlock b, HostBlock c) {
    int m = c.rows();
    assert a.rows() == m && a.columns() == c.columns() : "shape of A";
    assert b.rows() == m && b.columns() == c.columns() : "shape of B";
    ColumnRanges.run(
        workers,
        c.count(),
        c.columns(),
        m,
        (item, from, to) -> {
          for (int j = from; j < to; j++) {
            ColumnElements.multiply(
                m,
                a.data(),
                a.at(item) + j * a.leadingDimension(),
                b.data(),
                b.at(item) + j * b.leadingDimension(),
                c.data(),
                c.at(item) + j * c.leadingDimension());
          }
        });
  }

  /**
   * C_ij = A_ij / D_ik, where column k of D goes with T = a.columns() / d.columns() columns of A.
   * Plain loops, which C2 vectorises: a quotient is rounded the same way at any width.
   *
   * @param workers threads
   * @param a n x (m T) per item
   * @param d n x m per item
   * @param c n x (m T) per item, overwritten
   */
  public static void divide(Workers workers, HostBlock a, HostBlock d, HostBlock c) {
    int n = c.rows();
    assert a.rows() == n && a.columns() == c.columns() : "shape of C";
    assert d.rows() == n : "rows of D";
    assert d.columns() == 0 ? c.columns() == 0 : c.columns() % d.columns() == 0 : "columns of D";
    int group = d.columns() == 0 ? 1 : c.columns() / d.columns();
    ColumnRanges.run(
        workers,
        c.count(),
        c.columns(),
        n,
        (item, from, to) -> {
          for (int j = from; j < to; j++) {
            divide(
                n,
                a.data(),
                a.at(item) + j * a.leadingDimension(),
                d.data(),
                d.at(item) + j / group * d.leadingDimension(),
                c.data(),
                c.at(item) + j * c.leadingDimension());
          }
        });
  }

  private static void divide(int n, double[] a, int aAt, double[] d, int dAt, double[] c, int cAt) {
    for (int i = 0; i < n; i++) {
      c[cAt + i] = a[aAt + i] / d[dAt + i];
    }
  }
}
