// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * G = U diag(values) U' (LAPACK: {@code syevd}; the method is that of {@code syev}): tridiagonal
 * form, implicit QR, and every rotation on the rows of Q.
 *
 * <pre>
 * G       n x n  lower triangle read, overwritten
 * values  n x 1  ascending
 * U       n x n  when asked for
 * </pre>
 *
 * <p>Rounding: that of its parts; no bit depends on the batch or on threads.
 */
public final class Syevd {
  private Syevd() {}

  /**
   * Decomposes a batch (see {@link dev.ridgeline.spi.Backend#syevd}).
   *
   * @param workers threads: for the items, or inside a single one
   * @param block square matrices, overwritten
   * @param vectors whether eigenvectors are wanted
   * @return values ascending; NaN where info is not 0
   */
  public static Spectrum run(Workers workers, Block block, boolean vectors) {
    HostBlock g = HostBlock.from(block);
    assert g.rows() == g.columns() : "G is square";
    int n = g.rows();
    Tridiagonal.awaitKernels(n, g.count());
    HostBlock values = HostBlock.allocate(n, 1, g.count());
    HostBlock columns = vectors ? HostBlock.allocate(n, n, g.count()) : null;
    int[] info = new int[g.count()];
    if (g.count() == 1) {
      info[0] = item(workers, g, 0, values, columns);
    } else {
      workers.run(g.count(), item -> info[item] = item(Workers.SERIAL, g, item, values, columns));
    }
    return new Spectrum(values, columns, () -> info);
  }

  private static int item(
      Workers workers, HostBlock g, int item, HostBlock values, HostBlock columns) {
    int n = g.rows();
    Tridiagonal t = new Tridiagonal(workers, n, g.data(), g.at(item), g.leadingDimension());
    if (columns == null) {
      int info = ImplicitQr.run(t.d, t.e, null);
      store(n, t.d, info, values, item);
      return info;
    }
    double[] q = Workspace.take(n * n);
    t.q().form(workers, q, n);
    try (Sweeps sweeps = new Sweeps(workers, n, q)) {
      Workspace.give(q);
      int info = ImplicitQr.run(t.d, t.e, sweeps);
      sweeps.finish();
      int[] order = store(n, t.d, info, values, item);
      for (int j = 0; j < n; j++) {
        int at = columns.at(item) + j * columns.leadingDimension();
        if (info == 0) {
          sweeps.column(order[j], columns.data(), at);
        } else {
          Arrays.fill(columns.data(), at, at + n, Double.NaN);
        }
      }
      return info;
    }
  }

  /** Stores values ascending; returns their order. */
  private static int[] store(int n, double[] d, int info, HostBlock values, int item) {
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> d[k]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int j = 0; j < n; j++) {
      values.data()[values.at(item) + j] = info == 0 ? d[order[j]] : Double.NaN;
    }
    return order;
  }
}
