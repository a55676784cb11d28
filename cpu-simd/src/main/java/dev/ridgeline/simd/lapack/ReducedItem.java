// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.kernel.LeverageKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.TridiagonalEnds;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * One reduced matrix G = Q T Q' of a batch: right-hand sides and rows are rotated, T + mu I is
 * factored and solved for a group of shifts at once, and solutions are rotated back, all shifts
 * together.
 *
 * <p>Outcomes go to {@code info[infoAt + shift]}: 0, or the first pivot that is not positive, and
 * then the results of that shift are NaN.
 */
final class ReducedItem {
  private static final int GROUP = Shifts.GROUP;
  private static final int ROWS = LeverageKernel.ROWS;

  /** Rows that a task rotates and evaluates; a multiple of {@link #ROWS}. */
  private static final int ROWS_OF_TASK = 128;

  /** Columns that a task turns by Q: enough to pack Q seldom, few enough for all threads. */
  private static final int LEAST_COLUMNS = 64;

  private static final int MOST_COLUMNS = 512;

  private final int n;
  private final ReducedForm form;

  /** Made for the first rows that are worth it; tiles of one design come one after the other. */
  private SpectralForms spectral;

  private boolean isSpectral = true;

  /** Q, once a question was worth it. */
  private double[] formed;

  ReducedItem(int n, ReducedForm form) {
    this.n = n;
    this.form = form;
  }

  /**
   * (G + mu_j I) X_j = B for every shift.
   *
   * @param workers threads inside the item
   * @param mu shifts
   * @param b right-hand sides
   * @param out solutions, shift by shift
   * @param item which item of b and out
   * @param info outcomes
   * @param infoAt where those of this item start
   */
  void solve(
      Workers workers, double[] mu, HostBlock b, HostBlock out, int item, int[] info, int infoAt) {
    int nrhs = b.columns();
    int ld = out.leadingDimension();
    int outAt = out.at(item);
    double[] rotated = Workspace.take(n * nrhs);
    for (int r = 0; r < nrhs; r++) {
      System.arraycopy(b.data(), b.at(item) + r * b.leadingDimension(), rotated, r * n, n);
    }
    boolean product = Crossovers.isSolvedByProduct(nrhs, n);
    turn(workers, product, true, nrhs, rotated, 0, n);
    Shifts shifts = new Shifts(mu);
    workers.run(
        shifts.groups(),
        group -> {
          double[] x = Workspace.take(n * GROUP);
          try (ShiftedSystem system = form.shift(shifts.values(), group * GROUP)) {
            note(system, shifts, group, info, infoAt);
            for (int r = 0; r < nrhs; r++) {
              system.solve(rotated, r * n, x);
              int at = outAt + (group * GROUP * nrhs + r) * ld;
              store(shifts.in(group), x, out.data(), at, nrhs * ld);
            }
          }
          Workspace.give(x);
        });
    Workspace.give(rotated);
    turn(workers, product, false, mu.length * nrhs, out.data(), outAt, ld);
    for (int j = 0; j < mu.length; j++) {
      for (int c = j * nrhs; info[infoAt + j] != 0 && c < (j + 1) * nrhs; c++) {
        Arrays.fill(out.data(), outAt + c * ld, outAt + c * ld + n, Double.NaN);
      }
    }
  }

  /**
   * (G + mu_j I) X_j = B_j, every shift its own right-hand sides: rotated together, solved lane by
   * lane, rotated back together.
   *
   * @param workers threads inside the item
   * @param mu shifts
   * @param b right-hand sides, shift by shift
   * @param out solutions, shift by shift
   * @param item which item of b and out
   * @param info outcomes
   * @param infoAt where those of this item start
   */
  void solveEach(
      Workers workers, double[] mu, HostBlock b, HostBlock out, int item, int[] info, int infoAt) {
    int columns = b.columns();
    int ld = out.leadingDimension();
    int outAt = out.at(item);
    for (int c = 0; c < columns; c++) {
      int from = b.at(item) + c * b.leadingDimension();
      System.arraycopy(b.data(), from, out.data(), outAt + c * ld, n);
    }
    form.q().applyLeft(workers, true, columns, out.data(), outAt, ld);
    int nrhs = mu.length == 0 ? 0 : columns / mu.length;
    Shifts shifts = new Shifts(mu);
    workers.run(
        shifts.groups(),
        group -> {
          double[] x = Workspace.take(n * GROUP);
          try (ShiftedSystem system = form.shift(shifts.values(), group * GROUP)) {
            note(system, shifts, group, info, infoAt);
            for (int s = 0; s < shifts.in(group); s++) {
              for (int r = 0; r < nrhs; r++) {
                int at = outAt + ((group * GROUP + s) * nrhs + r) * ld;
                system.solve(out.data(), at, x);
                for (int k = 0; k < n; k++) {
                  out.data()[at + k] = x[k * GROUP + s];
                }
              }
            }
          }
          Workspace.give(x);
        });
    form.q().applyLeft(workers, false, columns, out.data(), outAt, ld);
    for (int j = 0; j < mu.length; j++) {
      for (int c = j * nrhs; info[infoAt + j] != 0 && c < (j + 1) * nrhs; c++) {
        Arrays.fill(out.data(), outAt + c * ld, outAt + c * ld + n, Double.NaN);
      }
    }
  }

  /** C = Q C, or Q'C: by the reflectors, or column by column of some at a time by Q itself. */
  private void turn(
      Workers workers,
      boolean product,
      boolean transposed,
      int columns,
      double[] c,
      int cAt,
      int ldc) {
    if (!product) {
      form.q().applyLeft(workers, transposed, columns, c, cAt, ldc);
      return;
    }
    double[] q = formed(workers);
    int share = Math.ceilDiv(columns, 4 * workers.parallelism());
    int chunk = Math.clamp(share, LEAST_COLUMNS, MOST_COLUMNS);
    workers.run(
        Math.ceilDiv(columns, chunk),
        task -> {
          int from = task * chunk;
          int some = Math.min(chunk, columns - from);
          double[] before = Workspace.take(n * some);
          for (int j = 0; j < some; j++) {
            System.arraycopy(c, cAt + (from + j) * ldc, before, j * n, n);
          }
          Gemm.run(
              Workers.SERIAL,
              transposed,
              false,
              n,
              some,
              n,
              1,
              q,
              0,
              n,
              before,
              0,
              n,
              0,
              c,
              cAt + from * ldc,
              ldc);
          Workspace.give(before);
        });
  }

  /** Q itself, made once. */
  private double[] formed(Workers workers) {
    if (formed == null) {
      double[] q = new double[n * n];
      form.q().form(workers, q, n);
      formed = q;
    }
    return formed;
  }

  private static void note(ShiftedSystem system, Shifts shifts, int group, int[] info, int infoAt) {
    for (int s = 0; s < shifts.in(group); s++) {
      info[infoAt + group * GROUP + s] = system.info(s);
    }
  }

  /** Lane s of x becomes a column at {@code to[at + s step]}. */
  private void store(int lanes, double[] x, double[] to, int at, int step) {
    for (int s = 0; s < lanes; s++) {
      int column = at + s * step;
      for (int k = 0; k < n; k++) {
        to[column + k] = x[k * GROUP + s];
      }
    }
  }

  /**
   * The traces of the inverses.
   *
   * @param workers threads inside the item
   * @param mu shifts
   * @param out one number for each shift
   * @param outAt the first
   * @param info outcomes
   * @param infoAt where those of this item start
   */
  void traceInverse(Workers workers, double[] mu, double[] out, int outAt, int[] info, int infoAt) {
    Shifts shifts = new Shifts(mu);
    workers.run(
        shifts.groups(),
        group -> {
          double[] trace = new double[2 * GROUP];
          try (ShiftedSystem system = form.shift(shifts.values(), group * GROUP)) {
            note(system, shifts, group, info, infoAt);
            system.traceInverse(trace);
          }
          for (int s = 0; s < shifts.in(group); s++) {
            int j = group * GROUP + s;
            out[outAt + j] = info[infoAt + j] == 0 ? trace[s] : Double.NaN;
          }
        });
  }

  /**
   * The smallest and the largest eigenvalue; NaN of a band.
   *
   * @param ends receives them
   * @param at where
   */
  void extremes(double[] ends, int at) {
    if (n > 0 && form instanceof Tridiagonal t) {
      TridiagonalEnds.of(t.d, t.e, ends, at);
    } else {
      Arrays.fill(ends, at, at + 2, n == 0 ? 0 : Double.NaN);
    }
  }

  /**
   * The logarithms of the determinants.
   *
   * @param workers threads inside the item
   * @param mu shifts
   * @param out one number for each shift
   * @param outAt the first
   * @param info outcomes
   * @param infoAt where those of this item start
   */
  void logDeterminant(
      Workers workers, double[] mu, double[] out, int outAt, int[] info, int infoAt) {
    Shifts shifts = new Shifts(mu);
    workers.run(
        shifts.groups(),
        group -> {
          try (ShiftedSystem system = form.shift(shifts.values(), group * GROUP)) {
            note(system, shifts, group, info, infoAt);
            for (int s = 0; s < shifts.in(group); s++) {
              int j = group * GROUP + s;
              out[outAt + j] = info[infoAt + j] == 0 ? system.logDeterminant(s) : Double.NaN;
            }
          }
        });
  }

  /**
   * The quadratic forms of the rows of a design.
   *
   * @param workers threads inside the item
   * @param z rows, or null for the identity
   * @param mu shifts
   * @param out rows by shifts
   * @param item which item of out
   * @param info outcomes
   * @param infoAt where those of this item start
   */
  void leverages(
      Workers workers, DesignRows z, double[] mu, HostBlock out, int item, int[] info, int infoAt) {
    if (z != null && spectral(workers, z, mu, out, item)) {
      return;
    }
    Shifts shifts = new Shifts(mu);
    ShiftedSystem[] systems = new ShiftedSystem[shifts.groups()];
    for (int group = 0; group < systems.length; group++) {
      systems[group] = form.shift(shifts.values(), group * GROUP);
      note(systems[group], shifts, group, info, infoAt);
      systems[group].prepareForms();
    }
    int rows = out.rows();
    double[] q = z == null || Crossovers.isFormed(rows, n) ? formed(workers) : null;
    workers.run(
        Math.ceilDiv(rows, ROWS_OF_TASK),
        task -> {
          int from = task * ROWS_OF_TASK;
          int count = Math.min(ROWS_OF_TASK, rows - from);
          if (z == null) {
            forms(systems, shifts, q, from, n, from, count, out, item);
          } else {
            double[] rotated = rotated(z, from, count, q);
            forms(systems, shifts, rotated, 0, count, from, count, out, item);
            Workspace.give(rotated);
          }
        });
    for (ShiftedSystem system : systems) {
      system.close();
    }
    for (int j = 0; j < mu.length; j++) {
      if (info[infoAt + j] != 0) {
        int at = out.at(item) + j * out.leadingDimension();
        Arrays.fill(out.data(), at, at + rows, Double.NaN);
      }
    }
  }

  /** All forms by one product, where the order is small and every shift positive definite. */
  private boolean spectral(Workers workers, DesignRows z, double[] mu, HostBlock out, int item) {
    if (!SpectralForms.isWorth(out.rows(), n) || !(form instanceof Tridiagonal t) || !isSpectral) {
      return false;
    }
    if (spectral == null) {
      spectral = SpectralForms.of(workers, t, n);
      isSpectral = spectral != null;
    }
    double[] weights = isSpectral ? spectral.weights(mu) : null;
    if (weights == null) {
      return false;
    }
    int rows = out.rows();
    workers.run(
        Math.ceilDiv(rows, ROWS_OF_TASK),
        task -> {
          int from = task * ROWS_OF_TASK;
          int count = Math.min(ROWS_OF_TASK, rows - from);
          double[] loaded = Workspace.take(count * n);
          z.load(from, count, loaded);
          spectral.run(loaded, count, weights, mu.length, out, out.at(item) + from);
          Workspace.give(loaded);
        });
    return true;
  }

  /** Rows of the design times Q, by its reflectors or, where it was worth forming, by itself. */
  private double[] rotated(DesignRows z, int from, int count, double[] q) {
    double[] rows = Workspace.take(count * n);
    z.load(from, count, rows);
    if (q == null) {
      form.q().applyRight(count, rows, 0, count);
      return rows;
    }
    double[] product = Workspace.take(count * n);
    Gemm.run(
        Workers.SERIAL,
        false,
        false,
        count,
        n,
        n,
        1,
        rows,
        0,
        count,
        q,
        0,
        n,
        0,
        product,
        0,
        count);
    Workspace.give(rows);
    return product;
  }

  /** The forms of rotated rows, {@link #ROWS} at a time in the order the kernel reads. */
  private void forms(
      ShiftedSystem[] systems,
      Shifts shifts,
      double[] rotated,
      int at,
      int ld,
      int from,
      int count,
      HostBlock out,
      int item) {
    double[] panel = Workspace.take(n * ROWS);
    double[] h = new double[ROWS * GROUP];
    for (int i = 0; i < count; i += ROWS) {
      int width = Math.min(ROWS, count - i);
      for (int k = 0; k < n; k++) {
        System.arraycopy(rotated, at + i + k * ld, panel, k * ROWS, width);
        Arrays.fill(panel, k * ROWS + width, (k + 1) * ROWS, 0);
      }
      for (int group = 0; group < systems.length; group++) {
        systems[group].quadraticForms(panel, h);
        for (int s = 0; s < shifts.in(group); s++) {
          int to = out.at(item) + from + i + (group * GROUP + s) * out.leadingDimension();
          System.arraycopy(h, s * ROWS, out.data(), to, width);
        }
      }
    }
    Workspace.give(panel);
  }
}
