// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import static dev.ridgeline.cuda.binding.CudaApi.LEFT;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.memory.Transfers;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.LogProduct;
import dev.ridgeline.spi.Placement;

/**
 * One spectrum for every shift: G = U diag(s) U', so (G + mu I)^-1 = U diag(1/(s + mu)) U'. The
 * vectors stay on the device, the values come to the heap once; the filters 1/(s + mu) of all
 * shifts go back as one small matrix F (n x m per item), cuBLAS having no reciprocal.
 */
final class SpectralForm implements ReducedForm {

  private final DeviceBlock vectors;
  private final double[] values;
  private final int[] info;
  private final int order;
  private final int count;

  /**
   * Decomposes in place.
   *
   * @param lane of the calling thread
   * @param g n x n per item, flat; becomes the vectors, stays the caller's
   * @param crossovers batched or looped
   */
  SpectralForm(Lane lane, DeviceBlock g, Crossovers crossovers) {
    vectors = g;
    order = g.rows();
    count = g.count();
    values = new double[MatrixBatch.size(order, 1, count)];
    try (DeviceBlock column = DeviceBlock.allocate(lane, order, 1, count)) {
      info = Eigen.inPlace(lane, g, true, column, crossovers);
      Transfers.download(lane, column, values, 0);
    }
  }

  @Override
  public Form form() {
    return Form.SPECTRUM;
  }

  @Override
  public double[] extremes() {
    double[] ends = new double[2 * count];
    for (int item = 0; item < count && order > 0; item++) {
      ends[2 * item] = values[item * order];
      ends[2 * item + 1] = values[(item + 1) * order - 1];
    }
    return ends;
  }

  /** Outcomes per item and shift: the first eigenvalue that the shift does not lift above zero. */
  private int[] outcomes(double[] mu) {
    int[] outcomes = new int[count * mu.length];
    for (int item = 0; item < count; item++) {
      for (int j = 0; j < mu.length; j++) {
        int failed = info[item];
        for (int k = 0; k < order && failed == 0; k++) {
          if (!(values[item * order + k] + mu[j] > 0)) {
            failed = k + 1;
          }
        }
        outcomes[item * mu.length + j] = failed;
      }
    }
    return outcomes;
  }

  /** F, with columns of NaN for shifts that failed: they spoil their own results and no others. */
  private double[] filters(double[] mu, int[] outcomes) {
    double[] filters = new double[MatrixBatch.size(order, mu.length, count)];
    int next = 0;
    for (int item = 0; item < count; item++) {
      for (int j = 0; j < mu.length; j++) {
        boolean failed = outcomes[item * mu.length + j] != 0;
        for (int k = 0; k < order; k++) {
          filters[next++] = failed ? Double.NaN : 1 / (values[item * order + k] + mu[j]);
        }
      }
    }
    return filters;
  }

  @Override
  public int[] solve(Lane lane, double[] mu, DeviceBlock b, DeviceBlock out) {
    int[] outcomes = outcomes(mu);
    int nrhs = b.columns();
    int m = mu.length;
    if (out.isEmpty()) {
      return outcomes;
    }
    try (DeviceBlock f = Vectors.upload(lane, filters(mu, outcomes), order, m, count);
        DeviceBlock rotated = DeviceBlock.allocate(lane, order, nrhs, count);
        DeviceBlock scaled = DeviceBlock.allocate(lane, order, m * nrhs, count)) {
      Products.gemm(lane, Transpose.YES, Transpose.NO, 1, vectors, b, 0, rotated);
      if (nrhs == 1) {
        // one column to all shifts, for all items at once
        Products.addColumn(lane, Transpose.NO, 1, rotated, 0, scaled);
        Elements.hadamard(lane, scaled, f, scaled);
      } else {
        for (int item = 0; item < count; item++) {
          scale(lane, f.items(item, 1), rotated.items(item, 1), scaled.items(item, 1));
        }
      }
      Products.gemm(lane, Transpose.NO, Transpose.NO, 1, vectors, scaled, 0, out);
    }
    return outcomes;
  }

  /** Column j T + t of C is f_j .* r_t: a call per shift or per right-hand side, the fewer. */
  private static void scale(Lane lane, DeviceBlock f, DeviceBlock r, DeviceBlock c) {
    int n = f.rows();
    int m = f.columns();
    int nrhs = r.columns();
    if (m <= nrhs) {
      for (int j = 0; j < m; j++) {
        Elements.dgmm(lane, Placement.LEFT, r, f.columns(j, 1), c.columns(j * nrhs, nrhs));
      }
      return;
    }
    for (int t = 0; t < nrhs; t++) {
      // every T-th column of C: one matrix with a long leading dimension
      lane.api()
          .dgmm(
              lane.blas(),
              LEFT,
              n,
              m,
              f.at(lane, 0),
              n,
              r.columns(t, 1).at(lane, 0),
              1,
              c.columns(t, 1).at(lane, 0),
              Math.multiplyExact(n, nrhs));
    }
  }

  @Override
  public int[] traceInverse(Lane lane, double[] mu, DeviceBlock out) {
    int[] outcomes = outcomes(mu);
    if (out.isEmpty()) {
      return outcomes;
    }
    double[] traces = new double[count * mu.length];
    for (int item = 0; item < count; item++) {
      for (int j = 0; j < mu.length; j++) {
        double sum = outcomes[item * mu.length + j] == 0 ? 0 : Double.NaN;
        for (int k = 0; k < order; k++) {
          sum += 1 / (values[item * order + k] + mu[j]);
        }
        traces[item * mu.length + j] = sum;
      }
    }
    try (DeviceBlock host = Vectors.upload(lane, traces, mu.length, 1, count)) {
      Elements.geam(lane, Transpose.NO, 1, host, 0, null, out);
    }
    return outcomes;
  }

  /** The values are on the heap already. */
  @Override
  public int[] logDeterminant(Lane lane, double[] mu, DeviceBlock out) {
    int[] outcomes = outcomes(mu);
    if (out.isEmpty()) {
      return outcomes;
    }
    double[] logs = new double[outcomes.length];
    for (int item = 0; item < count; item++) {
      for (int j = 0; j < mu.length; j++) {
        int at = item * mu.length + j;
        LogProduct product = new LogProduct();
        for (int k = 0; outcomes[at] == 0 && k < order; k++) {
          product.multiply(values[item * order + k] + mu[j]);
        }
        logs[at] = outcomes[at] == 0 ? product.log() : Double.NaN;
      }
    }
    try (DeviceBlock host = Vectors.upload(lane, logs, mu.length, 1, count)) {
      Elements.geam(lane, Transpose.NO, 1, host, 0, null, out);
    }
    return outcomes;
  }

  /** Row i: sum over k of (z_i'u_k)^2 f_k: a product with squares, for all rows and shifts. */
  @Override
  public int[] leverages(Lane lane, Transpose trans, DeviceBlock z, double[] mu, DeviceBlock out) {
    int[] outcomes = outcomes(mu);
    if (out.isEmpty()) {
      return outcomes;
    }
    try (DeviceBlock f = Vectors.upload(lane, filters(mu, outcomes), order, mu.length, count);
        DeviceBlock squares = DeviceBlock.allocate(lane, out.rows(), order, count)) {
      if (z == null) {
        Elements.hadamard(lane, vectors, vectors, squares);
      } else {
        try (DeviceBlock scores = DeviceBlock.allocate(lane, out.rows(), order, count)) {
          Products.gemm(lane, trans, Transpose.NO, 1, z, vectors, 0, scores);
          Elements.hadamard(lane, scores, scores, squares);
        }
      }
      Products.gemm(lane, Transpose.NO, Transpose.NO, 1, squares, f, 0, out);
    }
    return outcomes;
  }

  @Override
  public void close() {
    // the vectors live in the caller's block
  }
}
