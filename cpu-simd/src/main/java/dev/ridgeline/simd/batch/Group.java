// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.batch;

import dev.ridgeline.simd.kernel.Compiled;
import dev.ridgeline.simd.kernel.Interleaved;
import dev.ridgeline.simd.kernel.InterleavedCholesky;
import dev.ridgeline.simd.kernel.InterleavedSolve;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.HostBlock;
import java.util.Arrays;

/**
 * Up to eight neighbouring items, one lane each: G + mu I = L L', L L' X = B.
 *
 * <p>Lanes do not meet, so an item has the same bits whatever its neighbours hold, a NaN included,
 * and a missing neighbour is the identity.
 */
final class Group {
  private final int n;
  private final int first;
  private final int lanes;

  /**
   * Names the items.
   *
   * @param n order
   * @param first first item
   * @param count items of the batch: the last group may have fewer than eight
   */
  Group(int n, int first, int count) {
    this.n = n;
    this.first = first;
    this.lanes = Math.min(Interleaved.WIDTH, count - first);
  }

  /** Factors into w, and says how it went. */
  void factor(HostBlock g, double mu, double[] w, int[] info) {
    Interleaved.pack(n, lanes, mu, g.data(), starts(g), g.leadingDimension(), w);
    if (Compiled.SMALL.ready()) {
      InterleavedCholesky.factor(n, w);
    } else {
      InterleavedCholesky.factorTwin(n, w);
    }
    boolean success = Interleaved.success(n, w);
    for (int lane = 0; lane < lanes; lane++) {
      info[first + lane] = success ? 0 : Interleaved.info(n, w, lane);
    }
  }

  /**
   * Solves for all right-hand sides, four at a time and then one by one.
   *
   * @param w the factors
   * @param info what {@link #factor} said
   * @param b overwritten
   */
  void solve(double[] w, int[] info, HostBlock b) {
    int[] at = starts(b);
    int t = 0;
    for (int width = Interleaved.COLUMNS; width >= 1; width -= Interleaved.COLUMNS - 1) {
      if (t + width > b.columns()) {
        continue;
      }
      double[] x = Workspace.take(Interleaved.blockSize(n, width));
      for (; t + width <= b.columns(); t += width) {
        solve(w, info, b, at, t, width, x);
      }
      Workspace.give(x);
    }
  }

  private void solve(double[] w, int[] info, HostBlock b, int[] at, int t, int width, double[] x) {
    int shift = t * b.leadingDimension();
    Interleaved.packBlock(n, width, b.data(), at, shift, b.leadingDimension(), x);
    if (Compiled.SMALL.ready()) {
      InterleavedSolve.solve(n, width, w, x);
    } else {
      InterleavedSolve.solveTwin(n, width, w, x);
    }
    for (int lane = 0; lane < lanes; lane++) {
      if (info[first + lane] == 0) {
        int to = at[lane] + shift;
        Interleaved.unpackLane(n, width, x, lane, b.data(), to, b.leadingDimension());
      } else {
        fillNan(b, at[lane] + shift, width);
      }
    }
  }

  private int[] starts(HostBlock block) {
    int[] at = new int[Interleaved.WIDTH];
    Arrays.setAll(at, lane -> block.at(first + (lane < lanes ? lane : 0)));
    return at;
  }

  /** Columns of a failed item. */
  static void fillNan(HostBlock b, int at, int columns) {
    for (int t = 0; t < columns; t++) {
      int start = at + t * b.leadingDimension();
      Arrays.fill(b.data(), start, start + b.rows(), Double.NaN);
    }
  }
}
