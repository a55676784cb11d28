// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.simd.kernel.LeverageKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.HostBlock;
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

  private final int n;
  private final ReducedForm form;

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
    form.q().applyLeft(workers, true, nrhs, rotated, 0, n);
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
    form.q().applyLeft(workers, false, mu.length * nrhs, out.data(), outAt, ld);
    for (int j = 0; j < mu.length; j++) {
      for (int c = j * nrhs; info[infoAt + j] != 0 && c < (j + 1) * nrhs; c++) {
        Arrays.fill(out.data(), outAt + c * ld, outAt + c * ld + n, Double.NaN);
      }
    }
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
   * The quadratic forms of the rows of op(Z).
   *
   * @param workers threads inside the item
   * @param trans how z is read
   * @param z rows, or null for the identity
   * @param mu shifts
   * @param out rows by shifts
   * @param item which item of z and out
   * @param info outcomes
   * @param infoAt where those of this item start
   */
  void leverages(
      Workers workers,
      Transpose trans,
      HostBlock z,
      double[] mu,
      HostBlock out,
      int item,
      int[] info,
      int infoAt) {
    Shifts shifts = new Shifts(mu);
    ShiftedSystem[] systems = new ShiftedSystem[shifts.groups()];
    for (int group = 0; group < systems.length; group++) {
      systems[group] = form.shift(shifts.values(), group * GROUP);
      note(systems[group], shifts, group, info, infoAt);
      systems[group].prepareForms();
    }
    int rows = out.rows();
    double[] q = z == null ? Workspace.take(n * n) : null;
    if (z == null) {
      form.q().form(workers, q, n);
    }
    workers.run(
        Math.ceilDiv(rows, ROWS_OF_TASK),
        task -> {
          int from = task * ROWS_OF_TASK;
          int count = Math.min(ROWS_OF_TASK, rows - from);
          if (z == null) {
            forms(systems, shifts, q, from, n, from, count, out, item);
          } else {
            double[] rotated = Workspace.take(count * n);
            load(trans, z, item, from, count, rotated);
            form.q().applyRight(count, rotated, 0, count);
            forms(systems, shifts, rotated, 0, count, from, count, out, item);
            Workspace.give(rotated);
          }
        });
    if (q != null) {
      Workspace.give(q);
    }
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

  /** Rows from .. from + count - 1 of op(Z), leading dimension count. */
  private void load(Transpose trans, HostBlock z, int item, int from, int count, double[] rows) {
    int ld = z.leadingDimension();
    int at = z.at(item);
    for (int k = 0; k < n; k++) {
      if (trans == Transpose.NO) {
        System.arraycopy(z.data(), at + from + k * ld, rows, k * count, count);
      } else {
        for (int i = 0; i < count; i++) {
          rows[i + k * count] = z.data()[at + k + (from + i) * ld];
        }
      }
    }
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
