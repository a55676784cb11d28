// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * Unpenalised columns eliminated by three passes over the rows, where their sums have lost too many
 * digits: they squared the condition of these columns, and what is left of the others is a small
 * difference. A QR factorisation, tile by tile, squares nothing; done twice, its basis is
 * orthonormal whatever the columns are; and what is left of the others is multiplied out as it is.
 */
final class FreeColumns {
  private final Backend backend;
  private final Workers workers;
  private final RowReader reader;
  private final Sums sums;
  private final long allRows;
  private final int rowsOfTile;
  private final int p;
  private final int t;

  FreeColumns(
      Backend backend, Workers workers, RowReader reader, Sums sums, long allRows, int rowsOfTile) {
    this.backend = backend;
    this.workers = workers;
    this.reader = reader;
    this.sums = sums;
    this.allRows = allRows;
    this.rowsOfTile = rowsOfTile;
    this.p = sums.p;
    this.t = sums.t;
  }

  /** Rows of a tile as they are. */
  private record Raw(double[] x, double[] y, double[] roots, int rows) {}

  private interface OnTile {
    void accept(Raw tile);
  }

  private void forEach(OnTile body) {
    for (long from = 0; from < allRows; from += rowsOfTile) {
      int rows = (int) Math.min(rowsOfTile, allRows - from);
      double[] x = new double[MatrixBatch.size(rows, p, 1)];
      double[] y = new double[MatrixBatch.size(rows, t, 1)];
      double[] v = new double[rows];
      reader.read(from, rows, x, y, v);
      body.accept(new Raw(x, y, Columns.roots(v, 0, rows), rows));
    }
  }

  PreparedSums refine(PreparedSums first) {
    PreparedSums basis = first.with(triangle(first.candidates), null, null);
    int k = basis.kept.length;
    double[] second = new double[k * k];
    double[] freeX = new double[MatrixBatch.size(k, p, 1)];
    double[] freeY = new double[k * t];
    forEach(
        tile -> {
          double[] n = PrimalDesign.basisOf(basis, tile.x(), tile.rows(), tile.roots());
          prepare(basis, tile);
          multiply(n, tile.x(), tile.rows(), k, p, freeX);
          multiply(n, tile.y(), tile.rows(), k, t, freeY);
          Triangles.add(second, n, tile.rows(), k);
        });
    Triangles.Kept turned =
        new Triangles.Kept(basis.kept, Triangles.product(second, basis.triangle, k));
    Triangles.forward(second, k, freeX, p);
    Triangles.forward(second, k, freeY, t);
    PreparedSums eliminated = first.with(turned, freeX, freeY);
    multiplyOut(eliminated);
    eliminated.dropRounding();
    return eliminated;
  }

  private Triangles.Kept triangle(int[] candidates) {
    int c = candidates.length;
    double[] r = new double[c * c];
    double unit = Math.scalb(1.0, -sums.xExponent);
    forEach(
        tile -> {
          double[] f = new double[MatrixBatch.size(tile.rows(), c, 1)];
          for (int i = 0; i < c; i++) {
            int j = candidates[i];
            System.arraycopy(tile.x(), j * tile.rows(), f, i * tile.rows(), tile.rows());
            Columns.centre(f, i * tile.rows(), tile.rows(), sums.mean(j), tile.roots(), unit);
          }
          Triangles.add(r, f, tile.rows(), c);
        });
    return Triangles.independent(r, c, candidates, sums.active);
  }

  private void prepare(PreparedSums how, Raw tile) {
    RowReader.prepare(workers, tile.x(), tile.rows(), p, sums, 0, tile.roots(), how.factors);
    double[] units = new double[t];
    Arrays.setAll(units, c -> Math.scalb(1.0, -sums.yExponents[c]));
    RowReader.prepare(workers, tile.y(), tile.rows(), t, sums, p, tile.roots(), units);
  }

  /** to += N'A. */
  private void multiply(double[] n, double[] a, int rows, int k, int columns, double[] to) {
    if (k == 0) {
      return;
    }
    try (Block left = backend.upload(MatrixBatch.ofColumnMajor(n, rows, k, 1));
        Block right = backend.upload(MatrixBatch.ofColumnMajor(a, rows, columns, 1));
        Block product = backend.allocate(k, columns, 1)) {
      backend.gemm(Transpose.YES, Transpose.NO, 1, left, right, 0, product);
      double[] values = backend.download(product);
      for (int i = 0; i < values.length; i++) {
        to[i] += values[i];
      }
    }
  }

  /** X'X, X'y and y'y of what is left. */
  private void multiplyOut(PreparedSums how) {
    try (Block g = backend.allocate(p, p, 1);
        Block z = backend.allocate(p, t, 1);
        Block s = backend.allocate(t, 1, 1)) {
      double[] beta = {0};
      forEach(
          tile -> {
            int rows = tile.rows();
            double[] n = PrimalDesign.basisOf(how, tile.x(), rows, tile.roots());
            prepare(how, tile);
            try (Block x = backend.upload(MatrixBatch.ofColumnMajor(tile.x(), rows, p, 1));
                Block y = backend.upload(MatrixBatch.ofColumnMajor(tile.y(), rows, t, 1))) {
              PrimalDesign.subtract(backend, n, rows, how.freeX, p, x);
              PrimalDesign.subtract(backend, n, rows, how.freeY, t, y);
              backend.gram(Transpose.NO, x, Side.PRIMAL, Weighting.NONE, beta[0], g);
              backend.gemm(Transpose.YES, Transpose.NO, 1, x, y, beta[0], z);
              backend.weightedColumnNorms(y, null, null, s);
              double[] squares = backend.download(s);
              for (int c = 0; c < t; c++) {
                how.yy[c] += squares[c];
              }
            }
            beta[0] = 1;
          });
      backend.download(g, how.g, 0);
      backend.download(z, how.z, 0);
    }
  }
}
