// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The micro-kernel of everything in level 3: C += A B on a tile of C that fits into registers.
 *
 * <pre>
 * A  rows x k     element (i, l) at a[aAt + i + l aStep]      unit stride along i
 * B  k x NR       element (l, j) at b[bAt + l bk + j bj]      any strides
 * C  rows x NR    element (i, j) at c[cAt + i + j ldc]        read and written
 * </pre>
 *
 * <p>rows = vectors x L with 1 to 3 vectors. A and B are panels or the operands themselves: with
 * these strides both are read at the same speed, so small operands are never packed. C overlaps
 * neither. All of the {@code rows} x NR tile is touched: edges go through a scratch tile.
 *
 * <p>Rounding: every element of C is one chain of fused multiply-adds in the order of l, starting
 * from what it was. So neither the shape of tiles nor the blocking along k changes a bit.
 */
public final class TileKernel {
  /** Vectors in the rows of a full tile. */
  private static final int VECTORS = 3;

  private static final boolean WIDE = Lanes.REGISTERS == 32;

  /** Rows of a vector: tiles have 1, 2 or 3 times as many. */
  public static final int LANES = Lanes.L;

  /** Rows of a full tile. */
  public static final int MR = VECTORS * Lanes.L;

  /** Columns of a tile. */
  public static final int NR = WIDE ? 8 : 4;

  private TileKernel() {}

  /**
   * a b + c as the kernels compute it.
   *
   * @param a factor
   * @param b factor
   * @param c addend
   * @return one rounding where the processor fuses, two otherwise
   */
  public static double fma(double a, double b, double c) {
    return Fma.of(a, b, c);
  }

  /**
   * One tile, in vectors once they are compiled.
   *
   * @param vectors 1 to 3: rows / L
   * @param k depth
   * @param a operand A
   * @param aAt its element (0, 0)
   * @param aStep distance between its columns
   * @param b operand B
   * @param bAt its element (0, 0)
   * @param bk distance between its rows
   * @param bj distance between its columns
   * @param c operand C
   * @param cAt its element (0, 0)
   * @param ldc distance between its columns
   */
  public static void run(
      int vectors,
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    if (Compiled.TILES.ready()) {
      vector(vectors, k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
    } else {
      scalar(vectors * Lanes.L, k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
    }
  }

  static void vector(
      int vectors,
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    if (WIDE) {
      switch (vectors) {
        case 3 -> TileKernel8.tile3(k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
        case 2 -> TileKernel8.tile2(k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
        default -> TileKernel8.tile1(k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
      }
    } else {
      switch (vectors) {
        case 3 -> TileKernel4.tile3(k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
        case 2 -> TileKernel4.tile2(k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
        default -> TileKernel4.tile1(k, a, aAt, aStep, b, bAt, bk, bj, c, cAt, ldc);
      }
    }
  }

  /** What the warm-up runs: every tile of this width, and the triangles that go with them. */
  static List<Runnable> bursts() {
    int depth = 16;
    double[] a = new double[MR * depth];
    double[] b = new double[NR * depth];
    double[] c = new double[MR * NR];
    double[] t = new double[NR * NR];
    List<Runnable> bursts = new ArrayList<>();
    for (int vectors = VECTORS; vectors > 0; vectors--) {
      int rows = vectors * Lanes.L;
      int count = vectors;
      bursts.add(() -> vector(count, depth, a, 0, rows, b, 0, NR, 1, c, 0, rows));
    }
    for (int rows : new int[] {MR - 1, MR}) {
      bursts.add(() -> EdgeVectors.vector(rows, NR, c, 0, MR, a, 0, MR));
    }
    bursts.add(() -> TriangleVectors.vector(MR, NR, t, c, 0, MR));
    return bursts;
  }

  /** The scalar twin: four rows by four columns in registers, two rows where four do not divide. */
  static void scalar(
      int rows,
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    for (int j = 0; j < NR; j += 4) {
      int i = 0;
      for (; i + 4 <= rows; i += 4) {
        scalar4x4(k, a, aAt + i, aStep, b, bAt + j * bj, bk, bj, c, cAt + i + j * ldc, ldc);
      }
      for (; i < rows; i += 2) {
        scalar2x4(k, a, aAt + i, aStep, b, bAt + j * bj, bk, bj, c, cAt + i + j * ldc, ldc);
      }
    }
  }

  private static void scalar4x4(
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    int c1 = cAt + ldc;
    int c2 = c1 + ldc;
    int c3 = c2 + ldc;
    double c00 = c[cAt];
    double c10 = c[cAt + 1];
    double c20 = c[cAt + 2];
    double c30 = c[cAt + 3];
    double c01 = c[c1];
    double c11 = c[c1 + 1];
    double c21 = c[c1 + 2];
    double c31 = c[c1 + 3];
    double c02 = c[c2];
    double c12 = c[c2 + 1];
    double c22 = c[c2 + 2];
    double c32 = c[c2 + 3];
    double c03 = c[c3];
    double c13 = c[c3 + 1];
    double c23 = c[c3 + 2];
    double c33 = c[c3 + 3];
    int at = aAt;
    int row = bAt;
    for (int l = 0; l < k; l++) {
      double a0 = a[at];
      double a1 = a[at + 1];
      double a2 = a[at + 2];
      double a3 = a[at + 3];
      double s0 = b[row];
      c00 = Fma.of(a0, s0, c00);
      c10 = Fma.of(a1, s0, c10);
      c20 = Fma.of(a2, s0, c20);
      c30 = Fma.of(a3, s0, c30);
      double s1 = b[row + bj];
      c01 = Fma.of(a0, s1, c01);
      c11 = Fma.of(a1, s1, c11);
      c21 = Fma.of(a2, s1, c21);
      c31 = Fma.of(a3, s1, c31);
      double s2 = b[row + 2 * bj];
      c02 = Fma.of(a0, s2, c02);
      c12 = Fma.of(a1, s2, c12);
      c22 = Fma.of(a2, s2, c22);
      c32 = Fma.of(a3, s2, c32);
      double s3 = b[row + 3 * bj];
      c03 = Fma.of(a0, s3, c03);
      c13 = Fma.of(a1, s3, c13);
      c23 = Fma.of(a2, s3, c23);
      c33 = Fma.of(a3, s3, c33);
      at += aStep;
      row += bk;
    }
    c[cAt] = c00;
    c[cAt + 1] = c10;
    c[cAt + 2] = c20;
    c[cAt + 3] = c30;
    c[c1] = c01;
    c[c1 + 1] = c11;
    c[c1 + 2] = c21;
    c[c1 + 3] = c31;
    c[c2] = c02;
    c[c2 + 1] = c12;
    c[c2 + 2] = c22;
    c[c2 + 3] = c32;
    c[c3] = c03;
    c[c3 + 1] = c13;
    c[c3 + 2] = c23;
    c[c3 + 3] = c33;
  }

  private static void scalar2x4(
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    int c1 = cAt + ldc;
    int c2 = c1 + ldc;
    int c3 = c2 + ldc;
    double c00 = c[cAt];
    double c10 = c[cAt + 1];
    double c01 = c[c1];
    double c11 = c[c1 + 1];
    double c02 = c[c2];
    double c12 = c[c2 + 1];
    double c03 = c[c3];
    double c13 = c[c3 + 1];
    int at = aAt;
    int row = bAt;
    for (int l = 0; l < k; l++) {
      double a0 = a[at];
      double a1 = a[at + 1];
      double s0 = b[row];
      c00 = Fma.of(a0, s0, c00);
      c10 = Fma.of(a1, s0, c10);
      double s1 = b[row + bj];
      c01 = Fma.of(a0, s1, c01);
      c11 = Fma.of(a1, s1, c11);
      double s2 = b[row + 2 * bj];
      c02 = Fma.of(a0, s2, c02);
      c12 = Fma.of(a1, s2, c12);
      double s3 = b[row + 3 * bj];
      c03 = Fma.of(a0, s3, c03);
      c13 = Fma.of(a1, s3, c13);
      at += aStep;
      row += bk;
    }
    c[cAt] = c00;
    c[cAt + 1] = c10;
    c[c1] = c01;
    c[c1 + 1] = c11;
    c[c2] = c02;
    c[c2 + 1] = c12;
    c[c3] = c03;
    c[c3 + 1] = c13;
  }
}
