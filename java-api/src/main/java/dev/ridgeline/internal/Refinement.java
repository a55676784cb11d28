// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Solutions whose condition leaves them few digits, refined with residuals from the rows: these are
 * not squared, so a step gives back most of what the Gram matrix has lost. All penalties of a chunk
 * that need a step take it together.
 */
final class Refinement {
  private final PathSolver solver;
  private final Designs designs;
  private final Backend backend;
  private final double[] mu;
  private final boolean scores;
  private final int order;
  private final int t;
  private final int items;

  Refinement(PathSolver solver, Designs designs, double[] mu, boolean scores) {
    this.solver = solver;
    this.designs = designs;
    this.backend = designs.backend;
    this.mu = mu;
    this.scores = scores;
    this.order = designs.order();
    this.t = designs.t;
    this.items = designs.count;
  }

  /** A += (G + mu)^-1 g, with the gradients g of all penalties that need it from the rows. */
  void run(Block a, Conditions conditions, boolean[] direct) {
    int[] rounds = designs.hasRows() ? rounds(a, conditions, direct) : new int[0];
    for (int round = 0; designs.hasRows(); round++) {
      int[] some = refined(rounds, conditions.count, round);
      if (some.length == 0) {
        return;
      }
      double[] shifts = new double[some.length];
      Arrays.setAll(shifts, i -> mu[conditions.first + some[i]]);
      try (Block b = backend.allocate(order, some.length * t, items);
          Block g = backend.allocate(order, some.length * t, items)) {
        for (int i = 0; i < some.length; i++) {
          Block own = a.columns(some[i] * t, t);
          backend.geam(Transpose.NO, 1, own, 0, null, b.columns(i * t, t));
        }
        gradient(b, shifts, g);
        solveEach(shifts, g, b);
        add(b, some, a, rounds, round);
      }
    }
  }

  /** How often each solution is refined, [item][penalty]. */
  private int[] rounds(Block a, Conditions conditions, boolean[] direct) {
    int[] rounds = new int[direct.length];
    boolean scored = scores && designs.side == Side.PRIMAL;
    double[] left = scored ? leftOver(a, conditions.count) : null;
    for (int at = 0; at < rounds.length; at++) {
      if (direct[at]) {
        double condition = conditions.of(at / conditions.count, at % conditions.count);
        boolean residuals = scored && Rounding.refinesResiduals(condition, left[at]);
        rounds[at] = Math.max(residuals ? 1 : 0, Rounding.refinements(condition));
      }
    }
    return rounds;
  }

  /** The least |r|^2 + mu |b|^2 of any response against its y'y, [item][penalty]. */
  private double[] leftOver(Block a, int count) {
    double[] least = new double[items * count];
    Arrays.fill(least, 1);
    try (Block dots = backend.allocate(t, 1, items)) {
      for (int j = 0; j < count; j++) {
        backend.dots(solver.rightHandSides(), a.columns(j * t, t), dots);
        double[] values = backend.download(dots);
        for (int at = 0; at < values.length; at++) {
          double square = designs.squares(at / t)[at % t];
          double left = square > 0 ? (square - values[at]) / square : 1;
          int to = at / t * count + j;
          least[to] = left < least[to] ? left : least[to]; // NaN of a failed solution stays out
        }
      }
    }
    return least;
  }

  /** The penalties of a chunk that some item refines in a round. */
  private int[] refined(int[] rounds, int count, int round) {
    return IntStream.range(0, count)
        .filter(j -> IntStream.range(0, items).anyMatch(item -> rounds[item * count + j] > round))
        .toArray();
  }

  private void solveEach(double[] shifts, Block g, Block step) {
    if (solver.isReduced()) {
      solver.reduced().solveEach(shifts, g, step);
      return;
    }
    backend.geam(Transpose.NO, 1, g, 0, null, step);
    for (int i = 0; i < shifts.length; i++) {
      backend.posv(solver.gram(), shifts[i], step.columns(i * t, t));
    }
  }

  private void add(Block steps, int[] some, Block a, int[] rounds, int round) {
    int count = rounds.length / items;
    for (int i = 0; i < some.length; i++) {
      for (int item = 0; item < items; item++) {
        if (rounds[item * count + some[i]] > round) {
          Block to = a.items(item, 1).columns(some[i] * t, t);
          backend.geam(Transpose.NO, 1, steps.items(item, 1).columns(i * t, t), 1, to, to);
        }
      }
    }
  }

  /** X'(Y - X B) - mu B for every shift, and on the dual side Y - X X'A - mu A. */
  private void gradient(Block b, double[] shifts, Block g) {
    boolean dual = designs.side == Side.DUAL;
    for (int i = 0; i < shifts.length; i++) {
      Block own = b.columns(i * t, t);
      Block to = g.columns(i * t, t);
      backend.geam(
          Transpose.NO, -shifts[i], own, dual ? 1 : 0, dual ? solver.rightHandSides() : null, to);
    }
    for (int index = 0; index < designs.tiles(); index++) {
      try (Designs.Tile tile = designs.tile(index)) {
        if (!dual) {
          try (Block r = solver.residuals(tile, b, shifts.length)) {
            backend.gemm(tile.trans().flip(), Transpose.NO, 1, tile.x(), r, 1, g);
          }
          continue;
        }
        try (Block fit = backend.allocate(tile.size(), b.columns(), items)) {
          backend.gemm(tile.trans().flip(), Transpose.NO, 1, tile.x(), b, 0, fit);
          backend.gemm(tile.trans(), Transpose.NO, -1, tile.x(), fit, 1, g);
        }
      }
    }
  }
}
