// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Designs of one shape, solved for every penalty.
 *
 * <p>Primal: (X'X + mu) b = X'y. Dual: (XX' + mu) a = y, b = X'a. The solutions A (order x T per
 * penalty) come from one reduction for all penalties, or from one Cholesky factorisation each when
 * there are few. A solution whose condition leaves it few digits is refined with residuals from the
 * rows; one that a factorisation says nothing about comes from the spectrum of the rows, one for
 * all penalties that need it. Scores are sums over tiles of rows, taken where the rows are.
 */
public final class PathSolver implements AutoCloseable {
  /** A reduction costs as much as four Cholesky factorisations (4/3 n^3 against n^3/3). */
  private static final int CHOLESKY_AT_MOST = 4;

  private final Designs designs;
  private final Backend backend;
  // of the run under way
  private double[] mu = new double[0];
  private final Wants wants;
  private final Runnable check;
  private final int order;
  private final int t;
  private final int items;
  private final Scope scope = new Scope();
  private final Block z;
  private final Block gram;
  private final double[] norms;
  // zero columns of every item, lifted so that they do not spoil the condition of the others
  private final int[] zeros;
  private final double[] lifts;
  private final int[][] zeroColumns;
  private Reduced reduced;
  private final SpectralDesign[] spectral;
  private final SumsSpectrum[] sums;

  /**
   * Forms the Gram matrices.
   *
   * @param designs closed by the caller, after this
   * @param wants what is asked for
   * @param check throws when the caller has cancelled
   */
  public PathSolver(Designs designs, Wants wants, Runnable check) {
    this.designs = designs;
    this.backend = designs.backend;
    this.wants = wants;
    this.check = check;
    this.order = designs.order();
    this.t = designs.t;
    this.items = designs.count;
    this.norms = new double[items];
    this.zeros = new int[items];
    this.lifts = new double[items];
    this.zeroColumns = new int[items][];
    this.spectral = new SpectralDesign[items];
    this.sums = new SumsSpectrum[items];
    try {
      this.gram = scope.add(designs.gram());
      this.z = scope.add(designs.rightHandSides());
      measure();
    } catch (RuntimeException failed) {
      scope.close();
      throw failed;
    }
  }

  /** Norms of the Gram matrices; a column of zeros gets a diagonal element, and stays alone. */
  private void measure() {
    try (Block squares = backend.allocate(order, 1, items)) {
      backend.weightedColumnNorms(gram, null, null, squares);
      double[] values = backend.download(squares);
      for (int item = 0; item < items; item++) {
        double sum = 0;
        int empty = 0;
        for (int j = item * order; j < (item + 1) * order; j++) {
          sum += values[j];
          empty += values[j] == 0 ? 1 : 0;
        }
        norms[item] = Math.max(Math.sqrt(sum), designs.size(item));
        if (empty > 0 && designs.side == Side.PRIMAL) {
          lift(item, values, empty);
        }
      }
    }
  }

  private void lift(int item, double[] squares, int empty) {
    zeros[item] = empty;
    zeroColumns[item] =
        IntStream.range(0, order).filter(j -> squares[item * order + j] == 0).toArray();
    double mean = norms[item] / Math.sqrt(Math.max(1, order - empty));
    lifts[item] = mean > 0 ? Math.scalb(1.0, Math.getExponent(mean)) : 1;
    double[] diagonal = new double[MatrixBatch.size(order, order, 1)];
    for (int j = 0; j < order; j++) {
      diagonal[j * order + j] = squares[item * order + j] == 0 ? lifts[item] : 0;
    }
    Block g = gram.items(item, 1);
    try (Block d = backend.upload(MatrixBatch.ofColumnMajor(diagonal, order, order, 1))) {
      backend.geam(Transpose.NO, 1, d, 1, g, g);
    }
  }

  /**
   * The largest eigenvalue of the Gram matrix of the only problem, to rounding; to be asked before
   * the first run.
   *
   * @return at least 0, in the units of the design
   */
  public double largestEigenvalue() {
    int[] empty = zeroColumns[0];
    return LargestEigenvalue.of(backend, gram, empty == null ? new int[0] : empty);
  }

  /**
   * Solves, and fills what the result has room for; again with other penalties, if need be.
   *
   * @param shifts penalties in the normal equations of the designs
   * @param result of all problems
   * @param from where those of these designs begin in it
   * @param penaltiesPerChunk penalties handled together
   */
  public void run(double[] shifts, PathResult result, int from, int penaltiesPerChunk) {
    mu = shifts;
    if (!wants.scores() && mu.length <= CHOLESKY_AT_MOST) {
      for (int j = 0; j < mu.length; j++) {
        check.run();
        try (Block a = backend.allocate(order, t, items)) {
          backend.geam(Transpose.NO, 1, z, 0, null, a);
          int[] info = backend.posv(gram, mu[j], a).values();
          Conditions conditions = conditions(j, 1, null);
          settle(a, conditions, info, Form.CHOLESKY, result, from);
          store(a, j, 1, result, from);
        }
      }
      return;
    }
    Scores scores = wants.scores() ? new Scores(this, designs, wants, mu) : null;
    for (int first = 0; first < mu.length; first += penaltiesPerChunk) {
      check.run();
      int count = Math.min(penaltiesPerChunk, mu.length - first);
      try (Block a = backend.allocate(order, count * t, items)) {
        Conditions conditions = solve(first, count, a, result, from);
        store(a, first, count, result, from);
        if (scores != null) {
          scores.add(a, conditions);
        }
      }
    }
    if (scores != null) {
      scores.finish(result, from);
    }
  }

  /** A for some penalties, refined or repaired where that is needed. */
  private Conditions solve(int first, int count, Block a, PathResult result, int from) {
    double[] shifts = Arrays.copyOfRange(mu, first, first + count);
    int[] info = reduced().solve(shifts, z, a).values();
    Conditions conditions = conditions(first, count, reduced);
    settle(a, conditions, info, reduced.form(), result, from);
    return conditions;
  }

  private Conditions conditions(int first, int count, Reduced reduction) {
    return new Conditions(this, designs, mu, first, count, reduction, wants.scores());
  }

  /**
   * The smallest and the largest eigenvalue of X'X of the only problem, where the runs so far leave
   * them behind.
   *
   * @return two numbers in the units of the design, the smallest 0 where it is rounding; or null
   */
  public double[] extremes() {
    if (reduced == null || zeros[0] > 0) {
      return null; // lifted zeros are eigenvalues of the reduction alone
    }
    double[] ends = reduced.extremes();
    double tolerance = DesignFacts.tolerance(designs, ends[1]);
    boolean full =
        order - (designs.lift() > 0 ? designs.unpenalised(0) : 0) >= designs.penalised(0);
    if (designs.lift() > 0 && (full || !(ends[1] - designs.lift() > tolerance))) {
      return null; // so are the lifts of what is not penalised, unless both ends are known to
      // differ
    }
    boolean told = full && ends[0] > tolerance;
    return Double.isNaN(ends[0]) ? null : new double[] {told ? ends[0] : 0, ends[1]};
  }

  Reduced reduced() {
    if (reduced == null) {
      Purpose purpose = wants.leaveOneOut() ? Purpose.LEVERAGES : Purpose.SOLVE;
      reduced = scope.add(backend.reduce(gram, purpose));
    }
    return reduced;
  }

  boolean isReduced() {
    return reduced != null;
  }

  Block gram() {
    return gram;
  }

  Block rightHandSides() {
    return z;
  }

  int zeros(int item) {
    return zeros[item];
  }

  double liftOfZeros(int item) {
    return lifts[item];
  }

  double norm(int item) {
    return norms[item];
  }

  /** Notes routes; refines, and solves from the spectrum what the direct way cannot. */
  private void settle(
      Block a, Conditions conditions, int[] info, Form form, PathResult result, int from) {
    int count = conditions.count;
    repaired.clear();
    boolean[] direct = new boolean[items * count];
    for (int at = 0; at < direct.length; at++) {
      direct[at] = info[at] == 0 && Rounding.isTrusted(conditions.of(at / count, at % count));
    }
    check.run();
    new Refinement(this, designs, mu, wants.scores()).run(a, conditions, direct);
    for (int item = 0; item < items; item++) {
      for (int j = 0; j < count; j++) {
        int penalty = conditions.first + j;
        if (direct[item * count + j]) {
          result.forms[from + item][penalty] = form;
        } else {
          repair(item, penalty, a.items(item, 1).columns(j * t, t), result, from);
        }
      }
    }
  }

  /**
   * Coefficients of a dual problem that come from the spectrum. They are not X'A: A is as large as
   * 1 / mu, and rounding of the small singular vectors in it meets the large singular values in X'.
   */
  private record Repaired(int item, int penalty, double[] coefficients) {}

  private final List<Repaired> repaired = new ArrayList<>();

  private void repair(int item, int penalty, Block a, PathResult result, int from) {
    double[] solution;
    boolean deficient;
    if (designs.hasSpectrum()) {
      SpectralDesign solver = spectral(item);
      deficient = solver.isDeficient();
      result.info[from + item][penalty] = solver.info();
      solution = solver.coefficients(responses(item), mu[penalty]);
    } else {
      SumsSpectrum solver = sums(item);
      deficient = solver.isDeficient(mu[penalty]);
      result.info[from + item][penalty] = solver.info();
      solution = solver.coefficients(mu[penalty]);
    }
    result.forms[from + item][penalty] = Form.SPECTRUM;
    result.truncated[from + item][penalty] = deficient && mu[penalty] > 0;
    if (designs.side == Side.DUAL) {
      repaired.add(new Repaired(item, penalty, solution));
      return;
    }
    try (Block host = backend.upload(MatrixBatch.ofColumnMajor(solution, order, t, 1))) {
      backend.geam(Transpose.NO, 1, host, 0, null, a);
    }
  }

  /** The spectrum of the rows of an item, taken once. */
  SpectralDesign spectral(int item) {
    if (spectral[item] == null) {
      spectral[item] = new SpectralDesign(designs, item);
    }
    return spectral[item];
  }

  private SpectralDesign.Rotated[] rotated;

  /** The responses of an item in the coordinates of its spectrum. */
  SpectralDesign.Rotated responses(int item) {
    if (rotated == null) {
      rotated = new SpectralDesign.Rotated[items];
    }
    if (rotated[item] == null) {
      try (Designs.Tile all = designs.whole(item)) {
        rotated[item] = spectral(item).rotate(backend.download(all.y()), t);
      }
    }
    return rotated[item];
  }

  /** The spectrum of the Gram matrix of an item without rows, taken once. */
  SumsSpectrum sums(int item) {
    if (sums[item] == null) {
      sums[item] = new SumsSpectrum(designs, item);
    }
    return sums[item];
  }

  /** R = Y - X B for every penalty, rows of the tile x (m T) per item. */
  Block residuals(Designs.Tile tile, Block b, int penalties) {
    try (Scope made = new Scope()) {
      Block r = made.add(backend.allocate(tile.size(), penalties * t, items));
      for (int j = 0; j < penalties; j++) {
        backend.geam(Transpose.NO, 1, tile.y(), 0, null, r.columns(j * t, t));
      }
      backend.gemm(tile.trans(), Transpose.NO, -1, tile.x(), b, 1, r);
      return made.keep(r);
    }
  }

  private void store(Block a, int first, int count, PathResult result, int from) {
    if (!wants.coefficients()) {
      return;
    }
    int start = first * t * designs.p;
    if (designs.side == Side.PRIMAL) {
      for (int item = 0; item < items; item++) {
        backend.download(a.items(item, 1), result.coefficients[from + item], start);
      }
    } else {
      double[][] to = Arrays.copyOfRange(result.coefficients, from, from + items);
      fromDual(a, first, to);
    }
    for (int item = 0; item < items; item++) {
      Recovery recovery = designs.recovery(item);
      if (recovery == null) {
        clearZeros(item, result.coefficients[from + item], start, count * t);
        continue;
      }
      for (int j = first * t; j < (first + count) * t; j++) {
        result.intercepts[from + item][j] =
            recovery.toTable(result.coefficients[from + item], j * designs.p, j % t);
      }
    }
  }

  /** A column of zeros is turned with the others on the way, and rounded with them. */
  private void clearZeros(int item, double[] b, int start, int columns) {
    if (zeroColumns[item] == null) {
      return;
    }
    for (int c = 0; c < columns; c++) {
      for (int j : zeroColumns[item]) {
        b[start + c * designs.p + j] = 0;
      }
    }
  }

  /** B = X'A, tile by tile, but for solutions from the spectrum. */
  private void fromDual(Block a, int first, double[][] to) {
    int start = first * t * designs.p;
    multiplied(a, a.columns(), to, start);
    for (Repaired own : repaired) {
      int at = own.penalty() * t * designs.p;
      System.arraycopy(own.coefficients(), 0, to[own.item()], at, own.coefficients().length);
    }
  }

  private void multiplied(Block a, int columns, double[][] to, int start) {
    for (int index = 0; index < designs.tiles(); index++) {
      try (Designs.Tile tile = designs.tile(index);
          Block b = backend.allocate(tile.size(), columns, items)) {
        backend.gemm(tile.trans().flip(), Transpose.NO, 1, tile.x(), a, 0, b);
        for (int item = 0; item < items; item++) {
          if (tile.size() == designs.p) {
            backend.download(b.items(item, 1), to[item], start);
            continue;
          }
          double[] part = backend.download(b.items(item, 1));
          for (int c = 0; c < columns; c++) {
            System.arraycopy(
                part,
                c * tile.size(),
                to[item],
                start + c * designs.p + (int) tile.from(),
                tile.size());
          }
        }
      }
    }
  }

  /**
   * Coefficients of every response at a penalty of its own, in the units of the table; for one
   * item.
   *
   * @param penalties index into those of the last run for every response
   * @param outcome receives forms and outcomes
   * @param b p x t, overwritten
   * @return intercepts
   */
  public double[] coefficients(int[] penalties, PathResult outcome, double[] b) {
    double[] intercepts = new double[t];
    for (int j = 0; j < mu.length; j++) {
      int penalty = j;
      int[] own = IntStream.range(0, t).filter(c -> penalties[c] == penalty).toArray();
      if (own.length == 0) {
        continue;
      }
      check.run();
      double[] part = coefficients(penalty, own, outcome);
      for (int c = 0; c < own.length; c++) {
        System.arraycopy(part, c * designs.p, b, own[c] * designs.p, designs.p);
        if (designs.recovery(0) != null) {
          intercepts[own[c]] = designs.recovery(0).toTable(b, own[c] * designs.p, own[c]);
        }
      }
    }
    return intercepts;
  }

  /** Coefficients of the design at one penalty for some responses, p x own.length. */
  private double[] coefficients(int penalty, int[] own, PathResult outcome) {
    try (Block all = backend.allocate(order, t, items)) {
      Block a = all;
      Conditions conditions = conditions(penalty, 1, reduced());
      boolean plain =
          own.length < t
              && Rounding.refinements(conditions.of(0, 0)) == 0
              && outcome.info[0][penalty] == 0;
      if (plain) {
        repaired.clear();
        a = all.columns(0, own.length);
        gathered(own, penalty, a);
      } else {
        solve(penalty, 1, all, outcome, 0);
      }
      double[] columns;
      if (designs.side == Side.PRIMAL) {
        columns = backend.download(a);
      } else {
        double[][] to = new double[1][MatrixBatch.size(designs.p, a.columns(), 1)];
        multiplied(a, a.columns(), to, 0);
        columns = repaired.isEmpty() ? to[0] : repaired.getFirst().coefficients().clone();
      }
      return plain || own.length == t ? columns : picked(columns, own);
    }
  }

  private void gathered(int[] own, int penalty, Block a) {
    try (Block right = backend.allocate(order, own.length, 1)) {
      for (int c = 0; c < own.length; c++) {
        backend.geam(Transpose.NO, 1, z.columns(own[c], 1), 0, null, right.columns(c, 1));
      }
      reduced().solve(new double[] {mu[penalty]}, right, a);
    }
  }

  private double[] picked(double[] columns, int[] own) {
    double[] some = new double[designs.p * own.length];
    for (int c = 0; c < own.length; c++) {
      System.arraycopy(columns, own[c] * designs.p, some, c * designs.p, designs.p);
    }
    return some;
  }

  @Override
  public void close() {
    scope.close();
  }
}
