// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.batch;

import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.simd.kernel.ColumnCholesky;
import dev.ridgeline.simd.kernel.Interleaved;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * Cholesky factors of small matrices, G + mu I = L L', eight to a group.
 *
 * <pre>
 * G  n x n     lower triangle read
 * B  n x nrhs  overwritten by X
 * </pre>
 *
 * <p>A few items left over are factored each for itself, as is a matrix that all items share: both
 * ways compute the same bits, element by element the chain that {@link
 * dev.ridgeline.simd.kernel.InterleavedCholesky} describes, so that neither the size of the batch
 * nor the number of threads can be seen in a result.
 */
public final class SmallFactor implements Factor {
  /** Work of a task, large against handing it to a thread: 50 us and more. */
  private static final long TASK_FLOPS = Math.min(1_000_000, BlockSizes.current().parallelFlops());

  private final Workers workers;
  private final int n;
  private final int[] info;
  private final boolean shared;
  // all factors: groups, then singles
  private double[][] factors;

  private SmallFactor(Workers workers, HostBlock g) {
    this.workers = workers;
    n = g.rows();
    info = new int[g.count()];
    shared = g.batchStride() == 0;
    factors = new double[groups() + singles()][];
  }

  /**
   * Factors a batch.
   *
   * @param workers run groups side by side
   * @param g n x n per item
   * @param mu added to the diagonal
   * @return the factors
   */
  public static SmallFactor of(Workers workers, HostBlock g, double mu) {
    SmallFactor factor = new SmallFactor(workers, g);
    factor.forEach(
        0,
        unit -> {
          factor.factors[unit] = Workspace.take(factor.size(unit));
          factor.factor(unit, g, mu, factor.factors[unit]);
        });
    factor.spread();
    return factor;
  }

  /**
   * Factors and solves group by group, while a group is in the cache.
   *
   * @param workers run groups side by side
   * @param g n x n per item
   * @param mu added to the diagonal
   * @param b n x nrhs per item, overwritten
   * @return one number per item
   */
  public static Info posv(Workers workers, HostBlock g, double mu, HostBlock b) {
    SmallFactor factor = new SmallFactor(workers, g);
    if (factor.shared) {
      try (SmallFactor once = of(workers, g, mu)) {
        once.solve(b);
        return once.info();
      }
    }
    factor.forEachTask(
        b.columns(),
        (from, to) -> {
          // units of a task are of one kind, so that one workspace serves all
          double[] w = Workspace.take(factor.size(from));
          for (int unit = from; unit < to; unit++) {
            factor.factor(unit, g, mu, w);
            factor.solve(unit, w, b);
          }
          Workspace.give(w);
        });
    return factor.info();
  }

  /** Items left over that are cheaper one by one than as a group with idle lanes. */
  private int singles() {
    if (shared) {
      return Math.min(1, info.length);
    }
    int rest = info.length % Interleaved.WIDTH;
    return rest <= Math.max(1, n / 16) ? rest : 0;
  }

  private int groups() {
    return shared ? 0 : (info.length - singles() + Interleaved.WIDTH - 1) / Interleaved.WIDTH;
  }

  private int size(int unit) {
    return unit < groups() ? Interleaved.factorSize(n) : ColumnCholesky.size(n);
  }

  private void factor(int unit, HostBlock g, double mu, double[] w) {
    if (unit < groups()) {
      group(unit).factor(g, mu, w, info);
    } else {
      info[item(unit)] = Single.factor(g, item(unit), mu, w);
    }
  }

  private void solve(int unit, double[] w, HostBlock b) {
    if (unit < groups()) {
      group(unit).solve(w, info, b);
    } else {
      int item = item(unit);
      HostBlock own = b.items(item, 1);
      for (int t = 0; t < b.columns(); t += Single.COLUMNS) {
        Single.solve(w, info[item], own, t, Math.min(Single.COLUMNS, b.columns() - t));
      }
    }
  }

  private Group group(int unit) {
    return new Group(n, unit * Interleaved.WIDTH, info.length);
  }

  private int item(int unit) {
    return groups() * Interleaved.WIDTH + unit - groups();
  }

  /** All items of a shared matrix went as the first one did. */
  private void spread() {
    if (shared && info.length > 0) {
      Arrays.fill(info, info[0]);
    }
  }

  @Override
  public int order() {
    return n;
  }

  @Override
  public int count() {
    return info.length;
  }

  @Override
  public Info info() {
    return info::clone;
  }

  @Override
  public void solve(Block block) {
    if (factors == null) {
      throw new IllegalStateException("factor is closed");
    }
    HostBlock b = HostBlock.from(block);
    assert b.rows() == n && b.count() == info.length : "shape of B";
    if (shared) {
      solveShared(b);
    } else {
      forEach(b.columns(), unit -> solve(unit, factors[unit], b));
    }
  }

  private void solveShared(HostBlock b) {
    int columns = Math.multiplyExact(b.columns(), b.count());
    int passes = (columns + Single.COLUMNS - 1) / Single.COLUMNS;
    pool(2L * n * n * columns)
        .run(
            passes,
            pass -> {
              int from = pass * Single.COLUMNS;
              Single.solve(factors[0], info[0], b, from, Math.min(Single.COLUMNS, columns - from));
            });
  }

  private interface Unit {
    void run(int unit);
  }

  private interface Task {
    void run(int from, int to);
  }

  private void forEach(int nrhs, Unit body) {
    forEachTask(
        nrhs,
        (from, to) -> {
          for (int unit = from; unit < to; unit++) {
            body.run(unit);
          }
        });
  }

  /** Runs over all groups and then all singles, several groups to a task. */
  private void forEachTask(int nrhs, Task body) {
    int groups = groups();
    int singles = singles();
    long flops = (long) n * n * n / 3 + 2L * n * n * nrhs + 1;
    int size = (int) Math.max(1, TASK_FLOPS / (flops * Interleaved.WIDTH));
    int tasks = (groups + size - 1) / size;
    pool(flops * info.length)
        .run(
            tasks + singles,
            task -> {
              if (task < tasks) {
                body.run(task * size, Math.min(groups, (task + 1) * size));
              } else {
                body.run(groups + task - tasks, groups + task - tasks + 1);
              }
            });
  }

  private Workers pool(long flops) {
    return flops < 2 * TASK_FLOPS ? Workers.SERIAL : workers;
  }

  @Override
  public void close() {
    for (double[] w : factors == null ? new double[0][] : factors) {
      Workspace.give(w);
    }
    factors = null;
  }
}
