// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Weighting;
import java.util.function.Supplier;
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
    double[] x = Data.normal(n * n, 3);
    return switch (peer) {
      case Peers.SIMD, Peers.REFERENCE -> ours(Ours.open(peer, threads), x, n);
      case Peers.OPENBLAS -> openblas(x, n, threads);
      case Peers.EJML -> ejml(x, n);
      case Peers.OJALGO -> ojalgo(x, n, threads);
      case Peers.NETLIB -> netlib(x, n);
      default -> throw Peers.unknown("gram", peer);
    };
  }

  private static Work work(
      double[] x, int n, Runnable run, Supplier<double[]> lower, Runnable release) {
    return Work.of(
        (double) n * n * (n + 1),
        run,
        () -> Data.productResidual(true, x, x, mirrored(lower.get(), n), n, n, n),
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

  private static Work ours(Ours ours, double[] x, int n) {
    Block block = ours.backend().upload(MatrixBatch.ofColumnMajor(x, n, n, 1));
    Block g = ours.backend().allocate(n, n, 1);
    return work(
        x,
        n,
        () -> ours.backend().gram(Transpose.NO, block, Side.PRIMAL, Weighting.NONE, g),
        () -> ours.backend().download(g),
        ours::close);
  }

  private static Work openblas(double[] x, int n, int threads) {
    DoublePointer px = OpenBlas.copy(x);
    DoublePointer pg = OpenBlas.copy(new double[n * n]);
    return work(
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
    DMatrixRMaj mx = DMatrixRMaj.wrap(n, n, Data.transposed(x, n, n));
    DMatrixRMaj mg = new DMatrixRMaj(n, n);
    return work(x, n, () -> CommonOps_DDRM.multInner(mx, mg), () -> mg.data, () -> {});
  }

  private static Work ojalgo(double[] x, int n, int threads) {
    OjAlgoUtils.limitThreadsTo(threads);
    R064Store mx = R064Store.wrap(x, n);
    MatrixStore<Double> transposed = mx.transpose();
    R064Store mg = R064Store.FACTORY.make(n, n);
    return work(x, n, () -> mg.fillByMultiplying(transposed, mx), () -> mg.toRawCopy1D(), () -> {});
  }

  private static Work netlib(double[] x, int n) {
    BLAS blas = JavaBLAS.getInstance();
    double[] g = new double[n * n];
    return work(x, n, () -> blas.dsyrk("L", "T", n, n, 1, x, n, 0, g, n), () -> g, () -> {});
  }
}
