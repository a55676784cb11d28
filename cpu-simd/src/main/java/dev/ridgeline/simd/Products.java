// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.blas.Gram;
import dev.ridgeline.simd.kernel.Compiled;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;

/** The verbs {@code gemm} and {@code gram} over their drivers, item by item. */
final class Products {
  private Products() {}

  static void gemm(
      Workers workers,
      Transpose transA,
      Transpose transB,
      double alpha,
      HostBlock a,
      HostBlock b,
      double beta,
      HostBlock c) {
    boolean flipA = transA == Transpose.YES;
    boolean flipB = transB == Transpose.YES;
    int m = c.rows();
    int n = c.columns();
    int k = flipA ? a.rows() : a.columns();
    assert m == (flipA ? a.columns() : a.rows()) : "rows of op(A)";
    assert k == (flipB ? b.columns() : b.rows()) : "rows of op(B)";
    assert n == (flipB ? b.rows() : b.columns()) : "columns of op(B)";
    Compiled.TILES.await(2.0 * m * n * k * c.count());
    Batches.run(
        workers,
        c.count(),
        (long) m * n * k,
        (item, inner) ->
            Gemm.run(
                inner,
                flipA,
                flipB,
                m,
                n,
                k,
                alpha,
                a.data(),
                a.at(item),
                a.leadingDimension(),
                b.data(),
                b.at(item),
                b.leadingDimension(),
                beta,
                c.data(),
                c.at(item),
                c.leadingDimension()));
  }

  static void gram(
      Workers workers,
      Transpose trans,
      HostBlock x,
      Side side,
      Weighting weighting,
      double beta,
      HostBlock g) {
    // A = Xt on the dual side, Xt' on the primal one
    boolean transposed = (trans == Transpose.YES) == (side == Side.DUAL);
    int order = g.rows();
    int depth = transposed ? x.rows() : x.columns();
    assert order == g.columns() : "G is square";
    assert order == (transposed ? x.columns() : x.rows()) : "order of G";
    Compiled.TILES.await((double) order * order * depth * g.count());
    HostBlock means = HostBlock.from(weighting.columnMeans());
    HostBlock scales = HostBlock.from(weighting.columnScales());
    HostBlock weights = HostBlock.from(weighting.rowWeights());
    Batches.run(
        workers,
        g.count(),
        (long) order * order * depth / 2,
        (item, inner) -> {
          Gram.Axis features = new Gram.Axis(vector(means, item), vector(scales, item));
          Gram.Axis samples = new Gram.Axis(null, roots(vector(weights, item)));
          boolean dual = side == Side.DUAL;
          Gram.run(
              inner,
              order,
              depth,
              x.data(),
              x.at(item),
              transposed,
              x.leadingDimension(),
              dual ? samples : features,
              dual ? features : samples,
              beta,
              g.data(),
              g.at(item),
              g.leadingDimension());
        });
  }

  private static double[] vector(HostBlock block, int item) {
    if (block == null) {
      return null;
    }
    double[] copy = new double[block.rows()];
    System.arraycopy(block.data(), block.at(item), copy, 0, copy.length);
    return copy;
  }

  private static double[] roots(double[] weights) {
    for (int i = 0; weights != null && i < weights.length; i++) {
      weights[i] = Math.sqrt(weights[i]);
    }
    return weights;
  }
}
