// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

/**
 * Copies a small block, column by column: the part of a tile that lies inside its matrix, out and
 * back.
 *
 * <pre>
 * source  rows x columns  read
 * target  rows x columns  overwritten; nothing around it is touched
 * </pre>
 */
public final class EdgeKernel {
  private EdgeKernel() {}

  /**
   * target = source.
   *
   * @param rows at most as many as a tile has
   * @param columns number of columns
   * @param source read
   * @param from its element (0, 0)
   * @param lds distance between its columns
   * @param target overwritten
   * @param to its element (0, 0)
   * @param ldt distance between its columns
   */
  public static void copy(
      int rows, int columns, double[] source, int from, int lds, double[] target, int to, int ldt) {
    if (Compiled.TILES.ready()) {
      EdgeVectors.vector(rows, columns, source, from, lds, target, to, ldt);
    } else {
      scalar(rows, columns, source, from, lds, target, to, ldt);
    }
  }

  static void scalar(
      int rows, int columns, double[] source, int from, int lds, double[] target, int to, int ldt) {
    for (int j = 0; j < columns; j++) {
      System.arraycopy(source, from + j * lds, target, to + j * ldt, rows);
    }
  }
}
