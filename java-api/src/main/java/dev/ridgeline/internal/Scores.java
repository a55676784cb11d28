// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Form;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The scores of a path, summed where the rows are: what comes down is a number per penalty and
 * response, and one per row and penalty where leverages are divided.
 *
 * <p>Leave-one-out errors are r_i / (1 - h_ii); on the dual side a_i / ((K + mu)^-1)_ii, in which
 * mu is divided out, so nothing cancels at small penalties. Where 1 - h_ii leaves too few digits,
 * and for solutions from the spectrum, the sums of {@link SpectralDesign} serve.
 */
final class Scores {
  /** Leverages that are kept for the next chunk of penalties, in numbers (64 MB). */
  private static final long KEPT = 8L << 20;

  private final PathSolver solver;
  private final Designs designs;
  private final Backend backend;
  private final Wants wants;
  private final double[] mu;
  private final int t;
  private final int items;
  private final boolean dual;
  // [item][penalty, response]
  private final double[][] leftOut;
  private final double[][] squares;
  private final double[][] forms;
  // [item][penalty]
  private final double[][] least;
  private final double[][] left;
  private final double[][] determinants;
  private Block[] kept;

  /** Of the only item: [penalty, response, row]; null unless wanted. */
  private final double[] errors;

  Scores(PathSolver solver, Designs designs, Wants wants, double[] mu) {
    this.solver = solver;
    this.designs = designs;
    this.backend = designs.backend;
    this.wants = wants;
    this.mu = mu;
    this.t = designs.t;
    this.items = designs.count;
    this.dual = designs.side == Side.DUAL;
    this.leftOut = new double[items][mu.length * t];
    this.squares = new double[items][mu.length * t];
    this.forms = new double[items][mu.length * t];
    this.least = new double[items][mu.length];
    this.left = new double[items][mu.length];
    this.determinants = new double[items][mu.length];
    long n = wants.errors() ? designs.rowsInDesign() : 0;
    this.errors =
        wants.errors() ? new double[MatrixBatch.size(Math.toIntExact(n), t, mu.length)] : null;
    for (double[] row : least) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
  }

  /** Adds the solutions of some penalties. */
  void add(Block a, Conditions conditions) {
    int first = conditions.first;
    int count = conditions.count;
    for (int item = 0; item < items; item++) {
      for (int j = 0; j < count; j++) {
        double trace = mu[first + j] * conditions.trace(item, j);
        left[item][first + j] =
            dual
                ? unitOf(first + j) * conditions.trace(item, j)
                : (double) designs.rows(item)
                    - designs.unpenalised(item)
                    - (designs.p - solver.zeros(item))
                    + trace;
      }
    }
    if (dual) {
      addDual(a, first, count);
    } else {
      addPrimal(a, first, count);
    }
    if (wants.evidence()) {
      try (Block d = backend.allocate(count, 1, items)) {
        solver.reduced().logDeterminant(Arrays.copyOfRange(mu, first, first + count), d);
        double[] values = backend.download(d);
        for (int item = 0; item < items; item++) {
          System.arraycopy(values, item * count, determinants[item], first, count);
        }
      }
    }
  }

  /**
   * Dual only: what solutions are multiplied by before they are squared. Those of a huge penalty
   * are so small that their squares would be zero, those of a tiny one on a design of zeros so
   * large that they would be infinite.
   */
  private double unitOf(int j) {
    double size = mu[j];
    for (int item = 0; item < items; item++) {
      size = Math.max(size, solver.norm(item));
    }
    boolean safe = size == 0 || (size > 0x1p-300 && size < 0x1p300);
    return safe && mu[j] <= 0x1p100 ? 1 : Math.scalb(1.0, Math.getExponent(size));
  }

  private void addDual(Block a, int first, int count) {
    if (IntStream.range(first, first + count).allMatch(j -> unitOf(j) == 1)) {
      norms(a, squares, first, count);
    } else {
      scaledNorms(a, first, count);
    }
    if (wants.evidence()) {
      Block y = designs.rightHandSides();
      for (int j = 0; j < count; j++) {
        try (Block dots = backend.allocate(t, 1, items)) {
          backend.dots(y, a.columns(j * t, t), dots);
          put(backend.download(dots), t, forms, (first + j) * t);
        }
      }
      y.close();
    }
    if (wants.leaveOneOut()) {
      if (kept == null) {
        kept = new Block[] {keptDual()};
      }
      try (Block e = backend.allocate(a.rows(), a.columns(), items)) {
        backend.divide(a, kept[0].columns(first, count), e);
        norms(e, leftOut, first, count);
        keep(e, 0, first);
      }
    }
  }

  private void scaledNorms(Block a, int first, int count) {
    try (Block scaled = backend.allocate(a.rows(), t, items)) {
      for (int j = 0; j < count; j++) {
        backend.geam(Transpose.NO, unitOf(first + j), a.columns(j * t, t), 0, null, scaled);
        norms(scaled, squares, first + j, 1);
      }
    }
  }

  /** The diagonals of the inverses on what is penalised, rows x penalties. */
  private Block keptDual() {
    int n = designs.order();
    Block h = backend.allocate(n, mu.length, items);
    solver.reduced().leverages(Transpose.NO, null, mu, h);
    double[] unpenalised = designs.unpenalisedSquares();
    double[] values = backend.download(h);
    if (unpenalised != null) {
      double[] shares = new double[n * mu.length];
      for (int j = 0; j < mu.length; j++) {
        for (int i = 0; i < n; i++) {
          shares[j * n + i] = unpenalised[i] / (designs.lift() + mu[j]);
        }
      }
      try (Block s = backend.upload(MatrixBatch.ofColumnMajor(shares, n, mu.length, 1))) {
        backend.geam(Transpose.NO, -1, s, 1, h, h);
      }
      for (int at = 0; at < values.length; at++) {
        least[0][at / n] = Math.min(least[0][at / n], 1 - shares[at] / values[at]);
      }
    }
    return h;
  }

  private void addPrimal(Block a, int first, int count) {
    if (wants.evidence() || !designs.hasRows()) {
      norms(a, forms, first, count);
    }
    if (!designs.hasRows()) {
      squaresFromSums(a, first, count);
      return;
    }
    if (kept == null) {
      kept = new Block[designs.tiles()];
    }
    for (int index = 0; index < designs.tiles(); index++) {
      try (Designs.Tile tile = designs.tile(index);
          Block r = solver.residuals(tile, a, count)) {
        if (wants.gcv() || wants.evidence()) {
          norms(r, squares, first, count);
        }
        if (wants.leaveOneOut()) {
          leaveOut(tile, index, r, first, count);
        }
      }
    }
  }

  private void leaveOut(Designs.Tile tile, int index, Block r, int first, int count) {
    // the rows are taken into the reduction's basis once for all penalties, while that is little
    boolean together = designs.rowsInDesign() * mu.length * items <= KEPT;
    Block k = kept[index];
    if (k == null) {
      k = together ? kept(tile, 0, mu.length) : kept(tile, first, count);
    }
    backend.divide(r, together ? k.columns(first, count) : k, r);
    norms(r, leftOut, first, count);
    keep(r, tile.from(), first);
    if (together && count < mu.length) {
      kept[index] = k;
    } else {
      k.close();
    }
  }

  /** Keeps the errors of some rows, if they are wanted. */
  private void keep(Block e, long row, int first) {
    if (errors == null) {
      return;
    }
    double[] values = backend.download(e);
    int n = Math.toIntExact(designs.rowsInDesign());
    for (int c = 0; c < e.columns(); c++) {
      int to = (first * t + c) * n + Math.toIntExact(row);
      System.arraycopy(values, c * e.rows(), errors, to, e.rows());
    }
  }

  /** 1 - h_ii of the rows of a tile for some penalties. */
  private Block kept(Designs.Tile tile, int first, int count) {
    int rows = tile.size();
    Block h = backend.allocate(rows, count, items);
    double[] shifts = Arrays.copyOfRange(mu, first, first + count);
    solver.reduced().leverages(tile.trans(), tile.x(), shifts, h);
    double[] unreached = tile.unreached();
    if (unreached == null) {
      unreached = new double[rows];
      Arrays.fill(unreached, 1);
    }
    try (Block u = backend.upload(MatrixBatch.ofColumnMajor(unreached, rows, 1, 1))) {
      backend.geam(Transpose.NO, 1, u.share(items), -1, h, h);
    }
    double[] values = backend.download(h);
    int each = rows * count;
    for (int at = 0; at < values.length; at++) {
      double[] of = least[at / each];
      int j = first + at % each / rows;
      // a comparison that is false for NaN leaves it to the spectrum
      of[j] = values[at] >= of[j] ? of[j] : values[at];
    }
    return h;
  }

  /** |y - X b|^2 = y'y - b'X'y - mu |b|^2, of which the rounding of y'y is the floor. */
  private void squaresFromSums(Block a, int first, int count) {
    try (Block z = designs.rightHandSides();
        Block dots = backend.allocate(t, 1, items)) {
      for (int j = 0; j < count; j++) {
        backend.dots(z, a.columns(j * t, t), dots);
        double[] values = backend.download(dots);
        for (int item = 0; item < items; item++) {
          double[] yy = designs.squares(item);
          for (int c = 0; c < t; c++) {
            int at = (first + j) * t + c;
            double rounding = (double) designs.rows(item) * Rounding.EPS * yy[c];
            double fitted = values[item * t + c] + mu[first + j] * forms[item][at];
            squares[item][at] = Math.max(rounding, yy[c] - fitted);
          }
        }
      }
    }
  }

  /** Adds the squared lengths of the columns to [item][penalty, response]. */
  private void norms(Block columns, double[][] to, int first, int count) {
    try (Block s = backend.allocate(count * t, 1, items)) {
      backend.weightedColumnNorms(columns, null, null, s);
      put(backend.download(s), count * t, to, first * t);
    }
  }

  private void put(double[] values, int each, double[][] to, int at) {
    for (int item = 0; item < items; item++) {
      for (int i = 0; i < each; i++) {
        to[item][at + i] += values[item * each + i];
      }
    }
  }

  /** Turns the sums into scores. */
  void finish(PathResult result, int from) {
    if (kept != null) {
      for (Block block : kept) {
        if (block != null) {
          block.close();
        }
      }
    }
    for (int item = 0; item < items; item++) {
      for (int c = 0; c < t; c++) {
        result.exponents[from + item][c] = exponent(item, c);
      }
      for (int j = 0; j < mu.length; j++) {
        boolean spectral = result.forms[from + item][j] == Form.SPECTRUM;
        boolean lost = wants.leaveOneOut() && !(least[item][j] >= Rounding.LEAST_KEPT);
        // n less p and more: with few degrees of freedom left it cancels
        lost |= !dual && !(left[item][j] >= Rounding.LEAST_KEPT);
        if (designs.hasSpectrum() && (spectral || lost)) {
          fromSpectrum(result, from, item, j, !spectral);
        } else {
          fromSums(result, from, item, j, spectral || lost);
        }
      }
    }
    if (errors != null) {
      int n = Math.toIntExact(designs.rowsInDesign());
      Recovery recovery = designs.recovery(0);
      for (int at = 0; recovery != null && at < errors.length; at++) {
        int exponent = recovery.yExponents()[at / n % t];
        errors[at] = exponent == 0 ? errors[at] : Math.scalb(errors[at], exponent);
      }
      result.errors[from] = errors;
    }
  }

  private void fromSums(PathResult result, int from, int item, int j, boolean spectral) {
    double m = mu[j];
    double n = (double) designs.rows(item);
    double over = left[item][j];
    double kept = dual ? m / unitOf(j) * over : over;
    double degrees = n - kept;
    double determinant = determinants[item][j];
    if (wants.evidence()) {
      int q = designs.unpenalised(item);
      int zeros = solver.zeros(item);
      determinant -= dual ? q * Math.log(designs.lift() + m) : 0;
      determinant -= zeros * Math.log(solver.liftOfZeros(item) + m);
      determinant -= (dual ? n - q : designs.p - zeros) * Math.log(m);
    }
    if (spectral) { // without rows
      SumsSpectrum spectrum = solver.sums(item);
      degrees = designs.unpenalised(item) + spectrum.degreesOfFreedom(m);
      over = n - degrees;
      determinant = spectrum.logDeterminant(m);
    }
    result.degrees[item + from][j] = Math.max(0, degrees);
    for (int c = 0; c < t; c++) {
      int at = j * t + c;
      double multiple = designs.multiple(item);
      if (wants.leaveOneOut()) {
        result.leaveOneOut[from + item][at] = leftOut[item][at] / weight(item) / multiple;
      }
      if (wants.gcv()) {
        result.gcv[from + item][at] = gcv(item, squares[item][at], over) / multiple;
      }
      if (wants.evidence()) {
        double form = dual ? m * forms[item][at] : squares[item][at] + m * forms[item][at];
        double y = designs.squares(item)[c];
        form = Math.max(form, Rounding.leastForm(y, n, designs.hasRows()));
        result.evidence[from + item][at] = deviance(item, c, form, determinant);
      }
    }
  }

  /**
   * |r|^2 / sum v over (1 - df / n)^2; divided before it is squared, where the sums may be tiny.
   */
  private double gcv(int item, double square, double left) {
    double n = (double) designs.rows(item);
    return left > 0 ? square / left / left * (n / weight(item)) * n : Double.NaN;
  }

  private double deviance(int item, int response, double form, double determinant) {
    double log = Math.log(form / designs.multiple(item)) + exponent(item, response) * Math.log(2);
    return (double) (designs.rows(item) - designs.unpenalised(item)) * log + determinant;
  }

  private void fromSpectrum(PathResult result, int from, int item, int j, boolean renamed) {
    SpectralDesign spectrum = solver.spectral(item);
    SpectralDesign.Rotated y = solver.responses(item);
    double m = mu[j];
    if (renamed) { // the coefficients are from the reduction, the scores decide the name
      result.forms[from + item][j] = Form.SPECTRUM;
      result.info[from + item][j] = spectrum.info();
    }
    result.degrees[from + item][j] = spectrum.degreesOfFreedom(m);
    double[] left = wants.leaveOneOut() ? spectrum.leaveOneOut(y, m) : null;
    if (left != null && errors != null) {
      System.arraycopy(left, 0, errors, j * left.length, left.length);
    }
    for (int c = 0; c < t; c++) {
      int at = j * t + c;
      if (left != null) {
        int n = left.length / t;
        double sum = Columns.dot(left, c * n, left, c * n, n);
        result.leaveOneOut[from + item][at] = sum / weight(item) / designs.multiple(item);
      }
      if (wants.gcv()) {
        double[] rest = spectrum.residual(y, c, s -> m == 0 ? 0 : m / (s + m));
        result.gcv[from + item][at] = gcv(item, rest[0], rest[1]) / designs.multiple(item);
      }
      if (wants.evidence()) {
        double[] parts = spectrum.evidence(y, c, m);
        double least =
            Rounding.leastForm(designs.squares(item)[c], (double) designs.rows(item), true);
        double form = Math.max(parts[0], least);
        result.evidence[from + item][at] = deviance(item, c, form, parts[1]);
      }
    }
  }

  private double weight(int item) {
    Recovery recovery = designs.recovery(item);
    return recovery == null ? (double) designs.rows(item) : recovery.weight();
  }

  /** The power of two that squares of a response are short of. */
  private int exponent(int item, int response) {
    Recovery recovery = designs.recovery(item);
    return recovery == null ? 0 : 2 * recovery.yExponents()[response];
  }
}
