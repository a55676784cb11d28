// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Problems;
import dev.ridgeline.workbench.bench.Work;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import smile.math.blas.UPLO;

/**
 * A whole ridge path, n = 2p rows, one target: the Gram matrix, X'y, and the coefficients of every
 * penalty. The peers have no path: they form the Gram matrix once and solve per penalty, the way
 * their documentation solves normal equations.
 */
public final class PathWork {
  private PathWork() {}

  /**
   * Prepares it.
   *
   * @param peer cpu-simd, reference, openblas, smile or nd4j
   * @param features p
   * @param penalties number of penalties
   * @param leaveOneOut whether exact leave-one-out errors are asked for too; Ridgeline only
   * @param threads at least 1
   * @return closed by the caller
   */
  public static Work open(
      String peer, int features, int penalties, boolean leaveOneOut, int threads) {
    int n = 2 * features;
    double[] x = Operands.normal(n * features, 11);
    double[] y = Operands.normal(n, 12);
    double[] mu = Operands.penalties(penalties);
    if (leaveOneOut && !peer.equals(Peers.SIMD) && !peer.equals(Peers.REFERENCE)) {
      throw Peers.unknown("path with leave-one-out", peer);
    }
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE ->
          Problems.path(
              Ridgeline.builder().backend(peer).threads(threads).open(),
              features,
              penalties,
              leaveOneOut);
      case Peers.OPENBLAS -> openblas(x, y, mu, features, threads);
      case Peers.SMILE -> smile(x, y, mu, features, threads);
      case Peers.ND4J -> nd4j(x, y, mu, features, threads);
      default -> throw Peers.unknown("path", peer);
    };
  }

  private static Work openblas(double[] x, double[] y, double[] mu, int p, int threads) {
    int n = y.length;
    DoublePointer px = OpenBlas.copy(x);
    DoublePointer py = OpenBlas.copy(y);
    DoublePointer g = OpenBlas.allocate((long) p * p);
    DoublePointer l = OpenBlas.allocate((long) p * p);
    DoublePointer right = OpenBlas.allocate(p);
    DoublePointer b = OpenBlas.allocate((long) p * mu.length);
    DoublePointer one = OpenBlas.copy(new double[] {1});
    return Problems.path(
        x,
        y,
        mu,
        p,
        () -> {
          OpenBlas.threads(threads);
          openblas.cblas_dsyrk(
              OpenBlas.COLUMN_MAJOR, OpenBlas.LOWER, OpenBlas.TRANS, p, n, 1, px, n, 0, g, p);
          openblas.cblas_dgemv(
              OpenBlas.COLUMN_MAJOR, OpenBlas.TRANS, n, p, 1, px, n, py, 1, 0, right, 1);
          for (int j = 0; j < mu.length; j++) {
            OpenBlas.copyLower(p, g, l);
            openblas.cblas_daxpy(p, mu[j], one, 0, l, p + 1);
            b.position((long) j * p);
            openblas.cblas_dcopy(p, right, 1, b, 1);
            OpenBlas.requireZero(
                "dposv",
                openblas.LAPACKE_dposv_work(OpenBlas.COLUMN_MAJOR, OpenBlas.L, p, 1, l, p, b, p));
          }
          b.position(0);
        },
        j -> Arrays.copyOfRange(OpenBlas.read(b, p * mu.length), j * p, (j + 1) * p),
        () -> OpenBlas.release(px, py, g, l, right, b, one));
  }

  private static Work smile(double[] x, double[] y, double[] mu, int p, int threads) {
    smile.math.matrix.Matrix design = new smile.math.matrix.Matrix(y.length, p);
    for (int k = 0; k < p; k++) {
      for (int i = 0; i < y.length; i++) {
        design.set(i, k, x[i + k * y.length]);
      }
    }
    double[][] b = new double[mu.length][];
    return Problems.path(
        x,
        y,
        mu,
        p,
        () -> {
          OpenBlas.threads(threads);
          smile.math.matrix.Matrix g = design.ata();
          double[] right = design.tv(y);
          for (int j = 0; j < mu.length; j++) {
            smile.math.matrix.Matrix shifted = g.copy();
            shifted.uplo(UPLO.LOWER);
            for (int k = 0; k < p; k++) {
              shifted.set(k, k, g.get(k, k) + mu[j]);
            }
            b[j] = shifted.cholesky(true).solve(right);
          }
        },
        j -> b[j],
        () -> {});
  }

  private static Work nd4j(double[] x, double[] y, double[] mu, int p, int threads) {
    Nd4jThreads.set(threads);
    INDArray transposed = Nd4j.createFromArray(x).reshape(p, y.length);
    INDArray target = Nd4j.createFromArray(y).reshape(y.length, 1);
    INDArray identity = Nd4j.eye(p).castTo(transposed.dataType());
    double[][] b = new double[mu.length][];
    return Problems.path(
        x,
        y,
        mu,
        p,
        () -> {
          INDArray g = transposed.mmul(transposed.transpose());
          INDArray right = transposed.mmul(target);
          for (int j = 0; j < mu.length; j++) {
            INDArray solved = Nd4j.linalg().solve(g.add(identity.mul(mu[j])), right);
            b[j] = solved.reshape(p).toDoubleVector();
          }
        },
        j -> b[j],
        () -> {});
  }
}
