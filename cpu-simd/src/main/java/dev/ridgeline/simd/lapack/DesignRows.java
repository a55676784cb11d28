// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.spi.Workers;

/**
 * The rows of one item of a design, weighted and freed of unpenalised columns while they are
 * loaded: zt_i = sqrt(v_i) (z_i - m) .* s - N_i F. No second design is formed.
 *
 * <p>Rounding: every element by itself, centred, times s_k, times sqrt(v_i), then N_i F subtracted
 * by {@link Gemm}; so a row has the same bits in any company. Safe for use by several threads.
 */
final class DesignRows {
  private final int n;
  private final boolean transposed;
  private final HostBlock z;
  private final int zAt;
  private final double[] roots;
  private final double[] means;
  private final double[] scales;
  private final HostBlock free;
  private final HostBlock products;
  private final int item;

  /**
   * Views a design.
   *
   * @param n columns of op(z)
   * @param trans how z is read
   * @param z the design
   * @param weighting of its rows and columns
   * @param basis of the unpenalised columns
   * @param item which item
   */
  DesignRows(int n, Transpose trans, HostBlock z, Weighting weighting, Basis basis, int item) {
    this.n = n;
    this.transposed = trans == Transpose.YES;
    this.z = z;
    this.zAt = z.at(item);
    this.roots = HostBlock.column(weighting.rowWeights(), item);
    this.means = HostBlock.column(weighting.columnMeans(), item);
    this.scales = HostBlock.column(weighting.columnScales(), item);
    this.free = HostBlock.from(basis.rows());
    this.products = HostBlock.from(basis.products());
    this.item = item;
    assert free == null || (products.rows() == free.columns() && products.columns() == n)
        : "shape of F";
    for (int i = 0; roots != null && i < roots.length; i++) {
      roots[i] = Math.sqrt(roots[i]);
    }
  }

  /**
   * Loads neighbouring rows.
   *
   * @param from the first
   * @param count how many
   * @param rows overwritten, count x n with leading dimension count
   */
  void load(int from, int count, double[] rows) {
    copy(from, count, rows);
    if (means != null || scales != null || roots != null) {
      for (int k = 0; k < n; k++) {
        double mean = means == null ? 0 : means[k];
        double scale = scales == null ? 1 : scales[k];
        for (int i = k * count; i < (k + 1) * count; i++) {
          rows[i] = (rows[i] - mean) * scale;
        }
        for (int i = 0; roots != null && i < count; i++) {
          rows[k * count + i] *= roots[from + i];
        }
      }
    }
    if (free != null) {
      Gemm.run(
          Workers.SERIAL,
          false,
          false,
          count,
          n,
          free.columns(),
          -1,
          free.data(),
          free.at(item) + from,
          free.leadingDimension(),
          products.data(),
          products.at(item),
          products.leadingDimension(),
          1,
          rows,
          0,
          count);
    }
  }

  private void copy(int from, int count, double[] rows) {
    int ld = z.leadingDimension();
    for (int k = 0; k < n; k++) {
      if (!transposed) {
        System.arraycopy(z.data(), zAt + from + k * ld, rows, k * count, count);
      } else {
        for (int i = 0; i < count; i++) {
          rows[i + k * count] = z.data()[zAt + k + (from + i) * ld];
        }
      }
    }
  }
}
