// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.workbench.bench.OpenBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Work;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * What exact leave-one-out in the dual needs for many penalties: x_j = (G + mu_j I)^-1 y and the
 * diagonals h_j of the inverses; the errors are x_ij / h_ij. Ridgeline asks its reduction; LAPACK
 * has {@code dsyevd} with vectors V, one product of the squared vectors with 1 / (lambda + mu_j)
 * for the diagonals and one of V for the solutions. Both copy G first, since both overwrite it.
 */
public final class LeaveOneOutWork {
  private LeaveOneOutWork() {}

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
    double[] g = Operands.positiveDefinite(n, 9);
    double[] y = Operands.normal(n, 10);
    double[] mu = Operands.penalties(penalties);
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE -> ours(OpenBackend.open(peer, threads), g, y, mu, n);
      case Peers.OPENBLAS -> openblas(g, y, mu, n, threads);
      default -> throw Peers.unknown("leave-one-out", peer);
    };
  }

  private static double residual(
      double[] g, double[] y, double[] mu, int n, double[] x, double[] h) {
    double worst = 0;
    double[] shifted = g.clone();
    for (int j = 0; j < mu.length; j += Math.max(1, mu.length - 1)) {
      double[] xj = new double[n];
      System.arraycopy(x, j * n, xj, 0, n);
      worst = Math.max(worst, Operands.solveResidual(g, n, mu[j], xj, y));
      for (int i = 0; i < n; i++) {
        shifted[i + i * n] = g[i + i * n] + mu[j];
      }
      double[] plain = Cholesky.inverseDiagonal(shifted, n);
      double[] hj = new double[n];
      System.arraycopy(h, j * n, hj, 0, n);
      worst = Math.max(worst, Operands.relative(hj, plain) / n);
    }
    return worst;
  }

  private static Work ours(OpenBackend ours, double[] g, double[] y, double[] mu, int n) {
    double[] copy = new double[n * n];
    Block block = ours.backend().upload(MatrixBatch.ofColumnMajor(copy, n, n, 1));
    Block right = ours.backend().upload(MatrixBatch.ofColumnMajor(y, n, 1, 1));
    Block x = ours.backend().allocate(n, mu.length, 1);
    Block h = ours.backend().allocate(n, mu.length, 1);
    return Work.of(
        0,
        () -> {
          System.arraycopy(g, 0, copy, 0, n * n);
          try (Reduced reduced = ours.backend().reduce(block, Purpose.LEVERAGES)) {
            reduced.solve(mu, right, x);
            reduced.leverages(Transpose.NO, null, mu, h);
          }
        },
        () -> residual(g, y, mu, n, ours.backend().download(x), ours.backend().download(h)),
        ours::close);
  }

  private static Work openblas(double[] g, double[] y, double[] mu, int n, int threads) {
    int m = mu.length;
    long square = (long) n * n;
    DoublePointer pg = OpenBlas.copy(g);
    DoublePointer py = OpenBlas.copy(y);
    DoublePointer v = OpenBlas.allocate(square);
    DoublePointer squares = OpenBlas.allocate(square);
    DoublePointer values = OpenBlas.allocate(n);
    DoublePointer rotated = OpenBlas.allocate(n);
    DoublePointer weights = OpenBlas.allocate((long) n * m);
    DoublePointer scaled = OpenBlas.allocate((long) n * m);
    DoublePointer x = OpenBlas.allocate((long) n * m);
    DoublePointer h = OpenBlas.allocate((long) n * m);
    int length = 1 + 6 * n + 2 * n * n;
    DoublePointer space = OpenBlas.allocate(length);
    IntPointer integers = new IntPointer(3 + 5L * n);
    return Work.of(
        0,
        () -> {
          OpenBlas.threads(threads);
          OpenBlas.copyLower(n, pg, v);
          OpenBlas.requireZero(
              "dsyevd",
              openblas.LAPACKE_dsyevd_work(
                  OpenBlas.COLUMN_MAJOR,
                  (byte) 'V',
                  OpenBlas.L,
                  n,
                  v,
                  n,
                  values,
                  space,
                  length,
                  integers,
                  3 + 5 * n));
          openblas.cblas_dgemv(
              OpenBlas.COLUMN_MAJOR, OpenBlas.TRANS, n, n, 1, v, n, py, 1, 0, rotated, 1);
          square(OpenBlas.segment(v, square), OpenBlas.segment(squares, square), square);
          weigh(values, rotated, mu, n, weights, scaled);
          multiply(n, m, squares, weights, h);
          multiply(n, m, v, scaled, x);
        },
        () -> residual(g, y, mu, n, OpenBlas.read(x, n * m), OpenBlas.read(h, n * m)),
        () -> {
          OpenBlas.release(pg, py, v, squares, values, rotated, weights, scaled, x, h, space);
          integers.close();
        });
  }

  private static void square(MemorySegment from, MemorySegment to, long length) {
    for (long i = 0; i < length; i++) {
      double value = from.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      to.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value * value);
    }
  }

  /** 1 / (lambda_i + mu_j), and the same times the rotated right-hand side. */
  private static void weigh(
      DoublePointer values,
      DoublePointer rotated,
      double[] mu,
      int n,
      DoublePointer weights,
      DoublePointer scaled) {
    double[] lambda = OpenBlas.read(values, n);
    double[] u = OpenBlas.read(rotated, n);
    double[] w = new double[n * mu.length];
    double[] s = new double[n * mu.length];
    for (int j = 0; j < mu.length; j++) {
      for (int i = 0; i < n; i++) {
        w[i + j * n] = 1 / (lambda[i] + mu[j]);
        s[i + j * n] = u[i] * w[i + j * n];
      }
    }
    weights.put(w, 0, w.length);
    scaled.put(s, 0, s.length);
  }

  /** C (n x m) = A (n x n) B (n x m). */
  private static void multiply(int n, int m, DoublePointer a, DoublePointer b, DoublePointer c) {
    openblas.cblas_dgemm(
        OpenBlas.COLUMN_MAJOR,
        OpenBlas.NO_TRANS,
        OpenBlas.NO_TRANS,
        n,
        m,
        n,
        1,
        a,
        n,
        b,
        n,
        0,
        c,
        n);
  }
}
