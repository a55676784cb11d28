// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.pack;

/**
 * Copies of parts of operands in the order in which the micro-kernel reads them: row l of a panel
 * holds {@code width} neighbours, zeros behind the operand's edge.
 *
 * <p>Plain loops: half a nanosecond an element, and at their speed from the first call.
 */
public final class Panels {
  private Panels() {}

  /**
   * panel[l width + i] = factor s_(i, l) for i &lt; count, 0 up to width, where s_(i, l) lies at
   * {@code from + i step + l kStep}.
   *
   * @param k rows of the panel
   * @param count elements of a row that there are
   * @param width elements of a row
   * @param factor multiplies; 1 copies
   * @param s operand
   * @param from its element (0, 0)
   * @param step distance between the elements of a row
   * @param kStep distance between rows
   * @param panel written
   * @param at where the panel starts
   */
  public static void pack(
      int k,
      int count,
      int width,
      double factor,
      double[] s,
      int from,
      int step,
      int kStep,
      double[] panel,
      int at) {
    if (step == 1 && factor == 1) {
      for (int l = 0; l < k; l++) {
        System.arraycopy(s, from + l * kStep, panel, at + l * width, count);
      }
    } else {
      int i = 0;
      for (; i + 3 < count; i += 4) {
        four(k, width, factor, s, from + i * step, step, kStep, panel, at + i);
      }
      for (; i < count; i++) {
        for (int l = 0; l < k; l++) {
          panel[at + i + l * width] = factor * s[from + i * step + l * kStep];
        }
      }
    }
    if (count < width) {
      for (int l = 0; l < k; l++) {
        for (int i = count; i < width; i++) {
          panel[at + i + l * width] = 0;
        }
      }
    }
  }

  private static void four(
      int k,
      int width,
      double factor,
      double[] s,
      int from,
      int step,
      int kStep,
      double[] panel,
      int at) {
    int s1 = from + step;
    int s2 = s1 + step;
    int s3 = s2 + step;
    for (int l = 0; l < k; l++) {
      int row = l * kStep;
      int to = at + l * width;
      panel[to] = factor * s[from + row];
      panel[to + 1] = factor * s[s1 + row];
      panel[to + 2] = factor * s[s2 + row];
      panel[to + 3] = factor * s[s3 + row];
    }
  }
}
