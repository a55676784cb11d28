// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.workbench.bench.OpenBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/** The verbs that move more than they compute, on n x 50 blocks. */
public final class ElementwiseWork {
  private static final int COLUMNS = 50;

  private ElementwiseWork() {}

  /**
   * Prepares it.
   *
   * @param peer cpu-simd or reference; openblas for {@code dots} (one {@code ddot} a column)
   * @param verb geam, hadamard, dgmm, norms or dots
   * @param n rows
   * @param threads at least 1
   * @return closed by the caller
   */
  public static Work open(String peer, String verb, int n, int threads) {
    double[] a = Operands.normal(n * COLUMNS, 31);
    double[] b = Operands.normal(n * COLUMNS, 32);
    if (peer.equals(Peers.OPENBLAS) && verb.equals("dots")) {
      return openblas(a, b, n, threads);
    }
    if (!peer.equals(Peers.SIMD) && !peer.equals(Peers.REFERENCE)) {
      throw Peers.unknown(verb, peer);
    }
    OpenBackend ours = OpenBackend.open(peer, threads);
    Backend backend = ours.backend();
    Block blockA = backend.upload(MatrixBatch.ofColumnMajor(a, n, COLUMNS, 1));
    Block blockB = backend.upload(MatrixBatch.ofColumnMajor(b, n, COLUMNS, 1));
    Block first = blockA.columns(0, 1);
    Block c = backend.allocate(n, COLUMNS, 1);
    Block sums = backend.allocate(COLUMNS, 1, 1);
    int size = n * COLUMNS;
    return switch (verb) {
      case "geam" ->
          work(
              3.0 * size,
              () -> backend.geam(Transpose.NO, 2, blockA, -1, blockB, c),
              () -> each(a, b, backend.download(c), (x, y) -> 2 * x - y),
              ours);
      case "hadamard" ->
          work(
              size,
              () -> backend.hadamard(blockA, blockB, c),
              () -> each(a, b, backend.download(c), (x, y) -> x * y),
              ours);
      case "dgmm" ->
          work(
              size,
              () -> backend.dgmm(Placement.LEFT, blockB, first, c),
              () -> each(spread(a, n), b, backend.download(c), (x, y) -> x * y),
              ours);
      case "norms" ->
          work(
              3.0 * size,
              () -> backend.weightedColumnNorms(blockB, first, null, sums),
              () -> folds(spread(a, n), b, n, backend.download(sums), (x, y) -> (y - x) * (y - x)),
              ours);
      case "dots" ->
          work(
              2.0 * size,
              () -> backend.dots(blockA, blockB, sums),
              () -> folds(a, b, n, backend.download(sums), (x, y) -> x * y),
              ours);
      default -> throw new IllegalArgumentException("no verb '" + verb + "'");
    };
  }

  private static Work work(double flops, Runnable run, DoubleSupplier residual, OpenBackend ours) {
    return Work.of(flops, run, residual, ours::close);
  }

  private static Work openblas(double[] a, double[] b, int n, int threads) {
    DoublePointer pa = OpenBlas.copy(a);
    DoublePointer pb = OpenBlas.copy(b);
    double[] sums = new double[COLUMNS];
    return Work.of(
        2.0 * n * COLUMNS,
        () -> {
          OpenBlas.threads(threads);
          for (int j = 0; j < COLUMNS; j++) {
            long at = (long) j * n;
            sums[j] = openblas.cblas_ddot(n, pa.position(at), 1, pb.position(at), 1);
          }
          pa.position(0);
          pb.position(0);
        },
        () -> folds(a, b, n, sums, (x, y) -> x * y),
        () -> OpenBlas.release(pa, pb));
  }

  /** The first column in every column. */
  private static double[] spread(double[] a, int n) {
    double[] columns = new double[n * COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      System.arraycopy(a, 0, columns, j * n, n);
    }
    return columns;
  }

  private static double each(double[] a, double[] b, double[] c, DoubleBinaryOperator plain) {
    double[] expected = new double[c.length];
    for (int i = 0; i < c.length; i++) {
      expected[i] = plain.applyAsDouble(a[i], b[i]);
    }
    return Operands.relative(c, expected);
  }

  private static double folds(
      double[] a, double[] b, int n, double[] sums, DoubleBinaryOperator plain) {
    double[] expected = new double[COLUMNS];
    for (int i = 0; i < n * COLUMNS; i++) {
      expected[i / n] += plain.applyAsDouble(a[i], b[i]);
    }
    return Operands.relative(sums, expected) / n;
  }
}
