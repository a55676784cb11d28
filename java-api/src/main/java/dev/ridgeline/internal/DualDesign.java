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
 * One design with fewer rows than columns, by the Gram matrix of its rows, summed over tiles of
 * columns: a p x p matrix is never formed. What is not penalised is projected out of rows and
 * responses, and the Gram matrix is lifted along it.
 */
public final class DualDesign extends Designs {
  /** Numbers in a tile at most (64 MB). */
  private static final int TILE = 1 << 23;

  private final Workers workers;
  private final MatrixBatch x;
  private final PreparedSums.How how;
  private final double[] roots;
  private final double[] shares;
  private final double weight;
  private final int n;
  private final int exponent;
  private final int[] yExponents;
  private final double[] means;
  private final double[] yMeans;
  private final double[] scales;
  private final double[] factors;
  private final boolean[] free;
  private final double[] before;
  private final double[] y;
  private final int columnsOfTile;

  // the unpenalised columns: N_f R = F, N_f'Y, and N_f'X tile by tile
  private final int[] kept;
  private final double[] freeBasis;
  private final double[] triangle;
  private final double[] freeY;
  private final double[] freeX;
  private Tile only;
  private double lift;

  /**
   * Prepares.
   *
   * @param x features of the rows of weight above 0
   * @param y their responses
   * @param v their weights; null: ones
   * @param backend who computes
   * @param workers threads for the columns
   * @param how what is done first
   */
  public DualDesign(
      Backend backend,
      Workers workers,
      MatrixBatch x,
      MatrixBatch y,
      double[] v,
      PreparedSums.How how) {
    super(backend, 1, x.rows(), x.columns(), y.columns(), Side.DUAL);
    this.workers = workers;
    this.x = x;
    this.how = how;
    this.n = x.rows();
    this.roots = Columns.roots(v, 0, n);
    this.weight = v == null ? n : Arrays.stream(v).sum();
    this.shares = v == null ? null : Arrays.stream(v).map(w -> w / weight).toArray();
    this.means = new double[p];
    this.scales = new double[p];
    this.factors = new double[p];
    this.free = new boolean[p];
    this.before = new double[p];
    for (int j : how.free()) {
      free[j] = true;
    }
    this.exponent = Rounding.exponentOf(largest());
    this.columnsOfTile = Math.max(16, TILE / Math.max(1, n));
    int candidates = how.free().length;
    double[] f = new double[MatrixBatch.size(n, candidates, 1)];
    double[] r = new double[candidates * candidates];
    this.kept = orthonormalize(f, r);
    int k = kept.length;
    this.freeBasis = Arrays.copyOf(f, n * k);
    this.triangle = new double[k * k];
    for (int j = 0; j < k; j++) {
      System.arraycopy(r, j * candidates, triangle, j * k, k);
    }
    this.freeX = new double[MatrixBatch.size(k, p, 1)];
    this.y = new double[MatrixBatch.size(n, t, 1)];
    this.yMeans = new double[t];
    this.yExponents = new int[t];
    this.freeY = new double[k * t];
    prepareResponses(y);
  }

  private double largest() {
    double largest = 0;
    int run = x.transpose() == Transpose.NO ? n : p;
    int lines = x.transpose() == Transpose.NO ? p : n;
    for (int line = 0; line < lines; line++) {
      largest =
          Math.max(
              largest, Columns.largest(x.data(), x.offset() + line * x.leadingDimension(), run));
    }
    return largest;
  }

  /** A centred, weighted column at {@code to}; returns its mean. */
  private double centred(double[] a, int at, double scale) {
    Columns.Mean mean = how.intercept() ? Columns.mean(a, at, n, shares) : Columns.Mean.ZERO;
    Columns.centre(a, at, n, mean, roots, scale);
    return mean.high();
  }

  /** Gram-Schmidt, twice, over the unpenalised columns; dependent ones are left out. */
  private int[] orthonormalize(double[] f, double[] r) {
    int size = how.free().length;
    int[] found = new int[size];
    int k = 0;
    for (int column : how.free()) {
      int at = k * n;
      Columns.copy(Workers.SERIAL, x, 0, n, column, 1, f, at, n);
      double mean = centred(f, at, Math.scalb(1.0, -exponent));
      means[column] = mean;
      double before = Columns.dot(f, at, f, at, n);
      if (isConstant(before, mean)) {
        continue;
      }
      Arrays.fill(r, k * size, (k + 1) * size, 0.0);
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < k; i++) {
          double c = Columns.dot(f, i * n, f, at, n);
          r[i + k * size] += c;
          for (int l = 0; l < n; l++) {
            f[at + l] -= c * f[i * n + l];
          }
        }
        recentre(f, at);
      }
      double left = Columns.dot(f, at, f, at, n);
      if (Rounding.isRoundingOf(left, before, n)) {
        continue;
      }
      double length = Math.sqrt(left);
      for (int l = 0; l < n; l++) {
        f[at + l] /= length;
      }
      r[k + k * size] = length;
      found[k++] = column;
    }
    return Arrays.copyOf(found, k);
  }

  private boolean isConstant(double scatter, double mean) {
    return scatter == 0
        || (how.intercept() && Rounding.isConstant(scatter, weight, Math.scalb(mean, -exponent)));
  }

  private void prepareResponses(MatrixBatch responses) {
    Columns.copy(workers, responses, 0, n, 0, t, y, 0, n);
    for (int c = 0; c < t; c++) {
      yExponents[c] = Rounding.exponentOf(Columns.largest(y, c * n, n));
      yMeans[c] = centred(y, c * n, Math.scalb(1.0, -yExponents[c]));
      project(y, c * n, freeY, c * kept.length);
    }
  }

  @Override
  Block gram() {
    Block g = backend.allocate(n, n, 1);
    double beta = 0;
    for (int index = 0; index < tiles(); index++) {
      try (Tile tile = tile(index)) {
        backend.gram(Transpose.NO, tile.x(), Side.DUAL, Weighting.NONE, beta, g);
        beta = 1;
      }
    }
    double[] basis = basis();
    if (basis != null) {
      double[] diagonal = backend.download(g);
      double trace = 0;
      for (int i = 0; i < n; i++) {
        trace += diagonal[i * n + i];
      }
      // near the mean of the eigenvalues, and a power of two: a scaled design has scaled bits
      lift = trace > 0 ? Math.scalb(1.0, Math.getExponent(trace / n)) : Double.MIN_NORMAL;
      try (Block b = backend.upload(MatrixBatch.ofColumnMajor(basis, n, basis.length / n, 1));
          Block nn = backend.allocate(n, n, 1)) {
        backend.gram(Transpose.NO, b, Side.DUAL, Weighting.NONE, nn);
        backend.geam(Transpose.NO, lift, nn, 1, g, g);
      }
    }
    return g;
  }

  @Override
  Block gram(int item) {
    return gram();
  }

  @Override
  Block rightHandSides() {
    return backend.upload(MatrixBatch.ofColumnMajor(y, n, t, 1));
  }

  @Override
  double[] squares(int item) {
    double[] squares = new double[t];
    Arrays.setAll(squares, c -> Columns.dot(y, c * n, y, c * n, n));
    return squares;
  }

  @Override
  boolean hasRows() {
    return true;
  }

  @Override
  int tiles() {
    return Math.ceilDiv(p, columnsOfTile);
  }

  @Override
  Tile tile(int index) {
    if (only != null) {
      return only;
    }
    int from = index * columnsOfTile;
    int columns = Math.min(columnsOfTile, p - from);
    Block part = part(from, columns);
    Tile tile = new Tile(part, Transpose.NO, null, from, columns, null, tiles() > 1);
    if (tiles() == 1) {
      only = tile;
    }
    return tile;
  }

  private Block part(int from, int columns) {
    double[] a = new double[MatrixBatch.size(n, columns, 1)];
    Columns.copy(workers, x, 0, n, from, columns, a, 0, n);
    Columns.forEach(workers, columns, n, j -> prepare(a, j * n, from + j));
    return backend.upload(MatrixBatch.ofColumnMajor(a, n, columns, 1));
  }

  /** One column; what is measured of it the first time serves every time. */
  private void prepare(double[] a, int at, int j) {
    if (free[j]) {
      scales[j] = 1;
      Arrays.fill(a, at, at + n, 0.0);
      return;
    }
    double scale = Math.scalb(1.0, -exponent);
    double mean = centred(a, at, scale);
    means[j] = mean;
    double scatter = Columns.dot(a, at, a, at, n);
    boolean constant = isConstant(scatter, mean);
    // in the units of the scaled column
    double unit = 1;
    if (how.fixedScales() != null) {
      unit = how.fixedScales()[j] * scale;
      scales[j] = how.fixedScales()[j];
    } else if (how.standardize() && !constant) {
      unit = Math.sqrt(scatter / weight);
      scales[j] = unit / scale;
    } else {
      scales[j] = 1;
    }
    if (how.fixedScales() == null && how.unitFactors() != null) {
      unit *= how.unitFactors()[j];
      scales[j] *= how.unitFactors()[j];
    }
    double left = constant ? 0 : scatter;
    if (!constant) {
      for (int i = at; i < at + n; i++) {
        a[i] /= unit;
      }
      left = projected(a, at, j);
      constant = kept.length > 0 && Rounding.isRoundingOf(left, scatter / (unit * unit), n);
      before[j] = Math.sqrt(scatter) / unit;
    }
    factors[j] = constant ? 0 : scale / unit;
    if (constant) {
      Arrays.fill(a, at, at + n, 0.0);
      Arrays.fill(freeX, j * kept.length, (j + 1) * kept.length, 0.0);
    }
  }

  private double projected(double[] a, int at, int j) {
    project(a, at, freeX, j * kept.length);
    return Columns.dot(a, at, a, at, n);
  }

  /**
   * Takes the unpenalised columns out of a column, twice: the first time leaves the rounding of
   * what it takes, which may be all there was.
   */
  private void project(double[] a, int at, double[] products, int to) {
    int k = kept.length;
    if (k == 0) {
      return;
    }
    Arrays.fill(products, to, to + k, 0.0);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < k; i++) {
        double d = Columns.dot(freeBasis, i * n, a, at, n);
        products[to + i] += d;
        for (int l = 0; l < n; l++) {
          a[at + l] -= d * freeBasis[i * n + l];
        }
      }
      recentre(a, at);
    }
  }

  private void recentre(double[] a, int at) {
    if (!how.intercept()) {
      return;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += roots == null ? a[at + i] : roots[i] * a[at + i];
    }
    double shift = sum / weight;
    for (int i = 0; i < n; i++) {
      a[at + i] -= roots == null ? shift : roots[i] * shift;
    }
  }

  @Override
  Tile whole(int item) {
    Block part = tiles() == 1 ? tile(0).x() : part(0, p);
    return new Tile(part, Transpose.NO, rightHandSides(), 0, n, null, tiles() > 1);
  }

  @Override
  double[] lengths() {
    return kept.length == 0 ? null : before;
  }

  @Override
  double lift() {
    return lift;
  }

  @Override
  double[] unpenalisedSquares() {
    double[] basis = basis();
    if (basis == null) {
      return null;
    }
    double[] squares = new double[n];
    for (int at = 0; at < basis.length; at++) {
      squares[at % n] += basis[at] * basis[at];
    }
    return squares;
  }

  @Override
  double[] basis() {
    if (unpenalised(0) == 0) {
      return null;
    }
    double[] all = new double[n * unpenalised(0)];
    int at = 0;
    if (how.intercept()) {
      double even = Math.sqrt(1 / weight);
      for (int i = 0; i < n; i++) {
        all[at++] = roots == null ? even : roots[i] * even;
      }
    }
    System.arraycopy(freeBasis, 0, all, at, freeBasis.length);
    return all;
  }

  @Override
  public Recovery recovery(int item) {
    return new Recovery(
        how.intercept(),
        kept,
        triangle,
        freeX,
        freeY,
        means,
        yMeans,
        scales,
        factors,
        how.standardize() || how.fixedScales() != null ? 0 : exponent,
        exponent,
        yExponents,
        weight);
  }

  @Override
  public void close() {
    if (only != null) {
      only.x().close();
    }
  }
}
