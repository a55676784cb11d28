// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Block;
import dev.ridgeline.workbench.bench.OpenBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import smile.math.blas.UPLO;
import smile.math.matrix.Matrix;

/**
 * Many small positive definite systems, G_i x_i = b_i: factor and solve (LAPACK: {@code dposv} in a
 * loop). G and b are kept, so everybody copies b, and OpenBLAS each G to one work matrix that stays
 * in the cache.
 */
public final class SmallBatchWork {
  private SmallBatchWork() {}

  /**
   * Prepares it.
   *
   * @param peer cpu-simd, reference, openblas, ejml, smile or nd4j
   * @param n order of each system
   * @param count number of systems
   * @param threads at least 1; EJML has one whatever is asked
   * @return closed by the caller
   */
  public static Work open(String peer, int n, int count, int threads) {
    double[] g = new double[MatrixBatch.size(n, n, count)];
    // some matrices, repeated: drawing all would take longer than all measurements
    int distinct = Math.min(count, 16);
    for (int i = 0; i < count; i++) {
      if (i < distinct) {
        System.arraycopy(Operands.positiveDefinite(n, 100 + i), 0, g, i * n * n, n * n);
      } else {
        System.arraycopy(g, i % distinct * n * n, g, i * n * n, n * n);
      }
    }
    double[] b = Operands.normal(n * count, 6);
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE -> ours(OpenBackend.open(peer, threads), g, b, n, count);
      case Peers.OPENBLAS -> openblas(g, b, n, count, threads);
      case Peers.EJML -> ejml(g, b, n, count);
      case Peers.SMILE -> smile(g, b, n, count, threads);
      case Peers.ND4J -> nd4j(g, b, n, count, threads);
      default -> throw Peers.unknown("small batch", peer);
    };
  }

  private static Work work(
      double[] g, double[] b, int n, int count, Runnable run, IntFunction<double[]> x, Runnable r) {
    double each = (double) n * n * n / 3 + 2.0 * n * n;
    return Work.of(
        count * each,
        run,
        () -> {
          double worst = 0;
          int step = Math.max(1, count / 37);
          for (int i = 0; i < count; i += step) {
            double[] gi = item(g, n * n, i);
            worst = Math.max(worst, Operands.solveResidual(gi, n, 0, x.apply(i), item(b, n, i)));
          }
          return worst;
        },
        r);
  }

  private static double[] item(double[] values, int length, int i) {
    double[] copy = new double[length];
    System.arraycopy(values, i * length, copy, 0, length);
    return copy;
  }

  private static Work ours(OpenBackend ours, double[] g, double[] b, int n, int count) {
    Block block = ours.backend().upload(MatrixBatch.ofColumnMajor(g, n, n, count));
    double[] x = new double[b.length];
    Block solution = ours.backend().upload(MatrixBatch.ofColumnMajor(x, n, 1, count));
    return work(
        g,
        b,
        n,
        count,
        () -> {
          System.arraycopy(b, 0, x, 0, b.length);
          ours.backend().posv(block, 0, solution);
        },
        i -> item(x, n, i),
        ours::close);
  }

  private static Work openblas(double[] g, double[] b, int n, int count, int threads) {
    DoublePointer pg = OpenBlas.copy(g);
    DoublePointer pb = OpenBlas.copy(b);
    DoublePointer px = OpenBlas.allocate(b.length);
    DoublePointer pl = OpenBlas.allocate((long) n * n);
    return work(
        g,
        b,
        n,
        count,
        () -> {
          OpenBlas.threads(threads);
          openblas.cblas_dcopy(b.length, pb, 1, px, 1);
          int info = 0;
          for (int i = 0; i < count; i++) {
            openblas.cblas_dcopy(n * n, pg.position((long) i * n * n), 1, pl, 1);
            info |=
                openblas.LAPACKE_dposv_work(
                    OpenBlas.COLUMN_MAJOR, OpenBlas.L, n, 1, pl, n, px.position((long) i * n), n);
          }
          pg.position(0);
          px.position(0);
          OpenBlas.requireZero("dposv", info);
        },
        i -> item(OpenBlas.read(px, b.length), n, i),
        () -> OpenBlas.release(pg, pb, px, pl));
  }

  private static Work ejml(double[] g, double[] b, int n, int count) {
    DMatrixRMaj work = new DMatrixRMaj(n, n);
    DMatrixRMaj right = new DMatrixRMaj(n, 1);
    DMatrixRMaj solution = new DMatrixRMaj(n, 1);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
    double[] x = new double[b.length];
    return work(
        g,
        b,
        n,
        count,
        () -> {
          for (int i = 0; i < count; i++) {
            System.arraycopy(g, i * n * n, work.data, 0, n * n);
            System.arraycopy(b, i * n, right.data, 0, n);
            solver.setA(work);
            solver.solve(right, solution);
            System.arraycopy(solution.data, 0, x, i * n, n);
          }
        },
        i -> item(x, n, i),
        () -> {});
  }

  private static Work smile(double[] g, double[] b, int n, int count, int threads) {
    Matrix work = new Matrix(n, n);
    double[] x = new double[b.length];
    return work(
        g,
        b,
        n,
        count,
        () -> {
          OpenBlas.threads(threads);
          for (int i = 0; i < count; i++) {
            for (int column = 0; column < n; column++) {
              for (int row = 0; row < n; row++) {
                work.set(row, column, g[i * n * n + column * n + row]);
              }
            }
            double[] solved = work.uplo(UPLO.LOWER).cholesky().solve(item(b, n, i));
            System.arraycopy(solved, 0, x, i * n, n);
          }
        },
        i -> item(x, n, i),
        () -> {});
  }

  private static Work nd4j(double[] g, double[] b, int n, int count, int threads) {
    Nd4jThreads.set(threads);
    INDArray matrices = Nd4j.createFromArray(g).reshape(count, n, n);
    INDArray right = Nd4j.createFromArray(b).reshape(count, n, 1);
    INDArray[] solution = new INDArray[1];
    return work(
        g,
        b,
        n,
        count,
        () -> {
          if (solution[0] != null) {
            solution[0].close();
          }
          solution[0] = Nd4j.linalg().solve(matrices, right);
        },
        i ->
            item(
                solution[0].castTo(DataType.DOUBLE).reshape((long) count * n).toDoubleVector(),
                n,
                i),
        () -> {});
  }
}
