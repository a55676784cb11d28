// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Scope;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * One design by its sums, with the rows read again tile by tile where something needs them. Without
 * rows it is what a user handed in.
 */
public final class PrimalDesign extends Designs {
  private final PreparedSums prepared;
  private final Recovery recovery;
  private final RowReader reader;
  private final Workers workers;
  private final int rowsOfTile;
  private final long allRows;
  private final double size;
  private SumsBuilder.Chunk chunk;
  private Tile only;

  /**
   * Prepares.
   *
   * @param sums over the rows
   * @param source the rows; null: none
   * @param allRows how many, those of weight 0 included; of no meaning without rows
   * @param backend who computes
   * @param workers threads for the columns
   * @param how what is done first
   */
  public PrimalDesign(
      Backend backend,
      Workers workers,
      Sums sums,
      RowSource source,
      long allRows,
      PreparedSums.How how) {
    this(backend, workers, sums, null, source, allRows, how);
  }

  private PrimalDesign(
      Backend backend,
      Workers workers,
      Sums sums,
      SumsBuilder.Chunk chunk,
      RowSource source,
      long allRows,
      PreparedSums.How how) {
    super(backend, 1, sums.active, sums.p, sums.t, Side.PRIMAL);
    this.workers = workers;
    PreparedSums fromSums = new PreparedSums(sums, how);
    this.allRows = allRows;
    this.chunk = chunk;
    this.reader = source == null ? null : new RowReader(source, workers, p, t);
    this.rowsOfTile = SumsBuilder.rowsOfTile(p, t, allRows);
    this.prepared =
        reader != null && fromSums.isLossy()
            ? new FreeColumns(
                    backend, workers, reader, fromSums.sums, allRows, SumsBuilder.rowsOfChunk(p, t))
                .refine(fromSums)
            : fromSums;
    this.size = prepared.equals(fromSums) ? prepared.size() : 0;
    this.recovery = prepared.recovery();
  }

  /**
   * Reads rows once for their sums.
   *
   * @param backend who computes
   * @param workers threads for the columns
   * @param source the rows
   * @param allRows how many, those of weight 0 included
   * @param p features
   * @param t responses
   * @param how what is done first
   * @param check throws when the caller has cancelled
   * @return the design
   */
  public static PrimalDesign ofRows(
      Backend backend,
      Workers workers,
      RowSource source,
      long allRows,
      int p,
      int t,
      PreparedSums.How how,
      Runnable check) {
    SumsBuilder builder = new SumsBuilder(backend, workers, p, t, how.intercept());
    for (int block = 0; block < source.blocks(); block++) {
      check.run();
      builder.add(source.block(block));
    }
    Sums sums = builder.build();
    return new PrimalDesign(backend, workers, sums, builder.only(), source, allRows, how);
  }

  @Override
  long rowsInDesign() {
    return allRows;
  }

  @Override
  Block gram() {
    return copy(prepared.g, p);
  }

  @Override
  Block gram(int item) {
    return gram();
  }

  @Override
  Block rightHandSides() {
    return backend.upload(MatrixBatch.ofColumnMajor(prepared.z, p, t, 1));
  }

  /** The reduction takes the memory of its matrix over. */
  private Block copy(double[] values, int columns) {
    return backend.upload(MatrixBatch.ofColumnMajor(values.clone(), p, columns, 1));
  }

  @Override
  double[] squares(int item) {
    return prepared.yy;
  }

  @Override
  boolean hasRows() {
    return reader != null;
  }

  @Override
  int tiles() {
    return Math.toIntExact(Math.ceilDiv(allRows, rowsOfTile));
  }

  @Override
  Tile tile(int index) {
    if (only != null) {
      return only;
    }
    long from = (long) index * rowsOfTile;
    Tile tile = read(from, (int) Math.min(rowsOfTile, allRows - from));
    if (tiles() == 1) {
      only = new Tile(tile.x(), tile.trans(), tile.y(), 0, tile.size(), tile.unreached(), false);
      return only;
    }
    return tile;
  }

  @Override
  Tile whole(int item) {
    return tiles() == 1 ? tile(0) : read(0, Math.toIntExact(allRows));
  }

  /** Rows centred and weighted, in the units of the sums. */
  private SumsBuilder.Chunk centred(long from, int rows) {
    if (chunk != null && rows == chunk.rows()) {
      SumsBuilder.Chunk all = chunk;
      chunk = null; // the tile takes its arrays over
      return all;
    }
    Sums sums = prepared.sums;
    double[] x = new double[MatrixBatch.size(rows, p, 1)];
    double[] y = new double[MatrixBatch.size(rows, t, 1)];
    double[] v = new double[rows];
    reader.read(from, rows, x, y, v);
    boolean weighted = Arrays.stream(v).anyMatch(w -> w != 1);
    double[] roots = weighted ? Columns.roots(v, 0, rows) : null;
    double unit = Math.scalb(1.0, -sums.xExponent);
    Columns.forEach(
        workers, p, rows, j -> Columns.centre(x, j * rows, rows, sums.mean(j), roots, unit));
    for (int c = 0; c < t; c++) {
      double own = Math.scalb(1.0, -sums.yExponents[c]);
      Columns.centre(y, c * rows, rows, sums.mean(p + c), roots, own);
    }
    return new SumsBuilder.Chunk(rows, x, y, weighted ? v : null);
  }

  private Tile read(long from, int rows) {
    SumsBuilder.Chunk part = centred(from, rows);
    double[] x = part.x();
    int k = prepared.kept.length;
    double[] basis = basisOf(prepared, x, rows);
    Columns.forEach(
        workers,
        p,
        rows,
        j -> {
          double unit = prepared.unit(j);
          if (unit == 0) {
            Arrays.fill(x, j * rows, (j + 1) * rows, 0.0);
          } else if (unit != 1) {
            Columns.scale(x, j * rows, rows, unit);
          }
        });
    boolean free = prepared.sums.centred || k > 0;
    double[] unreached = free ? unreached(part.v(), basis, rows) : null;
    try (Scope made = new Scope()) {
      Block xs = made.add(backend.upload(MatrixBatch.ofColumnMajor(x, rows, p, 1)));
      Block ys = made.add(backend.upload(MatrixBatch.ofColumnMajor(part.y(), rows, t, 1)));
      if (k > 0) {
        subtract(backend, basis, rows, prepared.freeX, p, xs);
        subtract(backend, basis, rows, prepared.freeY, t, ys);
      }
      return new Tile(made.keep(xs), Transpose.NO, made.keep(ys), from, rows, unreached, true);
    }
  }

  /** N = diag(sqrt v) (X_f - 1 means') R^-1 of some rows as they are. */
  static double[] basisOf(PreparedSums prepared, double[] x, int rows, double[] roots) {
    double[] n = freeColumns(prepared, x, rows);
    double unit = Math.scalb(1.0, -prepared.sums.xExponent);
    for (int c = 0; c < prepared.kept.length; c++) {
      Columns.Mean mean = prepared.sums.mean(prepared.kept[c]);
      Columns.centre(n, c * rows, rows, mean, roots, unit);
    }
    return solve(prepared, n, rows);
  }

  /** N = X_f R^-1 of some rows that are centred and weighted. */
  private static double[] basisOf(PreparedSums prepared, double[] x, int rows) {
    return solve(prepared, freeColumns(prepared, x, rows), rows);
  }

  private static double[] freeColumns(PreparedSums prepared, double[] x, int rows) {
    double[] n = new double[MatrixBatch.size(rows, prepared.kept.length, 1)];
    for (int c = 0; c < prepared.kept.length; c++) {
      System.arraycopy(x, prepared.kept[c] * rows, n, c * rows, rows);
    }
    return n;
  }

  /** n R^-1 in place. */
  private static double[] solve(PreparedSums prepared, double[] n, int rows) {
    int k = prepared.kept.length;
    for (int c = 0; c < k; c++) {
      for (int l = 0; l < c; l++) {
        double r = prepared.triangle[l + c * k];
        for (int i = 0; i < rows; i++) {
          n[c * rows + i] -= r * n[l * rows + i];
        }
      }
      double d = prepared.triangle[c + c * k];
      for (int i = c * rows; i < (c + 1) * rows; i++) {
        n[i] /= d;
      }
    }
    return n;
  }

  private double[] unreached(double[] v, double[] basis, int rows) {
    double[] left = new double[rows];
    for (int i = 0; i < rows; i++) {
      double weight = v == null ? 1 : v[i];
      double h = prepared.sums.centred ? weight / prepared.sums.weight : 0;
      for (int c = 0; c < prepared.kept.length; c++) {
        h += basis[c * rows + i] * basis[c * rows + i];
      }
      left[i] = 1 - h;
    }
    return left;
  }

  /** of -= N F. */
  static void subtract(
      Backend backend, double[] basis, int rows, double[] f, int columns, Block of) {
    int k = f.length / columns;
    if (k == 0) {
      return;
    }
    try (Block n = backend.upload(MatrixBatch.ofColumnMajor(basis, rows, k, 1));
        Block products = backend.upload(MatrixBatch.ofColumnMajor(f, k, columns, 1))) {
      backend.gemm(Transpose.NO, Transpose.NO, -1, n, products, 1, of);
    }
  }

  @Override
  double size(int item) {
    return size;
  }

  @Override
  double[] lengths() {
    return prepared.kept.length == 0 ? null : prepared.lengths;
  }

  /** The intercept's direction and the columns', n x q, for the spectrum of the rows. */
  @Override
  double[] basis() {
    int k = prepared.kept.length;
    boolean intercept = prepared.sums.centred;
    if (k == 0 && !intercept) {
      return null;
    }
    int rows = Math.toIntExact(allRows);
    double[] x = new double[MatrixBatch.size(rows, p, 1)];
    double[] v = new double[rows];
    reader.read(0, rows, x, null, v);
    double[] roots = Columns.roots(v, 0, rows);
    double[] n = new double[MatrixBatch.size(rows, k + (intercept ? 1 : 0), 1)];
    int at = 0;
    if (intercept) {
      for (int i = 0; i < rows; i++) {
        n[at++] = roots[i] / Math.sqrt(prepared.sums.weight);
      }
    }
    System.arraycopy(basisOf(prepared, x, rows, roots), 0, n, at, k * rows);
    return n;
  }

  @Override
  public Recovery recovery(int item) {
    return recovery;
  }

  @Override
  public void close() {
    if (only != null) {
      only.y().close();
      only.x().close();
    }
  }
}
