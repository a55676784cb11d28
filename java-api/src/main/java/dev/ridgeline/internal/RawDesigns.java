// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Scope;
import dev.ridgeline.spi.Weighting;
import java.util.Arrays;

/** Designs that are penalised as they are: views of the caller's arrays, in one tile. */
public final class RawDesigns extends Designs {
  private final Scope blocks = new Scope();
  private final Transpose trans;
  private final Block x;
  private final Block y;
  private double[] squares;

  /**
   * Views the designs.
   *
   * @param backend who computes
   * @param x n x p per item
   * @param y n x t per item
   */
  public RawDesigns(Backend backend, MatrixBatch x, MatrixBatch y) {
    super(
        backend,
        x.count(),
        x.rows(),
        x.columns(),
        y.columns(),
        x.rows() <= x.columns() ? Side.DUAL : Side.PRIMAL);
    this.trans = x.transpose();
    try {
      this.x = blocks.add(backend.upload(x));
      this.y = blocks.add(columnMajor(y));
    } catch (RuntimeException failed) {
      blocks.close(); // a device out of memory is asked again, for less
      throw failed;
    }
  }

  private Block columnMajor(MatrixBatch host) {
    if (host.order() == Order.COLUMN_MAJOR) {
      return backend.upload(host);
    }
    try (Block stored = backend.upload(host);
        Scope made = new Scope()) {
      Block block = made.add(backend.allocate(host.rows(), host.columns(), host.count()));
      backend.geam(Transpose.YES, 1, stored, 0, null, block);
      return made.keep(block);
    }
  }

  @Override
  Block gram() {
    return gram(x);
  }

  @Override
  Block gram(int item) {
    return gram(x.items(item, 1));
  }

  private Block gram(Block of) {
    try (Scope made = new Scope()) {
      Block g = made.add(backend.allocate(order(), order(), of.count()));
      backend.gram(trans, of, side, Weighting.NONE, g);
      return made.keep(g);
    }
  }

  @Override
  Block rightHandSides() {
    if (side == Side.DUAL) {
      return y.columns(0, t);
    }
    try (Scope made = new Scope()) {
      Block z = made.add(backend.allocate(p, t, count));
      backend.gemm(trans.flip(), Transpose.NO, 1, x, y, 0, z);
      return made.keep(z);
    }
  }

  @Override
  double[] squares(int item) {
    if (squares == null) {
      try (Block s = backend.allocate(t, 1, count)) {
        backend.weightedColumnNorms(y, null, null, s);
        squares = backend.download(s);
      }
    }
    return Arrays.copyOfRange(squares, item * t, (item + 1) * t);
  }

  @Override
  boolean hasRows() {
    return true;
  }

  @Override
  int tiles() {
    return 1;
  }

  @Override
  Tile tile(int index) {
    int size = side == Side.PRIMAL ? Math.toIntExact(rows) : p;
    return new Tile(x, trans, y, 0, size, null, false);
  }

  @Override
  Tile whole(int item) {
    return new Tile(
        x.items(item, 1), trans, y.items(item, 1), 0, Math.toIntExact(rows), null, false);
  }

  @Override
  public void close() {
    blocks.close();
  }
}
