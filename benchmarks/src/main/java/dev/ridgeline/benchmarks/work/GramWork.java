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
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/**
 * G = X'X of a square X (BLAS: {@code dsyrk}). Ridgeline, EJML and ojAlgo write both triangles,
 * OpenBLAS and netlib the lower one only; all are counted as half a product.
 */
public final class GramWork {
  private GramWork() {}

  /**
   * Prepares it.
   *
   * @param peer see {@link Peers}; smile and nd4j are measured on whole paths
   * @param n rows and columns of X
   * @param threads at least 1; EJML and netlib have one whatever is asked
   * @return closed by the caller
   */
  public static Work open(String peer, int n, int threads) {
    double[] x = Operands.normal(n * n, 3);
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE -> Verbs.gram(OpenBackend.open(peer, threads), n);
      case Peers.OPENBLAS -> openblas(x, n, threads);
      case Peers.EJML -> ejml(x, n);
      case Peers.OJALGO -> ojalgo(x, n, threads);
      case Peers.NETLIB -> netlib(x, n);
      default -> throw Peers.unknown("gram", peer);
    };
  }

  private static Work openblas(double[] x, int n, int threads) {
    DoublePointer px = OpenBlas.copy(x);
    DoublePointer pg = OpenBlas.copy(new double[n * n]);
    return Verbs.gram(
        x,
        n,
        () -> {
          OpenBlas.threads(threads);
          openblas.cblas_dsyrk(
              OpenBlas.COLUMN_MAJOR, OpenBlas.LOWER, OpenBlas.TRANS, n, n, 1, px, n, 0, pg, n);
        },
        () -> OpenBlas.read(pg, n * n),
        () -> OpenBlas.release(px, pg));
  }

  private static Work ejml(double[] x, int n) {
    DMatrixRMaj mx = DMatrixRMaj.wrap(n, n, Operands.transposed(x, n, n));
    DMatrixRMaj mg = new DMatrixRMaj(n, n);
    return Verbs.gram(x, n, () -> CommonOps_DDRM.multInner(mx, mg), () -> mg.data, () -> {});
  }

  private static Work ojalgo(double[] x, int n, int threads) {
    OjAlgoUtils.limitThreadsTo(threads);
    R064Store mx = R064Store.wrap(x, n);
    MatrixStore<Double> transposed = mx.transpose();
    R064Store mg = R064Store.FACTORY.make(n, n);
    return Verbs.gram(
        x, n, () -> mg.fillByMultiplying(transposed, mx), () -> mg.toRawCopy1D(), () -> {});
  }

  private static Work netlib(double[] x, int n) {
    BLAS blas = JavaBLAS.getInstance();
    double[] g = new double[n * n];
    return Verbs.gram(x, n, () -> blas.dsyrk("L", "T", n, n, 1, x, n, 0, g, n), () -> g, () -> {});
  }
}
