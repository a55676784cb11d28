// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import java.util.Arrays;

/**
 * Problems of one shape as the algorithm sees them: a Gram matrix and right-hand sides on the
 * backend, and, where there are rows, the design tile by tile. What preparation a design has had is
 * its own business. Belongs to one thread at a time.
 */
public abstract class Designs implements AutoCloseable {
  /** Numbers of the largest design that is decomposed (1 GB). */
  private static final long LARGEST_SPECTRUM = 1L << 27;

  final Backend backend;

  /** Number of problems. */
  final int count;

  /** Rows of weight above 0. */
  final long rows;

  /** Features, those that are not penalised included. */
  final int p;

  /** Responses. */
  final int t;

  final Side side;

  Designs(Backend backend, int count, long rows, int p, int t, Side side) {
    this.backend = backend;
    this.count = count;
    this.rows = rows;
    this.p = p;
    this.t = t;
    this.side = side;
  }

  /** Order of the Gram matrix. */
  int order() {
    return side == Side.PRIMAL ? p : Math.toIntExact(rows);
  }

  /** Rows of a whole design: those of weight 0 may be among them, as zeros. */
  long rowsInDesign() {
    return rows;
  }

  /** Columns with a penalised coefficient. */
  final int penalised(int item) {
    Recovery recovery = recovery(item);
    return recovery == null
        ? p
        : (int) Arrays.stream(recovery.factors()).filter(f -> f != 0).count();
  }

  /** The Gram matrix of every problem, a new block, closed by the caller. */
  abstract Block gram();

  /** The Gram matrix of one problem, a new block, closed by the caller. */
  abstract Block gram(int item);

  /** X'Y (primal) or Y (dual), order x t; a view or a new block, closed by the caller. */
  abstract Block rightHandSides();

  /** Squared lengths of the responses of a problem. */
  abstract double[] squares(int item);

  /** Whether the rows themselves are at hand. */
  abstract boolean hasRows();

  /**
   * Whether the spectrum of the rows can be had: it takes the whole design, several times. Where it
   * cannot, as of 10^8 rows, the sums have to do, and the route says so.
   */
  final boolean hasSpectrum() {
    return hasRows() && rowsInDesign() * Math.max(1, p) <= LARGEST_SPECTRUM;
  }

  /** Number of tiles: ranges of rows (primal), or of columns (dual). */
  abstract int tiles();

  /** A tile, closed by the caller. */
  abstract Tile tile(int index);

  /**
   * The side.
   *
   * @return which Gram matrix is formed
   */
  public final Side side() {
    return side;
  }

  /**
   * The responses of an item as the design has them.
   *
   * @param item from 0
   * @return rows x t
   */
  public final double[] responses(int item) {
    try (Tile all = whole(item)) {
      return backend.download(all.y());
    }
  }

  /**
   * The design of an item on the host.
   *
   * @param item from 0
   * @return rows x p, column-major
   */
  public final double[] design(int item) {
    try (Tile all = whole(item)) {
      if (all.trans() == Transpose.NO) {
        return backend.download(all.x());
      }
      try (Block turned =
          backend.allocate(/* rows= */ all.x().columns(), /* columns= */ all.x().rows(), 1)) {
        backend.geam(Transpose.YES, 1, all.x(), 0, null, turned);
        return backend.download(turned);
      }
    }
  }

  /** The whole design of one problem, rows x p as {@link Tile#trans} says; closed by the caller. */
  abstract Tile whole(int item);

  /**
   * The way back to the units of a table.
   *
   * @param item from 0
   * @return null where the design is penalised as it is
   */
  public Recovery recovery(int item) {
    return null;
  }

  /**
   * What the Gram matrix, the right-hand sides and the squares of an item were multiplied by, so
   * that one penalty serves items of other numbers of rows.
   */
  double multiple(int item) {
    return 1;
  }

  /** Rows of weight above 0 of an item. */
  long rows(int item) {
    return rows;
  }

  /** Directions that are not penalised: the intercept's, and those of columns. */
  final int unpenalised(int item) {
    return recovery(item) == null ? 0 : recovery(item).unpenalised();
  }

  /**
   * Dual only: what was added to K along the unpenalised directions N, on which it is zero, so that
   * it can be inverted at small penalties: K + lift N N'.
   */
  double lift() {
    return 0;
  }

  /** Dual only: the squares N_i1^2 + .. of every row; null without unpenalised directions. */
  double[] unpenalisedSquares() {
    return null;
  }

  /**
   * Lengths of the prepared columns before unpenalised ones were projected out, which left rounding
   * of that size; null where nothing was.
   */
  double[] lengths() {
    return null;
  }

  /**
   * Of a Gram matrix that is a difference: the squared size of what it was taken from, whose
   * rounding it has.
   */
  double size(int item) {
    return 0;
  }

  /** The n x q orthonormal basis of what is not penalised, for the spectrum; null without. */
  double[] basis() {
    return null;
  }

  /**
   * Some rows (primal) or columns (dual) of the designs.
   *
   * @param x the part, as trans says
   * @param trans how x is read
   * @param y responses of these rows; null on the dual side
   * @param from first row or column
   * @param size how many
   * @param unreached 1 less the leverage of what is not penalised, a number a row; null: ones
   * @param owned whether closing releases the blocks
   */
  record Tile(
      Block x, Transpose trans, Block y, long from, int size, double[] unreached, boolean owned)
      implements AutoCloseable {
    @Override
    public void close() {
      if (owned) {
        if (y != null) {
          y.close();
        }
        x.close();
      }
    }
  }

  @Override
  public void close() {}
}
