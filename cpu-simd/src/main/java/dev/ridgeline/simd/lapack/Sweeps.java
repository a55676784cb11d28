// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.RotationKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * Sweeps of plane rotations, gathered and applied to the matrix of eigenvectors in passes of {@link
 * RotationKernel#SWEEPS}.
 *
 * <pre>
 * U  n x n  as panels of 16 rows: row 16 p + i of column k at (p n + k) * 16 + i
 * </pre>
 *
 * <p>Rows are independent: panels are shared out over the threads, and no bit depends on it.
 */
final class Sweeps implements AutoCloseable {
  private static final int ROWS = RotationKernel.ROWS;
  private static final int SWEEPS = RotationKernel.SWEEPS;

  /** Passes that are gathered before panels are read. */
  private static final int PASSES = 8;

  /** Rotated elements that are worth a second thread. */
  private static final long PARALLEL = 4_000_000;

  private final Workers workers;
  private final int n;
  private final double[] u;
  private final double[][] rotations = new double[PASSES][];
  private final int[] los = new int[PASSES];
  private final int[] his = new int[PASSES];
  private final double[] cosines;
  private final double[] sines;
  private final int[] lo = new int[SWEEPS];
  private final int[] hi = new int[SWEEPS];
  private int gathered;
  private int passes;

  /**
   * Starts with U = Q.
   *
   * @param workers threads
   * @param n order
   * @param q column-major, leading dimension n
   */
  Sweeps(Workers workers, int n, double[] q) {
    this.workers = workers;
    this.n = n;
    int panels = Math.ceilDiv(n, ROWS);
    u = Workspace.take(panels * ROWS * n);
    for (int p = 0; p < panels; p++) {
      int rows = Math.min(ROWS, n - p * ROWS);
      for (int k = 0; k < n; k++) {
        int at = (p * n + k) * ROWS;
        System.arraycopy(q, p * ROWS + k * n, u, at, rows);
        Arrays.fill(u, at + rows, at + ROWS, 0);
      }
    }
    for (int pass = 0; pass < PASSES; pass++) {
      rotations[pass] = Workspace.take(2 * SWEEPS * (n + SWEEPS + 1));
    }
    cosines = Workspace.take(SWEEPS * Math.max(1, n));
    sines = Workspace.take(SWEEPS * Math.max(1, n));
  }

  /**
   * Begins a sweep over rows and columns from .. to.
   *
   * @param from first column
   * @param to last column; rotations from .. to - 1 are set before the next sweep begins
   */
  void begin(int from, int to) {
    if (gathered == SWEEPS) {
      pass();
    }
    lo[gathered] = from;
    hi[gathered] = to;
    gathered++;
  }

  /**
   * Sets the rotation of columns k and k + 1.
   *
   * @param k column
   * @param c cosine
   * @param s sine
   */
  void rotate(int k, double c, double s) {
    cosines[(gathered - 1) * n + k] = c;
    sines[(gathered - 1) * n + k] = s;
  }

  /** Puts the gathered sweeps into the order of the kernel. */
  private void pass() {
    int first = n;
    int last = 0;
    for (int q = 0; q < gathered; q++) {
      first = Math.min(first, lo[q]);
      last = Math.max(last, hi[q]);
    }
    double[] steps = rotations[passes];
    for (int q = 0; q < SWEEPS; q++) {
      for (int t = 0; t < last - first + SWEEPS + 1; t++) {
        int k = first - 1 + t - q;
        boolean rotates = q < gathered && k >= lo[q] && k < hi[q];
        steps[2 * (SWEEPS * t + q)] = rotates ? cosines[q * n + k] : 1;
        steps[2 * (SWEEPS * t + q) + 1] = rotates ? sines[q * n + k] : 0;
      }
    }
    los[passes] = first;
    his[passes] = last;
    gathered = 0;
    passes++;
    if (passes == PASSES) {
      apply();
    }
  }

  private void apply() {
    long work = 0;
    for (int pass = 0; pass < passes; pass++) {
      work += (long) SWEEPS * (his[pass] - los[pass]) * n;
    }
    int count = passes;
    (work >= PARALLEL ? workers : Workers.SERIAL)
        .run(
            Math.ceilDiv(n, ROWS),
            panel -> {
              for (int pass = 0; pass < count; pass++) {
                RotationKernel.run(n, los[pass], his[pass], rotations[pass], u, panel * n * ROWS);
              }
            });
    passes = 0;
  }

  /** Applies what is left. */
  void finish() {
    if (gathered > 0) {
      pass();
    }
    if (passes > 0) {
      apply();
    }
  }

  /**
   * Copies a column of U.
   *
   * @param k which
   * @param to receives n elements
   * @param at the first
   */
  void column(int k, double[] to, int at) {
    for (int row = 0; row < n; row += ROWS) {
      int from = (row / ROWS * n + k) * ROWS;
      System.arraycopy(u, from, to, at + row, Math.min(ROWS, n - row));
    }
  }

  @Override
  public void close() {
    Workspace.give(u);
    Workspace.give(cosines);
    Workspace.give(sines);
    for (double[] steps : rotations) {
      Workspace.give(steps);
    }
  }
}
