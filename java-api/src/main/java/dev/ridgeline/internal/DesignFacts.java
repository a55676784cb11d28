// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Spectrum;
import java.util.Arrays;

/** What users ask of one design beside its solutions: its eigenvalues, and how well b solves it. */
public final class DesignFacts {
  private DesignFacts() {}

  /**
   * The eigenvalues of X'X (or X X', the same but for zeros) that are not rounding, without those
   * of what is not penalised.
   *
   * @param designs one design
   * @return squared singular values, descending
   */
  public static double[] eigenvalues(Designs designs) {
    if (designs.order() == 0) {
      return new double[0];
    }
    try (Block gram = designs.gram();
        Spectrum spectrum = designs.backend.syevd(gram, false)) {
      double[] values = backwards(designs.backend.download(spectrum.values()));
      // the lift is an eigenvalue of its own, once for every direction that is not penalised
      for (int k = 0; designs.lift() > 0 && k < designs.unpenalised(0); k++) {
        values = without(values, designs.lift());
      }
      double tolerance = tolerance(designs, values.length == 0 ? 0 : values[0]);
      return Arrays.stream(values).filter(v -> v > tolerance).toArray();
    }
  }

  /**
   * Eigenvalues up to this one are the rounding of the largest.
   *
   * @param designs one design
   * @param largest its largest eigenvalue
   * @return in the units of the design
   */
  static double tolerance(Designs designs, double largest) {
    return Rounding.ofEigenvalues(Math.max(designs.rows, designs.p), largest);
  }

  /**
   * Eigenvalues of X'X that are not rounding, with their vectors: of the rows where their spectrum
   * can be had, else of their sums.
   *
   * @param designs one design
   * @return the squares, and behind them the vectors, p numbers for each
   */
  public static double[][] axes(Designs designs) {
    if (designs.side() == Side.DUAL || designs.hasSpectrum()) {
      SpectralDesign spectrum = new SpectralDesign(designs, 0);
      return new double[][] {spectrum.squares(), spectrum.v()};
    }
    int p = designs.p;
    try (Block gram = designs.gram(0);
        Spectrum spectrum = designs.backend.syevd(gram, true)) {
      double[] values = designs.backend.download(spectrum.values());
      double[] vectors = designs.backend.download(spectrum.vectors());
      double largest = Math.max(designs.size(0), p == 0 ? 0 : values[p - 1]);
      double tolerance = Rounding.ofEigenvalues(p, largest);
      long reached = designs.rows(0) - designs.unpenalised(0);
      int first = p - Math.clamp(reached, 0, designs.penalised(0));
      while (first < p && !(values[first] > tolerance)) {
        first++;
      }
      return new double[][] {
        Arrays.copyOfRange(values, first, p), Arrays.copyOfRange(vectors, first * p, p * p)
      };
    }
  }

  private static double[] backwards(double[] ascending) {
    double[] values = new double[ascending.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ascending[values.length - 1 - i];
    }
    return values;
  }

  private static double[] without(double[] values, double one) {
    int nearest = 0;
    for (int i = 1; i < values.length; i++) {
      if (Math.abs(values[i] - one) < Math.abs(values[nearest] - one)) {
        nearest = i;
      }
    }
    double[] rest = new double[values.length - 1];
    System.arraycopy(values, 0, rest, 0, nearest);
    System.arraycopy(values, nearest + 1, rest, nearest, rest.length - nearest);
    return rest;
  }

  /**
   * The residual of the normal equations, |X'(y - X b) - mu b| / (|X'y| + (|G|_F + mu) |b|).
   *
   * @param designs one design with rows and one response
   * @param prior coefficients whose image is taken from the response, or null
   * @param b p coefficients of the design
   * @param mu penalty in the design
   * @return a relative size
   */
  public static double residual(Designs designs, double[] prior, double[] b, double mu) {
    Backend backend = designs.backend;
    int p = designs.p;
    try (Designs.Tile all = designs.whole(0);
        Block bs = backend.upload(MatrixBatch.ofColumnMajor(b, p, 1, 1));
        Block r = backend.allocate(all.size(), 1, 1);
        Block g = backend.allocate(p, 1, 1);
        Block right = backend.allocate(p, 1, 1);
        Block gram = designs.gram();
        Block norms = backend.allocate(designs.order(), 1, 1)) {
      backend.geam(Transpose.NO, 1, all.y(), 0, null, r);
      subtract(backend, all, prior, r);
      backend.gemm(all.trans().flip(), Transpose.NO, 1, all.x(), r, 0, right);
      backend.gemm(all.trans(), Transpose.NO, -1, all.x(), bs, 1, r);
      backend.gemm(all.trans().flip(), Transpose.NO, 1, all.x(), r, 0, g);
      backend.geam(Transpose.NO, -mu, bs, 1, g, g);
      backend.weightedColumnNorms(gram, null, null, norms);
      double norm = Math.sqrt(Arrays.stream(backend.download(norms)).sum()) + mu;
      double scale = length(backend.download(right)) + norm * length(b);
      return scale == 0 ? 0 : length(backend.download(g)) / scale;
    }
  }

  private static void subtract(Backend backend, Designs.Tile all, double[] b, Block from) {
    if (b != null) {
      try (Block bs = backend.upload(MatrixBatch.ofColumnMajor(b, b.length, 1, 1))) {
        backend.gemm(all.trans(), Transpose.NO, -1, all.x(), bs, 1, from);
      }
    }
  }

  private static double length(double[] v) {
    return Math.sqrt(Columns.dot(v, 0, v, 0, v.length));
  }
}
