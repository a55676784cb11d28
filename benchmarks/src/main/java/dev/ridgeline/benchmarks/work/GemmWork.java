// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ridgeline.workbench.bench.OpenBackend;
import dev.ridgeline.workbench.bench.Operands;
import dev.ridgeline.workbench.bench.Verbs;
import dev.ridgeline.workbench.bench.Work;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.R064Store;

/** C = A B, square, no transposes (BLAS: {@code dgemm}). */
public final class GemmWork {
  private GemmWork() {}

  /**
   * Prepares it.
   *
   * @param peer see {@link Peers}; smile and nd4j are measured on whole paths
   * @param n order
   * @param threads at least 1; netlib has one whatever is asked
   * @return closed by the caller
   */
  public static Work open(String peer, int n, int threads) {
    double[] a = Operands.normal(n * n, 1);
    double[] b = Operands.normal(n * n, 2);
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE -> Verbs.gemm(OpenBackend.open(peer, threads), n);
      case Peers.OPENBLAS -> openblas(a, b, n, threads);
      case Peers.EJML -> ejml(a, b, n, threads);
      case Peers.OJALGO -> ojalgo(a, b, n, threads);
      case Peers.NETLIB -> netlib(a, b, n);
      default -> throw Peers.unknown("gemm", peer);
    };
  }

  private static Work openblas(double[] a, double[] b, int n, int threads) {
    DoublePointer pa = OpenBlas.copy(a);
    DoublePointer pb = OpenBlas.copy(b);
    DoublePointer pc = OpenBlas.allocate((long) n * n);
    return Verbs.gemm(
        a,
        b,
        n,
        () -> {
          OpenBlas.threads(threads);
          openblas.cblas_dgemm(
              OpenBlas.COLUMN_MAJOR,
              OpenBlas.NO_TRANS,
              OpenBlas.NO_TRANS,
              n,
              n,
              n,
              1,
              pa,
              n,
              pb,
              n,
              0,
              pc,
              n);
        },
        () -> OpenBlas.read(pc, n * n),
        () -> OpenBlas.release(pa, pb, pc));
  }

  private static Work ejml(double[] a, double[] b, int n, int threads) {
    DMatrixRMaj ma = DMatrixRMaj.wrap(n, n, Operands.transposed(a, n, n));
    DMatrixRMaj mb = DMatrixRMaj.wrap(n, n, Operands.transposed(b, n, n));
    DMatrixRMaj mc = new DMatrixRMaj(n, n);
    Runnable run =
        threads == 1
            ? () -> CommonOps_DDRM.mult(ma, mb, mc)
            : () -> CommonOps_MT_DDRM.mult(ma, mb, mc);
    return Verbs.gemm(a, b, n, run, () -> Operands.transposed(mc.data, n, n), () -> {});
  }

  private static Work ojalgo(double[] a, double[] b, int n, int threads) {
    OjAlgoUtils.limitThreadsTo(threads);
    R064Store ma = R064Store.wrap(a, n);
    R064Store mb = R064Store.wrap(b, n);
    R064Store mc = R064Store.FACTORY.make(n, n);
    return Verbs.gemm(
        a, b, n, () -> mc.fillByMultiplying(ma, mb), () -> mc.toRawCopy1D(), () -> {});
  }

  private static Work netlib(double[] a, double[] b, int n) {
    BLAS blas = JavaBLAS.getInstance();
    double[] c = new double[n * n];
    return Verbs.gemm(
        a, b, n, () -> blas.dgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n), () -> c, () -> {});
  }
}
