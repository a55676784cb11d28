// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.batch.Single;
import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.simd.kernel.ColumnDistance;
import dev.ridgeline.simd.kernel.ColumnKernel;
import dev.ridgeline.simd.kernel.ColumnRisk;
import dev.ridgeline.simd.kernel.ColumnSolve;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.TransferStep;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * The transfer step of small targets, 2 n &lt;= p and Sigma = I, one target at a time in a
 * workspace that fits into the second-level cache. With R = y 1' - X B0, C = (XX' + mu I)^-1 R and
 * s = y - X w,
 *
 * <pre>risk = |B0 - w|^2 + &lt;2 s - R - mu C, C&gt;</pre>
 *
 * <p>R is kept transposed, priors in lanes, in the row layout of {@link ColumnSolve}: the product
 * leaves it where the solver wants it, and nothing is packed in between. B0 is transposed once for
 * all targets that share it.
 *
 * <p>Rounding: XX' and R are the chains of {@link Gemm} (R starts from y); s is y less a dot
 * product of {@link ColumnKernel} or a chain, as the rows of X are neighbours in memory or not; the
 * rest is said in {@link ColumnRisk} and {@link ColumnDistance}.
 */
final class SimdTransferStep {
  private final int n;
  private final int p;
  private final int priors;
  private final boolean transposed;
  private final double mu;
  private final HostBlock x;
  private final HostBlock y;
  private final HostBlock prior;
  private final HostBlock truth;
  private final HostBlock risk;
  // rows of the transposed prior and of R, whole vectors
  private final int lanes;
  private final int stride;

  private SimdTransferStep(TransferStep step) {
    transposed = step.trans() == Transpose.YES;
    x = HostBlock.from(step.x());
    y = HostBlock.from(step.y());
    prior = HostBlock.from(step.prior());
    truth = HostBlock.from(step.truth());
    risk = HostBlock.from(step.risk());
    mu = step.mu();
    n = samples(step);
    p = prior.rows();
    priors = prior.columns();
    lanes = (priors + 7) / 8 * 8;
    stride = ColumnSolve.stride(priors);
  }

  private static int samples(TransferStep step) {
    return step.trans() == Transpose.YES ? step.x().columns() : step.x().rows();
  }

  /** Whether this is the way for a step; it depends on the shape of a target alone. */
  static boolean serves(TransferStep step) {
    int n = samples(step);
    return step.sigma() == null
        && 2L * n <= step.prior().rows()
        && n <= BlockSizes.current().smallOrder();
  }

  static Info run(Workers workers, TransferStep step) {
    SimdTransferStep run = new SimdTransferStep(step);
    int count = run.risk.count();
    int[] info = new int[count];
    boolean shared = run.prior.batchStride() == 0 || count == 1;
    double[] turned = shared && count > 0 ? run.turn(0) : null;
    long work = (long) run.n * run.p * (run.lanes + run.n / 2);
    Batches.run(
        workers,
        count,
        work,
        (item, inner) -> {
          double[] b = shared ? turned : run.turn(item);
          info[item] = run.target(inner, item, b);
          if (!shared) {
            Workspace.give(b);
          }
        });
    if (turned != null) {
      Workspace.give(turned);
    }
    return info::clone;
  }

  /** -B0', whole vectors of priors. */
  private double[] turn(int item) {
    double[] to = Workspace.take(lanes * p);
    double[] from = prior.data();
    for (int k0 = 0; k0 < p; k0 += 8) {
      int k1 = Math.min(p, k0 + 8);
      for (int l = 0; l < priors; l++) {
        int at = prior.at(item) + l * prior.leadingDimension();
        for (int k = k0; k < k1; k++) {
          to[l + k * lanes] = -from[at + k];
        }
      }
      for (int k = k0; k < k1; k++) {
        Arrays.fill(to, k * lanes + priors, (k + 1) * lanes, 0.0);
      }
    }
    return to;
  }

  private int target(Workers workers, int item, double[] turned) {
    int rows = ColumnSolve.rows(n);
    double[] r = Workspace.take(rows * stride);
    double[] c = Workspace.take(rows * stride);
    double[] s = Workspace.take(n);
    residuals(workers, item, turned, r);
    truthResiduals(workers, item, s);
    System.arraycopy(r, 0, c, 0, rows * stride);
    int info = solve(workers, item, c);
    double[] sums = Workspace.take(lanes);
    if (info == 0) {
      ColumnRisk.sums(n, lanes, mu, s, 0, r, c, stride, sums);
    } else {
      Arrays.fill(sums, 0, priors, Double.NaN);
    }
    int out = risk.at(item);
    for (int l = 0; l < priors; l++) {
      int at = prior.at(item) + l * prior.leadingDimension();
      risk.data()[out + l] =
          sums[l] + ColumnDistance.squared(p, prior.data(), at, truth.data(), truth.at(item));
    }
    Workspace.give(sums);
    Workspace.give(s);
    Workspace.give(c);
    Workspace.give(r);
    return info;
  }

  /** R', a row for every sample, zero where columns or rows fill up. */
  private void residuals(Workers workers, int item, double[] turned, double[] r) {
    for (int i = 0; i < n; i++) {
      double yi = y.data()[y.at(item) + i];
      Arrays.fill(r, i * stride, i * stride + lanes, yi);
      Arrays.fill(r, i * stride + lanes, (i + 1) * stride, 0.0);
    }
    Arrays.fill(r, n * stride, ColumnSolve.rows(n) * stride, 0.0);
    Gemm.run(
        workers,
        false,
        !transposed,
        lanes,
        n,
        p,
        1,
        turned,
        0,
        lanes,
        x.data(),
        x.at(item),
        x.leadingDimension(),
        1,
        r,
        0,
        stride);
  }

  private void truthResiduals(Workers workers, int item, double[] s) {
    if (transposed) {
      for (int i = 0; i < n; i++) {
        int row = x.at(item) + i * x.leadingDimension();
        s[i] = ColumnKernel.dot(p, x.data(), row, truth.data(), truth.at(item));
      }
    } else {
      Gemm.run(
          workers,
          false,
          false,
          n,
          1,
          p,
          1,
          x.data(),
          x.at(item),
          x.leadingDimension(),
          truth.data(),
          truth.at(item),
          p,
          0,
          s,
          0,
          n);
    }
    for (int i = 0; i < n; i++) {
      s[i] = y.data()[y.at(item) + i] - s[i];
    }
  }

  /** C' from R' in place. */
  private int solve(Workers workers, int item, double[] c) {
    double[] g = Workspace.take(n * n);
    Gemm.runLower(
        workers,
        transposed,
        !transposed,
        n,
        p,
        1,
        x.data(),
        x.at(item),
        x.leadingDimension(),
        x.data(),
        x.at(item),
        x.leadingDimension(),
        0,
        g,
        0,
        n);
    int info = Single.posv(n, g, mu, c, stride);
    Workspace.give(g);
    return info;
  }
}
