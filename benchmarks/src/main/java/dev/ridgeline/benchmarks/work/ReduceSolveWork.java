// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.workbench.bench.OpenBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * (G + mu_j I) x_j = b for many penalties: Ridgeline reduces G once, OpenBLAS copies G, shifts the
 * diagonal and calls {@code dposv} for each penalty. G is kept on both sides, so Ridgeline copies
 * it once.
 */
public final class ReduceSolveWork {
  private ReduceSolveWork() {}

  /**
   * Prepares it.
   *
   * @param peer cpu-simd, reference or openblas
   * @param n order
   * @param penalties number of penalties
   * @param threads at least 1
   * @return closed by the caller
   */
  public static Work open(String peer, int n, int penalties, int threads) {
    double[] g = Operands.positiveDefinite(n, 7);
    double[] b = Operands.normal(n, 8);
    double[] mu = Operands.penalties(penalties);
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE -> ours(OpenBackend.open(peer, threads), g, b, mu, n);
      case Peers.OPENBLAS -> openblas(g, b, mu, n, threads);
      default -> throw Peers.unknown("reduce and solve", peer);
    };
  }

  private static double flops(int n, int penalties) {
    return penalties * ((double) n * n * n / 3 + 2.0 * n * n);
  }

  private static double residual(double[] g, double[] b, double[] mu, int n, double[] x) {
    double worst = 0;
    for (int j = 0; j < mu.length; j++) {
      double[] xj = new double[n];
      System.arraycopy(x, j * n, xj, 0, n);
      worst = Math.max(worst, Operands.solveResidual(g, n, mu[j], xj, b));
    }
    return worst;
  }

  private static Work ours(OpenBackend ours, double[] g, double[] b, double[] mu, int n) {
    double[] copy = new double[n * n];
    Block block = ours.backend().upload(MatrixBatch.ofColumnMajor(copy, n, n, 1));
    Block right = ours.backend().upload(MatrixBatch.ofColumnMajor(b, n, 1, 1));
    Block x = ours.backend().allocate(n, mu.length, 1);
    return Work.of(
        flops(n, mu.length),
        () -> {
          System.arraycopy(g, 0, copy, 0, n * n);
          try (Reduced reduced = ours.backend().reduce(block, Purpose.SOLVE)) {
            reduced.solve(mu, right, x);
          }
        },
        () -> residual(g, b, mu, n, ours.backend().download(x)),
        ours::close);
  }

  private static Work openblas(double[] g, double[] b, double[] mu, int n, int threads) {
    DoublePointer pg = OpenBlas.copy(g);
    DoublePointer pb = OpenBlas.copy(b);
    DoublePointer pl = OpenBlas.allocate((long) n * n);
    DoublePointer px = OpenBlas.allocate((long) n * mu.length);
    DoublePointer one = OpenBlas.copy(new double[] {1});
    return Work.of(
        flops(n, mu.length),
        () -> {
          OpenBlas.threads(threads);
          for (int j = 0; j < mu.length; j++) {
            OpenBlas.copyLower(n, pg, pl);
            openblas.cblas_daxpy(n, mu[j], one, 0, pl, n + 1);
            px.position((long) j * n);
            openblas.cblas_dcopy(n, pb, 1, px, 1);
            OpenBlas.requireZero(
                "dposv",
                openblas.LAPACKE_dposv_work(OpenBlas.COLUMN_MAJOR, OpenBlas.L, n, 1, pl, n, px, n));
          }
          px.position(0);
        },
        () -> residual(g, b, mu, n, OpenBlas.read(px, n * mu.length)),
        () -> OpenBlas.release(pg, pb, pl, px, one));
  }
}
