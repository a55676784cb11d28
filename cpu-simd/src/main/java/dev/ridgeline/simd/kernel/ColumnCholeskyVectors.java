// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.ColumnCholesky.BLOCK;
import static dev.ridgeline.simd.kernel.ColumnCholesky.ROWS;
import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link ColumnCholesky}, apart so that its twins run without the Vector API.
 */
final class ColumnCholeskyVectors {
  private ColumnCholeskyVectors() {}

  /** Columns depth .. depth + 3 of two vectors of rows take the products with earlier columns. */
  static void update(int depth, double[] w, int a0, int a1, int b) {
    int d0 = a0 + depth * ROWS;
    int d1 = a1 + depth * ROWS;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, w, d0);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, w, d0 + ROWS);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, w, d0 + 2 * ROWS);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, w, d0 + 3 * ROWS);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, w, d1);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, w, d1 + ROWS);
    DoubleVector c12 = DoubleVector.fromArray(SPECIES, w, d1 + 2 * ROWS);
    DoubleVector c13 = DoubleVector.fromArray(SPECIES, w, d1 + 3 * ROWS);
    for (int k = 0, o = 0; k < depth; k++, o += ROWS) {
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, w, a0 + o);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, w, a1 + o);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, w[b + o]);
      c00 = FMA ? x0.fma(b0, c00) : x0.mul(b0).add(c00);
      c10 = FMA ? x1.fma(b0, c10) : x1.mul(b0).add(c10);
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, w[b + o + 1]);
      c01 = FMA ? x0.fma(b1, c01) : x0.mul(b1).add(c01);
      c11 = FMA ? x1.fma(b1, c11) : x1.mul(b1).add(c11);
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, w[b + o + 2]);
      c02 = FMA ? x0.fma(b2, c02) : x0.mul(b2).add(c02);
      c12 = FMA ? x1.fma(b2, c12) : x1.mul(b2).add(c12);
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, w[b + o + 3]);
      c03 = FMA ? x0.fma(b3, c03) : x0.mul(b3).add(c03);
      c13 = FMA ? x1.fma(b3, c13) : x1.mul(b3).add(c13);
    }
    c00.intoArray(w, d0);
    c01.intoArray(w, d0 + ROWS);
    c02.intoArray(w, d0 + 2 * ROWS);
    c03.intoArray(w, d0 + 3 * ROWS);
    c10.intoArray(w, d1);
    c11.intoArray(w, d1 + ROWS);
    c12.intoArray(w, d1 + 2 * ROWS);
    c13.intoArray(w, d1 + 3 * ROWS);
  }

  /** The rows below the diagonal block t, in columns j .. j + 3. */
  static void divide(int j, int end, double[] w, int t, double[] block) {
    ColumnCholesky.copy(w, t, ROWS, block, 0, BLOCK);
    DoubleVector m00 = DoubleVector.broadcast(SPECIES, w[t]);
    DoubleVector m10 = DoubleVector.broadcast(SPECIES, w[t + 1]);
    DoubleVector m11 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 1]);
    DoubleVector m20 = DoubleVector.broadcast(SPECIES, w[t + 2]);
    DoubleVector m21 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 2]);
    DoubleVector m22 = DoubleVector.broadcast(SPECIES, w[t + 2 * ROWS + 2]);
    DoubleVector m30 = DoubleVector.broadcast(SPECIES, w[t + 3]);
    DoubleVector m31 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 3]);
    DoubleVector m32 = DoubleVector.broadcast(SPECIES, w[t + 2 * ROWS + 3]);
    DoubleVector m33 = DoubleVector.broadcast(SPECIES, w[t + 3 * ROWS + 3]);
    for (int i = j / L * L; i < end; i += L) {
      int p = ColumnCholesky.row(i) + j * ROWS;
      DoubleVector c0 = DoubleVector.fromArray(SPECIES, w, p);
      DoubleVector c1 = DoubleVector.fromArray(SPECIES, w, p + ROWS);
      DoubleVector c2 = DoubleVector.fromArray(SPECIES, w, p + 2 * ROWS);
      DoubleVector c3 = DoubleVector.fromArray(SPECIES, w, p + 3 * ROWS);
      c0 = c0.mul(m00);
      c0.intoArray(w, p);
      c1 = FMA ? c0.fma(m10, c1) : c0.mul(m10).add(c1);
      c2 = FMA ? c0.fma(m20, c2) : c0.mul(m20).add(c2);
      c3 = FMA ? c0.fma(m30, c3) : c0.mul(m30).add(c3);
      c1 = c1.mul(m11);
      c1.intoArray(w, p + ROWS);
      c2 = FMA ? c1.fma(m21, c2) : c1.mul(m21).add(c2);
      c3 = FMA ? c1.fma(m31, c3) : c1.mul(m31).add(c3);
      c2 = c2.mul(m22);
      c2.intoArray(w, p + 2 * ROWS);
      c3 = FMA ? c2.fma(m32, c3) : c2.mul(m32).add(c3);
      c3 = c3.mul(m33);
      c3.intoArray(w, p + 3 * ROWS);
    }
    // the vector that holds the diagonal block has divided that too
    ColumnCholesky.copy(block, 0, BLOCK, w, t, ROWS);
  }
}
