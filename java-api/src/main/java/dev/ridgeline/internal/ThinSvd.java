// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import java.util.Arrays;

/**
 * X = U diag(s) V', without the singular values that are rounding, by products and eigenvectors of
 * Gram matrices alone.
 *
 * <p>Squaring X costs half of the digits of small singular values, so they are found level by
 * level: the eigenvectors of A'A are good for singular values within two decades of its largest;
 * those are kept, the rest V2 is turned until A V2 is orthogonal to what was kept (a block Jacobi
 * step, Hestenes 1958), and A V2, whose entries are as small as the singular values left, is
 * squared anew. So relative accuracy is that of the rows, not of their Gram matrix.
 *
 * @param n rows of X
 * @param p columns of X
 * @param u n x r, column-major
 * @param s r singular values, descending
 * @param v p x r, column-major
 * @param info 0, or what the eigensolver reported
 */
record ThinSvd(int n, int p, double[] u, double[] s, double[] v, int info) {
  int rank() {
    return s.length;
  }

  /**
   * Decomposes op(x), n x p.
   *
   * @param most what its rank is known to be at most: the rest is rounding
   * @param noise sizes of which columns (tall), or rows (wide), have the rounding; null: their own
   */
  static ThinSvd of(
      Backend backend, Block x, Transpose trans, int n, int p, int most, double[] noise) {
    int k = Math.min(n, p);
    if (k == 0) {
      return new ThinSvd(n, p, new double[0], new double[0], new double[0], 0);
    }
    boolean wide = n < p;
    Levels levels =
        new Levels(backend, x, wide ? trans.flip() : trans, Math.max(n, p), k, most, noise);
    int info = levels.run();
    return levels.collect(wide, n, p, info);
  }

  /**
   * The tall matrix A = op(x), m x order, with W = A V.
   *
   * <p>Columns of zeros, such as those that are not penalised, have no part in V: their directions
   * would come out with what rounding mixes into them, however small, and not as zero.
   */
  private static final class Levels {
    private final Backend backend;
    private final Block a;
    private final Transpose trans;
    private final int m;
    private final int order;
    private final int k;
    private final int most;
    private final double[] noise;
    private final double[] columns;
    private final double[] v;
    private final double[] w;
    private final double[] lengths;

    Levels(Backend backend, Block a, Transpose trans, int m, int order, int most, double[] noise) {
      this.most = most;
      this.noise = noise;
      this.backend = backend;
      this.a = a;
      this.trans = trans;
      this.m = m;
      this.order = order;
      this.columns = norms();
      this.k = (int) Arrays.stream(columns).filter(c -> c > 0).count();
      this.v = new double[MatrixBatch.size(order, k, 1)];
      this.w = new double[MatrixBatch.size(m, k, 1)];
      this.lengths = new double[k];
    }

    int run() {
      int at = 0;
      for (int j = 0; j < order; j++) {
        if (columns[j] > 0) {
          v[at++ * order + j] = 1;
        }
      }
      if (k > 0 && k < order) {
        image(0, k);
      }
      for (int j = 0; j < order && noise != null; j++) {
        columns[j] = Math.max(columns[j], noise[j]);
      }
      // a vector along columns of zeros has no singular value, whatever rounding adds to it
      double largest = Columns.largest(columns, 0, k);
      for (int j = 0; j < k; j++) {
        columns[j] = columns[j] == 0 ? largest : columns[j];
      }
      int from = 0;
      int found = 0;
      while (from < k) {
        int info = turn(from, k == order && from == 0);
        if (info != 0) {
          return info;
        }
        int kept = 0;
        double first = lengths[from] * lengths[from];
        while (from + kept < Math.min(k, most)
            && lengths[from + kept] * lengths[from + kept] >= Rounding.LEVEL * first
            && lengths[from + kept] > rounding(from + kept)) {
          kept++;
        }
        if (kept == 0) {
          break; // what is left is rounding
        }
        found = from + kept;
        if (found < k) {
          separate(from, found);
        }
        from = found;
      }
      Arrays.fill(lengths, found, k, 0.0);
      return 0;
    }

    /** Lengths of the columns of A, which trans may hold as rows. */
    private double[] norms() {
      if (trans == Transpose.NO) {
        return norms(a);
      }
      try (Block turned = backend.allocate(m, order, 1)) {
        backend.geam(Transpose.YES, 1, a, 0, null, turned);
        return norms(turned);
      }
    }

    private double[] norms(Block block) {
      double[] out = new double[order];
      try (Block s = backend.allocate(order, 1, 1)) {
        backend.weightedColumnNorms(block, null, null, s);
        backend.download(s, out, 0);
      }
      Arrays.setAll(out, j -> Math.sqrt(out[j]));
      return out;
    }

    /** What rounding leaves of a column of W that is zero: eps sum_j |a_j| |v_jc|. */
    private double rounding(int column) {
      double sum = 0;
      for (int j = 0; j < order; j++) {
        sum += columns[j] * Math.abs(v[column * order + j]);
      }
      return Rounding.OF_PRODUCT * sum;
    }

    /** Eigenvectors of the Gram matrix of W from a column on turn V and W there. */
    private int turn(int from, boolean first) {
      int c = k - from;
      double[] z;
      try (Block part = first ? null : backend.upload(view(w, m, from, c));
          Block gram = backend.allocate(c, c, 1)) {
        backend.gram(
            first ? trans : Transpose.NO, first ? a : part, Side.PRIMAL, Weighting.NONE, gram);
        try (Spectrum spectrum = backend.syevd(gram, true)) {
          int info = spectrum.info().values()[0];
          if (info != 0) {
            return info;
          }
          z = reversed(backend.download(spectrum.vectors()), c);
        }
      }
      try (Block turn = backend.upload(MatrixBatch.ofColumnMajor(z, c, c, 1));
          Block old = backend.upload(view(v, order, from, c));
          Block turned = backend.allocate(order, c, 1)) {
        backend.gemm(Transpose.NO, Transpose.NO, 1, old, turn, 0, turned);
        backend.download(turned, v, from * order);
      }
      if (first) {
        image(0, k);
      } else {
        // W is turned as it stands: A V anew would add the rounding of the largest columns
        rotate(from, z);
      }
      return 0;
    }

    private void rotate(int from, double[] z) {
      int c = k - from;
      try (Block turn = backend.upload(MatrixBatch.ofColumnMajor(z, c, c, 1));
          Block old = backend.upload(view(w, m, from, c));
          Block turned = backend.allocate(m, c, 1)) {
        backend.gemm(Transpose.NO, Transpose.NO, 1, old, turn, 0, turned);
        backend.download(turned, w, from * m);
      }
      measure(from, k);
    }

    private static double[] reversed(double[] vectors, int c) {
      double[] z = new double[vectors.length];
      for (int j = 0; j < c; j++) {
        System.arraycopy(vectors, j * c, z, (c - 1 - j) * c, c);
      }
      return z;
    }

    private MatrixBatch view(double[] of, int rows, int from, int columns) {
      return MatrixBatch.of(of, from * rows, rows, columns, rows, 0, 1, Order.COLUMN_MAJOR);
    }

    /** W = A V for some columns, and their lengths. */
    private void image(int from, int to) {
      try (Block part = backend.upload(view(v, order, from, to - from));
          Block product = backend.allocate(m, to - from, 1)) {
        backend.gemm(trans, Transpose.NO, 1, a, part, 0, product);
        backend.download(product, w, from * m);
      }
      measure(from, to);
    }

    private void measure(int from, int to) {
      for (int j = from; j < to; j++) {
        lengths[j] = Math.sqrt(Columns.dot(w, j * m, w, j * m, m));
      }
    }

    /** Takes out of W from a column on what rounding left along the columns before it. */
    private void project(int from) {
      if (from == 0) {
        return;
      }
      double[] c = products(0, from);
      for (int j = from; j < k; j++) {
        for (int i = 0; i < from; i++) {
          c[(j - from) * from + i] /= lengths[i] * lengths[i];
        }
      }
      subtract(w, m, 0, from, c);
      measure(from, k);
    }

    /** W1'W2: columns from .. to - 1 against all from {@code to} on. */
    private double[] products(int from, int to) {
      try (Block one = backend.upload(view(w, m, from, to - from));
          Block two = backend.upload(view(w, m, to, k - to));
          Block product = backend.allocate(to - from, k - to, 1)) {
        backend.gemm(Transpose.YES, Transpose.NO, 1, one, two, 0, product);
        return backend.download(product);
      }
    }

    /** of2 -= of1 E. */
    private void subtract(double[] of, int rows, int from, int to, double[] e) {
      try (Block one = backend.upload(view(of, rows, from, to - from));
          Block two = backend.upload(view(of, rows, to, k - to));
          Block factors = backend.upload(MatrixBatch.ofColumnMajor(e, to - from, k - to, 1));
          Block product = backend.allocate(rows, k - to, 1)) {
        backend.geam(Transpose.NO, 1, two, 0, null, product);
        backend.gemm(Transpose.NO, Transpose.NO, -1, one, factors, 1, product);
        backend.download(product, of, to * rows);
      }
    }

    /** of1 += of2 E'. */
    private void add(double[] of, int rows, int from, int to, double[] e) {
      try (Block two = backend.upload(view(of, rows, to, k - to));
          Block one = backend.upload(view(of, rows, from, to - from));
          Block factors = backend.upload(MatrixBatch.ofColumnMajor(e, to - from, k - to, 1));
          Block sum = backend.allocate(rows, to - from, 1)) {
        backend.geam(Transpose.NO, 1, one, 0, null, sum);
        backend.gemm(Transpose.NO, Transpose.YES, 1, two, factors, 1, sum);
        backend.download(sum, of, from * rows);
      }
    }

    /**
     * Turns V1 and V2 against each other until A V1 and A V2 are orthogonal: the angles are E =
     * diag(|w1|^-2) W1'W2, far below 1 since the levels are apart.
     */
    private void separate(int from, int to) {
      for (int pass = 0; pass < 2; pass++) {
        double[] e = products(from, to);
        int rows = to - from;
        for (int j = 0; j < k - to; j++) {
          for (int i = 0; i < rows; i++) {
            e[j * rows + i] /= lengths[from + i] * lengths[from + i];
          }
        }
        double[] v2 = Arrays.copyOfRange(v, to * order, k * order);
        subtract(v, order, from, to, e);
        double[] kept = Arrays.copyOfRange(v, to * order, k * order);
        System.arraycopy(v2, 0, v, to * order, v2.length);
        add(v, order, from, to, e);
        System.arraycopy(kept, 0, v, to * order, kept.length);
        add(w, m, from, to, e);
        image(to, k);
        measure(from, to);
        // the rounding of A V lies along the largest singular vectors, where it would pass for
        // angles
        project(from);
      }
      project(to);
    }

    ThinSvd collect(boolean wide, int n, int p, int info) {
      int r = 0;
      while (r < k && lengths[r] > 0) {
        r++;
      }
      Integer[] descending = new Integer[r];
      Arrays.setAll(descending, j -> j);
      Arrays.sort(descending, (i, j) -> Double.compare(lengths[j], lengths[i]));
      double[] s = new double[r];
      double[] along = new double[m * r];
      double[] across = new double[order * r];
      for (int c = 0; c < r; c++) {
        int j = descending[c];
        s[c] = lengths[j];
        for (int i = 0; i < m; i++) {
          along[c * m + i] = w[j * m + i] / lengths[j];
        }
        System.arraycopy(v, j * order, across, c * order, order);
      }
      return wide
          ? new ThinSvd(n, p, across, s, along, info)
          : new ThinSvd(n, p, along, s, across, info);
    }
  }
}
