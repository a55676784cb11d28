// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import dev.ridgeline.workbench.bench.OpenBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Verbs;
import dev.ridgeline.workbench.bench.Work;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.netlib.util.intW;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.store.R064Store;

/**
 * G = L L' with L in memory of its own and G kept (LAPACK: {@code dpotrf}). Where an implementation
 * works in place, the copy of the lower triangle is part of the work; peer {@value #COPY} times
 * that copy alone.
 */
public final class FactorWork {
  /** The copy before OpenBLAS's factorisation and nothing else; its result is not a factor. */
  public static final String COPY = "openblas-copy";

  private FactorWork() {}

  /**
   * Prepares it.
   *
   * @param peer see {@link Peers}, and {@link #COPY}
   * @param n order
   * @param threads at least 1; EJML and netlib have one whatever is asked
   * @return closed by the caller
   */
  public static Work open(String peer, int n, int threads) {
    double[] g = Operands.positiveDefinite(n, 4);
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE -> Verbs.factor(OpenBackend.open(peer, threads), n);
      case Peers.OPENBLAS -> openblas(g, n, threads);
      case COPY -> copy(g, n);
      case Peers.EJML -> ejml(g, n);
      case Peers.OJALGO -> ojalgo(g, n, threads);
      case Peers.NETLIB -> netlib(g, n);
      default -> throw Peers.unknown("factor", peer);
    };
  }

  private static Work openblas(double[] g, int n, int threads) {
    DoublePointer pg = OpenBlas.copy(g);
    DoublePointer pl = OpenBlas.allocate((long) n * n);
    return Verbs.factor(
        g,
        n,
        () -> {
          OpenBlas.threads(threads);
          OpenBlas.copyLower(n, pg, pl);
          OpenBlas.requireZero(
              "dpotrf", openblas.LAPACKE_dpotrf_work(OpenBlas.COLUMN_MAJOR, OpenBlas.L, n, pl, n));
        },
        () -> {
          try (DoublePointer x = OpenBlas.copy(Operands.normal(n, 5))) {
            openblas.LAPACKE_dpotrs_work(
                OpenBlas.COLUMN_MAJOR, OpenBlas.L, n, 1, pl, n, x, Math.max(1, n));
            return OpenBlas.read(x, n);
          }
        },
        () -> OpenBlas.release(pg, pl));
  }

  private static Work copy(double[] g, int n) {
    DoublePointer pg = OpenBlas.copy(g);
    DoublePointer pl = OpenBlas.allocate((long) n * n);
    return Work.of(
        0,
        () -> OpenBlas.copyLower(n, pg, pl),
        () -> OpenBlas.read(pl, n * n)[n - 1] == g[n - 1] ? 0 : Double.POSITIVE_INFINITY,
        () -> OpenBlas.release(pg, pl));
  }

  private static Work ejml(double[] g, int n) {
    DMatrixRMaj source = DMatrixRMaj.wrap(n, n, g);
    DMatrixRMaj target = new DMatrixRMaj(n, n);
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, true);
    return Verbs.factor(
        g,
        n,
        () -> {
          target.setTo(source);
          cholesky.decompose(target);
        },
        () -> {
          LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
          solver.setA(source.copy());
          DMatrixRMaj x = new DMatrixRMaj(n, 1);
          solver.solve(DMatrixRMaj.wrap(n, 1, Operands.normal(n, 5)), x);
          return x.data;
        },
        () -> {});
  }

  private static Work ojalgo(double[] g, int n, int threads) {
    OjAlgoUtils.limitThreadsTo(threads);
    R064Store source = R064Store.wrap(g, n);
    Cholesky<Double> cholesky = Cholesky.R064.make(n, n);
    return Verbs.factor(
        g,
        n,
        () -> cholesky.decompose(source),
        () -> cholesky.getSolution(R064Store.wrap(Operands.normal(n, 5), n)).toRawCopy1D(),
        () -> {});
  }

  private static Work netlib(double[] g, int n) {
    LAPACK lapack = JavaLAPACK.getInstance();
    double[] l = new double[n * n];
    intW info = new intW(0);
    return Verbs.factor(
        g,
        n,
        () -> {
          System.arraycopy(g, 0, l, 0, n * n);
          lapack.dpotrf("L", n, l, n, info);
        },
        () -> {
          double[] x = Operands.normal(n, 5);
          lapack.dpotrs("L", n, 1, l, n, x, n, info);
          return x;
        },
        () -> {});
  }
}
