// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.Weighting;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Verbs of a backend as works: operands lie where it computes, and a result is judged by plain
 * arithmetic. Each comes a second time for whoever computes the same elsewhere.
 */
public final class Verbs {
  /** Rows of what {@link #stream} moves. */
  public static final int STREAM_ROWS = 4096;

  private Verbs() {}

  /**
   * C = A B, square, no transposes (BLAS: {@code dgemm}).
   *
   * @param on closed by the work
   * @param n order
   * @return closed by the caller
   */
  public static Work gemm(OpenBackend on, int n) {
    double[] a = Operands.normal(n * n, 1);
    double[] b = Operands.normal(n * n, 2);
    Block blockA = on.backend().upload(MatrixBatch.ofColumnMajor(a, n, n, 1));
    Block blockB = on.backend().upload(MatrixBatch.ofColumnMajor(b, n, n, 1));
    Block c = on.backend().allocate(n, n, 1);
    Runnable run =
        () -> {
          on.backend().gemm(Transpose.NO, Transpose.NO, 1, blockA, blockB, 0, c);
          on.settle(c);
        };
    return gemm(a, b, n, run, () -> on.backend().download(c), on::close);
  }

  /**
   * C = A B by anybody.
   *
   * @param a n x n, column-major, as all here
   * @param b n x n
   * @param n order
   * @param run computes C
   * @param c gives it
   * @param release called at the end
   * @return closed by the caller
   */
  public static Work gemm(
      double[] a, double[] b, int n, Runnable run, Supplier<double[]> c, Runnable release) {
    return Work.of(
        2.0 * n * n * n,
        run,
        () -> Operands.productResidual(false, a, b, c.get(), n, n, n),
        release);
  }

  /**
   * G = X'X of a square X (BLAS: {@code dsyrk}), counted as half a product.
   *
   * @param on closed by the work
   * @param n rows and columns of X
   * @return closed by the caller
   */
  public static Work gram(OpenBackend on, int n) {
    double[] x = Operands.normal(n * n, 3);
    Block block = on.backend().upload(MatrixBatch.ofColumnMajor(x, n, n, 1));
    Block g = on.backend().allocate(n, n, 1);
    Runnable run =
        () -> {
          on.backend().gram(Transpose.NO, block, Side.PRIMAL, Weighting.NONE, g);
          on.settle(g);
        };
    return gram(x, n, run, () -> on.backend().download(g), on::close);
  }

  /**
   * The lower triangle of G = X'X by anybody.
   *
   * @param x n x n
   * @param n order
   * @param run computes G
   * @param lower gives it; what is above the diagonal is not looked at
   * @param release called at the end
   * @return closed by the caller
   */
  public static Work gram(
      double[] x, int n, Runnable run, Supplier<double[]> lower, Runnable release) {
    return Work.of(
        (double) n * n * (n + 1),
        run,
        () -> Operands.productResidual(true, x, x, mirrored(lower.get(), n), n, n, n),
        release);
  }

  private static double[] mirrored(double[] g, int n) {
    double[] full = g.clone();
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < j; i++) {
        full[i + j * n] = full[j + i * n];
      }
    }
    return full;
  }

  /**
   * G = L L' with L in memory of its own and G kept (LAPACK: {@code dpotrf}).
   *
   * @param on closed by the work
   * @param n order
   * @return closed by the caller
   */
  public static Work factor(OpenBackend on, int n) {
    double[] g = Operands.positiveDefinite(n, 4);
    Block block = on.backend().upload(MatrixBatch.ofColumnMajor(g, n, n, 1));
    return factor(
        g,
        n,
        () -> {
          try (Factor factor = on.backend().factor(block, 0)) {
            factor.info().values(); // known when the factor is
          }
        },
        () -> {
          double[] b = Operands.normal(n, 5);
          try (Factor factor = on.backend().factor(block, 0);
              Block x = on.backend().upload(MatrixBatch.ofColumnMajor(b, n, 1, 1))) {
            factor.solve(x);
            return on.backend().download(x);
          }
        },
        on::close);
  }

  /**
   * G = L L' by anybody.
   *
   * @param g n x n
   * @param n order
   * @param run factors
   * @param solution gives G^-1 {@code normal(n, 5)} by the factor
   * @param release called at the end
   * @return closed by the caller
   */
  public static Work factor(
      double[] g, int n, Runnable run, Supplier<double[]> solution, Runnable release) {
    return Work.of(
        (double) n * n * n / 3,
        run,
        () -> Operands.solveResidual(g, n, 0, solution.get(), Operands.normal(n, 5)),
        release);
  }

  /**
   * Y = 1.5 X over memory much larger than caches: 16 bytes an element.
   *
   * @param on closed by the work
   * @param columns of {@link #STREAM_ROWS} elements each
   * @return closed by the caller
   */
  public static Work stream(OpenBackend on, int columns) {
    double[] x = Operands.normal(STREAM_ROWS * columns, 6);
    Block from = on.backend().upload(MatrixBatch.ofColumnMajor(x, STREAM_ROWS, columns, 1));
    Block to = on.backend().allocate(STREAM_ROWS, columns, 1);
    return Work.of(
        x.length,
        () -> {
          on.backend().geam(Transpose.NO, 1.5, from, 0, null, to);
          on.settle(to);
        },
        () ->
            Operands.relative(
                on.backend().download(to), Arrays.stream(x).map(v -> 1.5 * v).toArray()),
        on::close);
  }

  /**
   * Many small positive definite systems, G_i x_i = b_i, factored and solved (LAPACK: {@code dposv}
   * in a loop). Right-hand sides are handed over and solutions fetched in every run.
   *
   * @param on closed by the work
   * @param n order of each
   * @param count how many
   * @return closed by the caller
   */
  public static Work small(OpenBackend on, int n, int count) {
    int distinct = Math.min(count, 16); // drawing all would take longer than solving them
    double[] g = new double[MatrixBatch.size(n, n, count)];
    for (int i = 0; i < count; i++) {
      double[] own = i < distinct ? Operands.positiveDefinite(n, 100 + i) : null;
      System.arraycopy(
          own == null ? g : own, own == null ? i % distinct * n * n : 0, g, i * n * n, n * n);
    }
    double[] b = Operands.normal(n * count, 7);
    double[] x = new double[b.length];
    Block block = on.backend().upload(MatrixBatch.ofColumnMajor(g, n, n, count));
    return Work.of(
        count * ((double) n * n * n / 3 + 2.0 * n * n),
        () -> {
          try (Block right =
              on.backend().upload(MatrixBatch.ofColumnMajor(b.clone(), n, 1, count))) {
            on.backend().posv(block, 0, right);
            on.backend().download(right, x, 0);
          }
        },
        () -> {
          double worst = 0;
          for (int i = 0; i < count; i += Math.max(1, count / 37)) {
            double[] own = Arrays.copyOfRange(g, i * n * n, (i + 1) * n * n);
            double[] right = Arrays.copyOfRange(b, i * n, (i + 1) * n);
            double[] solved = Arrays.copyOfRange(x, i * n, (i + 1) * n);
            worst = Math.max(worst, Operands.solveResidual(own, n, 0, solved, right));
          }
          return worst;
        },
        on::close);
  }
}
