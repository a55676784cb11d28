// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * Q = H_0 H_1 ... as a product of blocks I - V T V' (LAPACK: {@code larft}, {@code larfb}, {@code
 * ormtr}, {@code orgtr}).
 *
 * <pre>
 * v_k  n        column k of V: zeros above row k + offset, 1 there, the rest below; all stored
 * T    nb x nb  upper triangle of each block, zeros below
 * </pre>
 *
 * <p>Since zeros and ones are stored, a block of V is an operand of {@link Gemm} where it lies, and
 * everything here is level 3. No element of a result depends on how many columns (rows) are
 * transformed together.
 */
final class Reflectors {
  /** Elements of C that stay in the second-level cache while all blocks pass over them. */
  private static final int CHUNK = 1 << 16;

  private static final int LEAST_CHUNK = 24;

  private final int n;
  private final int offset;
  private final int width;
  private final int count;
  private final double[] v;
  private final int vAt;
  private final int ldv;
  private final double[] t;

  /**
   * Views reflectors; {@link #add} computes T block by block.
   *
   * @param n order of Q
   * @param offset first row of v_0
   * @param width columns of a block
   * @param v holds V
   * @param vAt element (0, 0), the place of column 0 and row 0
   * @param ldv leading dimension
   * @param count number of reflectors
   */
  Reflectors(int n, int offset, int width, double[] v, int vAt, int ldv, int count) {
    this.n = n;
    this.offset = offset;
    this.width = width;
    this.count = count;
    this.v = v;
    this.vAt = vAt;
    this.ldv = ldv;
    this.t = new double[Math.max(0, count) * width];
  }

  private int block(int k) {
    return vAt + k + offset + k * ldv;
  }

  /**
   * Computes T of all blocks.
   *
   * @param tau one factor for each reflector
   */
  void addAll(double[] tau) {
    for (int k = 0; k < count; k += width) {
      add(k, tau);
    }
  }

  /**
   * Completes the block that starts with column k: zeros above its diagonal, and T.
   *
   * @param k a multiple of the width
   * @param tau factors, that of column k at k
   */
  void add(int k, double[] tau) {
    int columns = columns(k);
    int at = block(k);
    for (int c = 1; c < columns; c++) {
      Arrays.fill(v, at + c * ldv, at + c * ldv + c, 0);
    }
    double[] gram = Workspace.take(width * width);
    int rows = n - k - offset;
    Gemm.run(
        Workers.SERIAL,
        true,
        false,
        columns,
        columns,
        rows,
        1,
        v,
        at,
        ldv,
        v,
        at,
        ldv,
        0,
        gram,
        0,
        columns);
    triangle(columns, tau, k, gram, t, k * width, width);
    Workspace.give(gram);
  }

  /**
   * Columns of a block.
   *
   * @param k its first
   * @return at most the width
   */
  int columns(int k) {
    return Math.min(width, count - k);
  }

  /**
   * T of the block that starts with column k lies at {@code k * width}, leading dimension width.
   */
  double[] t() {
    return t;
  }

  /**
   * T of a block: T_jj = tau_j, and above it -tau_j T (V'v_j).
   *
   * @param columns number of columns of V
   * @param tau factors
   * @param k the first of them
   * @param gram V'V, leading dimension {@code columns}
   * @param t overwritten where T is not 0
   * @param at element (0, 0) of T
   * @param ldt leading dimension of T
   */
  private static void triangle(
      int columns, double[] tau, int k, double[] gram, double[] t, int at, int ldt) {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < j; i++) {
        double sum = 0;
        for (int l = i; l < j; l++) {
          sum += t[at + i + l * ldt] * gram[l + j * columns];
        }
        t[at + i + j * ldt] = -tau[k + j] * sum;
      }
      t[at + j + j * ldt] = tau[k + j];
    }
  }

  /**
   * C = Q C, or Q'C. Of many columns some at a time meet all blocks, while they are in the cache:
   * columns know nothing of each other, so no bit depends on it.
   *
   * @param workers threads
   * @param transposed whether Q' is applied
   * @param columns of C
   * @param c n rows
   * @param cAt element (0, 0)
   * @param ldc leading dimension
   */
  void applyLeft(Workers workers, boolean transposed, int columns, double[] c, int cAt, int ldc) {
    int chunk = Math.max(LEAST_CHUNK, CHUNK / Math.max(1, n));
    if (columns < 2 * chunk) {
      together(workers, transposed, columns, c, cAt, ldc);
      return;
    }
    workers.run(
        Math.ceilDiv(columns, chunk),
        task -> {
          int from = task * chunk;
          int some = Math.min(chunk, columns - from);
          together(Workers.SERIAL, transposed, some, c, cAt + from * ldc, ldc);
        });
  }

  private void together(
      Workers workers, boolean transposed, int columns, double[] c, int cAt, int ldc) {
    double[] work = Workspace.take(2 * width * Math.max(1, columns));
    int blocks = Math.ceilDiv(count, width);
    for (int step = 0; step < blocks; step++) {
      int k = (transposed ? step : blocks - 1 - step) * width;
      left(workers, transposed, k, columns, c, cAt + k + offset, ldc, work);
    }
    Workspace.give(work);
  }

  /** C -= V op(T) V'C on the rows of the block. */
  private void left(
      Workers workers,
      boolean transposed,
      int k,
      int columns,
      double[] c,
      int cAt,
      int ldc,
      double[] work) {
    int kb = columns(k);
    int rows = n - k - offset;
    int at = block(k);
    int second = kb * columns;
    Gemm.run(workers, true, false, kb, columns, rows, 1, v, at, ldv, c, cAt, ldc, 0, work, 0, kb);
    Gemm.run(
        Workers.SERIAL,
        transposed,
        false,
        kb,
        columns,
        kb,
        -1,
        t,
        k * width,
        width,
        work,
        0,
        kb,
        0,
        work,
        second,
        kb);
    Gemm.run(
        workers, false, false, rows, columns, kb, 1, v, at, ldv, work, second, kb, 1, c, cAt, ldc);
  }

  /**
   * C = C Q.
   *
   * @param rows of C
   * @param c n columns
   * @param cAt element (0, 0)
   * @param ldc leading dimension
   */
  void applyRight(int rows, double[] c, int cAt, int ldc) {
    double[] work = Workspace.take(2 * width * Math.max(1, rows));
    for (int k = 0; k < count; k += width) {
      int kb = columns(k);
      int columns = n - k - offset;
      int at = block(k);
      int from = cAt + (k + offset) * ldc;
      int second = kb * rows;
      Gemm.run(
          Workers.SERIAL,
          false,
          false,
          rows,
          kb,
          columns,
          1,
          c,
          from,
          ldc,
          v,
          at,
          ldv,
          0,
          work,
          0,
          rows);
      Gemm.run(
          Workers.SERIAL,
          false,
          false,
          rows,
          kb,
          kb,
          -1,
          work,
          0,
          rows,
          t,
          k * width,
          width,
          0,
          work,
          second,
          rows);
      Gemm.run(
          Workers.SERIAL,
          false,
          true,
          rows,
          columns,
          kb,
          1,
          work,
          second,
          rows,
          v,
          at,
          ldv,
          1,
          c,
          from,
          ldc);
    }
    Workspace.give(work);
  }

  /**
   * Q itself. Blocks are applied from the last, so that each meets only the rows and columns that
   * are not those of the identity: 4/3 n^3.
   *
   * @param workers threads
   * @param q n x n, overwritten
   * @param ldq leading dimension
   */
  void form(Workers workers, double[] q, int ldq) {
    for (int j = 0; j < n; j++) {
      Arrays.fill(q, j * ldq, j * ldq + n, 0);
      q[j + j * ldq] = 1;
    }
    double[] work = Workspace.take(2 * width * Math.max(1, n));
    for (int k = (Math.ceilDiv(count, width) - 1) * width; k >= 0; k -= width) {
      int from = k + offset;
      left(workers, false, k, n - from, q, from + from * ldq, ldq, work);
    }
    Workspace.give(work);
  }
}
