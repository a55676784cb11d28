// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Sums over rows that arrive in blocks of any size. Rows are gathered into chunks whose length
 * depends on the number of columns alone; each chunk is centred at its own means and multiplied
 * out, and chunks are merged in the tree of {@link Sums#merge(java.util.List)}. So the bits depend
 * on the rows and their order, not on the blocks they came in. Belongs to one thread at a time.
 */
public final class SumsBuilder {
  /** Numbers in a chunk at most (64 MB). */
  static final int CHUNK = 1 << 23;

  private static final int TILE_ROWS = 1 << 14;
  private static final int LEAST_ROWS = 64;

  private final Backend backend;
  private final Workers workers;
  private final int p;
  private final int t;
  private final boolean centre;
  private final int chunkRows;
  private double[] x = new double[0];
  private double[] y = new double[0];
  private double[] v;
  private int capacity;
  private int filled;
  private int lastRows;
  private Chunk only;

  /** A merge of 2^level chunks. */
  private record Part(int level, Sums sums) {}

  private final Deque<Part> parts = new ArrayDeque<>();

  /**
   * Begins with no rows.
   *
   * @param backend multiplies
   * @param workers threads for the means
   * @param p features
   * @param t responses
   * @param centre whether products are about the means
   */
  public SumsBuilder(Backend backend, Workers workers, int p, int t, boolean centre) {
    this.backend = backend;
    this.workers = workers;
    this.p = p;
    this.t = t;
    this.centre = centre;
    this.chunkRows = rowsOfChunk(p, t);
    MatrixBatch.size(p, p, 1); // refuses what no array holds, before any work
  }

  /** Rows of a chunk; one that holds all rows is the tile of all, too. */
  static int rowsOfChunk(int p, int t) {
    return Math.max(LEAST_ROWS, CHUNK / Math.max(1, p + t));
  }

  /**
   * Rows of a tile. Of a table that is longer than a chunk they are few enough for the residuals of
   * every penalty beside them: otherwise its rows would be read again for every few penalties.
   *
   * @param p features
   * @param t responses
   * @param n rows of the table
   * @return rows of a tile at most
   */
  public static int rowsOfTile(int p, int t, long n) {
    int chunk = rowsOfChunk(p, t);
    return n <= chunk ? chunk : Math.min(chunk, TILE_ROWS);
  }

  /**
   * All rows, centred at their means and weighted, where they fit into one chunk.
   *
   * @param rows n
   * @param x n x p, in the unit of the sums
   * @param y n x t, in the units of the sums
   * @param v weights; null: ones
   */
  record Chunk(int rows, double[] x, double[] y, double[] v) {}

  /**
   * What {@link #build} multiplied out, for a design to read in place of the rows.
   *
   * @return null when there was more than one chunk
   */
  Chunk only() {
    return only;
  }

  /**
   * Adds rows.
   *
   * @param block features, responses and weights, finite
   */
  public void add(RowSource.RowsBlock block) {
    int rows = block.rows();
    for (int from = 0; from < rows; ) {
      int count = Math.min(rows - from, chunkRows - filled);
      reserve(filled + count);
      Columns.copy(workers, block.x(), from, count, 0, p, x, filled, capacity);
      Columns.copy(workers, block.y(), from, count, 0, t, y, filled, capacity);
      weigh(block.weights(), from, count);
      filled += count;
      from += count;
      if (filled == chunkRows) {
        flush();
      }
    }
  }

  private void reserve(int rows) {
    if (rows <= capacity) {
      return;
    }
    int larger = Math.min(chunkRows, Math.max(rows, 2 * capacity));
    x = widened(x, p, larger);
    y = widened(y, t, larger);
    if (v != null) {
      v = Arrays.copyOf(v, larger);
    }
    capacity = larger;
  }

  private double[] widened(double[] old, int columns, int rows) {
    double[] wide = new double[MatrixBatch.size(rows, columns, 1)];
    for (int j = 0; j < columns && filled > 0; j++) {
      System.arraycopy(old, j * capacity, wide, j * rows, filled);
    }
    return wide;
  }

  private void weigh(double[] weights, int from, int count) {
    if (weights != null && v == null) {
      v = new double[capacity];
      Arrays.fill(v, 0, filled, 1);
    }
    if (v != null) {
      if (weights == null) {
        Arrays.fill(v, filled, filled + count, 1);
      } else {
        System.arraycopy(weights, from, v, filled, count);
      }
    }
  }

  /**
   * The sums over all rows added.
   *
   * @return the sums; nothing may be added afterwards
   */
  public Sums build() {
    if (filled > 0 || parts.isEmpty()) {
      flush();
    }
    if (parts.size() == 1 && parts.peek().level() == 0 && capacity == lastRows) {
      only = new Chunk(capacity, x, y, v);
    }
    Sums all = parts.pop().sums();
    while (!parts.isEmpty()) {
      all = parts.pop().sums().merge(all);
    }
    x = null;
    y = null;
    return all;
  }

  private void flush() {
    Part part = new Part(0, chunk());
    while (!parts.isEmpty() && parts.peek().level() == part.level()) {
      part = new Part(part.level() + 1, parts.pop().sums().merge(part.sums()));
    }
    parts.push(part);
    lastRows = filled;
    filled = 0;
  }

  private Sums chunk() {
    int n = filled;
    double weight = n;
    int active = n;
    double[] shares = null;
    double[] roots = null;
    if (v != null) {
      weight = 0;
      active = 0;
      for (int i = 0; i < n; i++) {
        weight += v[i];
        active += v[i] > 0 ? 1 : 0;
      }
      shares = new double[n];
      for (int i = 0; i < n && weight > 0; i++) {
        shares[i] = v[i] / weight;
      }
      roots = Columns.roots(v, 0, n);
    }
    double[] means = new double[p + t];
    double[] lows = new double[p + t];
    double[] largest = new double[p];
    int[] yExponents = new int[t];
    double[] sharesOf = shares;
    double[] rootsOf = roots;
    // one pass while a column is in the cache; scaling by a power of two is rare, and exact
    Columns.forEach(
        workers,
        p,
        n,
        j -> {
          mean(x, j * capacity, sharesOf, means, lows, j);
          largest[j] = Columns.largest(x, j * capacity, n);
          Columns.Mean mean = new Columns.Mean(means[j], lows[j]);
          Columns.centre(x, j * capacity, n, mean, rootsOf, 1);
        });
    int xExponent = Rounding.exponentOf(Columns.largest(largest, 0, p));
    if (xExponent != 0) {
      Columns.forEach(
          workers, p, n, j -> Columns.scale(x, j * capacity, n, Math.scalb(1.0, -xExponent)));
    }
    for (int k = 0; k < t; k++) {
      mean(y, k * capacity, sharesOf, means, lows, p + k);
      yExponents[k] = Rounding.exponentOf(Columns.largest(y, k * capacity, n));
      Columns.Mean mean = new Columns.Mean(means[p + k], lows[p + k]);
      Columns.centre(y, k * capacity, n, mean, rootsOf, Math.scalb(1.0, -yExponents[k]));
    }
    double[] xx = new double[p * p];
    double[] xy = new double[MatrixBatch.size(p, t, 1)];
    double[] yy = new double[t];
    multiply(n, xx, xy, yy);
    return new Sums(n, active, weight, centre, means, lows, xx, xy, yy, xExponent, yExponents);
  }

  private void mean(double[] a, int at, double[] shares, double[] high, double[] low, int to) {
    Columns.Mean mean = centre ? Columns.mean(a, at, filled, shares) : Columns.Mean.ZERO;
    high[to] = mean.high();
    low[to] = mean.low();
  }

  private void multiply(int n, double[] xx, double[] xy, double[] yy) {
    if (n == 0) {
      return;
    }
    MatrixBatch features = MatrixBatch.of(x, 0, n, p, capacity, 0, 1, Order.COLUMN_MAJOR);
    MatrixBatch responses = MatrixBatch.of(y, 0, n, t, capacity, 0, 1, Order.COLUMN_MAJOR);
    try (Block xs = backend.upload(features);
        Block ys = backend.upload(responses);
        Block g = backend.allocate(p, p, 1);
        Block z = backend.allocate(p, t, 1);
        Block s = backend.allocate(t, 1, 1)) {
      backend.gram(Transpose.NO, xs, Side.PRIMAL, Weighting.NONE, g);
      backend.gemm(Transpose.YES, Transpose.NO, 1, xs, ys, 0, z);
      backend.weightedColumnNorms(ys, null, null, s);
      backend.download(g, xx, 0);
      backend.download(z, xy, 0);
      backend.download(s, yy, 0);
    }
  }
}
