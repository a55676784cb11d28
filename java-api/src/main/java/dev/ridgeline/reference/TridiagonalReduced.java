// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.TridiagonalEnds;
import dev.ridgeline.spi.Weighting;

/**
 * A batch G = Q T Q' and what it gives for G + mu I = Q (T + mu I) Q'. Q stays as reflectors in the
 * memory of G; a right-hand side is rotated once and each shift costs one solve with T and one
 * rotation back.
 */
final class TridiagonalReduced implements Reduced {
  private final int order;
  private Tridiagonal[] items;

  TridiagonalReduced(HostBlock g) {
    assert g.rows() == g.columns() : "G is square";
    order = g.rows();
    items = new Tridiagonal[g.count()];
    double[][] work = new double[order][order];
    for (int item = 0; item < items.length; item++) {
      items[item] = new Tridiagonal(g, item, work);
    }
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public int count() {
    return items().length;
  }

  @Override
  public Info solve(double[] mu, Block b, Block out) {
    HostBlock rhs = HostBlock.from(b);
    HostBlock x = HostBlock.from(out);
    int nrhs = rhs.columns();
    assert x.rows() == order && x.columns() == mu.length * nrhs : "shape of out";
    int[] info = new int[items().length * mu.length];
    FourColumns rotated = new FourColumns(order);
    FourColumns solution = new FourColumns(order);
    double[] work = new double[order];
    for (int item = 0; item < items.length; item++) {
      ShiftedTridiagonal[] shifted = shift(item, mu, info);
      for (int t = 0; t < nrhs; t += FourColumns.WIDTH) {
        int width = Math.min(FourColumns.WIDTH, nrhs - t);
        rotated.load(Transpose.NO, rhs, item, t);
        items[item].applyQ(Transpose.YES, rotated, work);
        for (int j = 0; j < mu.length; j++) {
          if (shifted[j].info == 0) {
            solution.copyFrom(rotated);
            shifted[j].solve(solution);
            items[item].applyQ(Transpose.NO, solution, work);
          } else {
            solution.fill(Double.NaN);
          }
          solution.store(width, x, item, j * nrhs + t);
        }
      }
    }
    return () -> info;
  }

  @Override
  public double[] extremes() {
    double[] ends = new double[2 * items().length];
    for (int item = 0; item < items.length && order > 0; item++) {
      TridiagonalEnds.of(items[item].d, items[item].e, ends, 2 * item);
    }
    return ends;
  }

  @Override
  public Info traceInverse(double[] mu, Block out) {
    HostBlock traces = HostBlock.from(out);
    assert traces.rows() == mu.length && traces.columns() == 1 : "shape of out";
    int[] info = new int[items().length * mu.length];
    for (int item = 0; item < items.length; item++) {
      ShiftedTridiagonal[] shifted = shift(item, mu, info);
      for (int j = 0; j < mu.length; j++) {
        traces.data()[traces.at(item) + j] =
            shifted[j].info == 0 ? shifted[j].traceInverse() : Double.NaN;
      }
    }
    return () -> info;
  }

  @Override
  public Info logDeterminant(double[] mu, Block out) {
    HostBlock logs = HostBlock.from(out);
    assert logs.rows() == mu.length && logs.columns() == 1 : "shape of out";
    int[] info = new int[items().length * mu.length];
    for (int item = 0; item < items.length; item++) {
      ShiftedTridiagonal[] shifted = shift(item, mu, info);
      for (int j = 0; j < mu.length; j++) {
        logs.data()[logs.at(item) + j] =
            shifted[j].info == 0 ? shifted[j].logDeterminant() : Double.NaN;
      }
    }
    return () -> info;
  }

  @Override
  public Info leverages(
      Transpose trans, Block z, Weighting weighting, Basis basis, double[] mu, Block out) {
    HostBlock rows = HostBlock.from(z);
    HostBlock h = HostBlock.from(out);
    assert h.columns() == mu.length : "columns of out";
    assert z != null || (weighting.equals(Weighting.NONE) && basis.equals(Basis.NONE))
        : "the identity as it is";
    int[] info = new int[items().length * mu.length];
    FourColumns rotated = new FourColumns(order);
    double[] work = new double[order];
    for (int item = 0; item < items.length; item++) {
      ShiftedTridiagonal[] shifted = shift(item, mu, info);
      Weights weights = new Weights(weighting, item);
      for (int i = 0; i < h.rows(); i += FourColumns.WIDTH) {
        if (rows == null) {
          rotated.loadIdentity(i);
        } else {
          int width = Math.min(FourColumns.WIDTH, h.rows() - i);
          rotated.load(trans.flip(), rows, item, i);
          for (int t = 0; t < width; t++) {
            weights.apply(Side.PRIMAL, i + t, rotated.column(t));
            eliminate(basis, item, i + t, rotated.column(t));
          }
        }
        items[item].applyQ(Transpose.YES, rotated, work);
        for (int t = 0; t < Math.min(FourColumns.WIDTH, h.rows() - i); t++) {
          for (int j = 0; j < mu.length; j++) {
            h.data()[h.at(item) + i + t + j * h.leadingDimension()] =
                shifted[j].info == 0 ? shifted[j].quadraticForm(rotated.column(t)) : Double.NaN;
          }
        }
      }
    }
    return () -> info;
  }

  /** z -= F'n with n row i of N. */
  private static void eliminate(Basis basis, int item, int i, double[] z) {
    if (basis.rows() == null) {
      return;
    }
    HostBlock rows = HostBlock.from(basis.rows());
    HostBlock products = HostBlock.from(basis.products());
    assert products.rows() == rows.columns() && products.columns() == z.length : "shape of F";
    for (int q = 0; q < rows.columns(); q++) {
      double n = rows.data()[rows.at(item) + i + q * rows.leadingDimension()];
      int from = products.at(item) + q;
      for (int k = 0; k < z.length; k++) {
        z[k] -= n * products.data()[from + k * products.leadingDimension()];
      }
    }
  }

  private ShiftedTridiagonal[] shift(int item, double[] mu, int[] info) {
    ShiftedTridiagonal[] shifted = new ShiftedTridiagonal[mu.length];
    for (int j = 0; j < mu.length; j++) {
      shifted[j] = new ShiftedTridiagonal(items[item], mu[j]);
      info[item * mu.length + j] = shifted[j].info;
    }
    return shifted;
  }

  private Tridiagonal[] items() {
    if (items == null) {
      throw new IllegalStateException("reduction is closed");
    }
    return items;
  }

  @Override
  public Form form() {
    return Form.TRIDIAGONAL;
  }

  @Override
  public void close() {
    items = null;
  }
}
