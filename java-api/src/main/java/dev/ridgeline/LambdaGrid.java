// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Arrays;
import java.util.Objects;

/** Penalties to try, with their scale, in the caller's order. Immutable. */
public final class LambdaGrid {
  /** A grid of at most this many penalties lists them when printed. */
  private static final int SHORT = 8;

  private final LambdaScale scale;
  private final double[] values;

  private LambdaGrid(LambdaScale scale, double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a grid needs at least one penalty");
    }
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0) || values[i] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("penalties must be finite and >= 0: " + values[i]);
      }
      values[i] += 0.0; // -0.0 is no penalty of its own
    }
    this.scale = Objects.requireNonNull(scale, "scale");
    this.values = values;
  }

  /**
   * The penalties given.
   *
   * @param scale what they are measured in
   * @param values at least one, finite, &gt;= 0, in any order
   * @return the grid
   */
  public static LambdaGrid of(LambdaScale scale, double... values) {
    return new LambdaGrid(scale, values.clone());
  }

  /**
   * Penalties evenly spaced on a logarithmic axis; both ends are exact. Points in between are
   * powers of ten rounded to the nearest double, the same bits on every machine and those of
   * NumPy's {@code logspace} wherever that rounds correctly.
   *
   * @param scale what they are measured in
   * @param from smallest, &gt; 0
   * @param to largest, finite, &gt;= from
   * @param count how many, &gt;= 1; one penalty is {@code from}
   * @return the grid
   */
  public static LambdaGrid logSpaced(LambdaScale scale, double from, double to, int count) {
    if (!(from > 0) || !(to >= from) || to == Double.POSITIVE_INFINITY || count < 1) {
      throw new IllegalArgumentException(
          "a log-spaced grid needs 0 < from <= to < infinity and count >= 1: from="
              + from
              + ", to="
              + to
              + ", count="
              + count);
    }
    double[] values = new double[count];
    double low = StrictMath.log10(from);
    double step = (StrictMath.log10(to) - low) / (count - 1);
    for (int i = 1; i < count - 1; i++) {
      values[i] = Math.clamp(PowerOfTen.of(low + i * step), from, to);
    }
    values[count - 1] = to;
    values[0] = from;
    return new LambdaGrid(scale, values);
  }

  /**
   * What the penalties are measured in.
   *
   * @return the scale
   */
  public LambdaScale scale() {
    return scale;
  }

  /**
   * Number of penalties.
   *
   * @return at least 1
   */
  public int size() {
    return values.length;
  }

  /**
   * One penalty.
   *
   * @param index from 0
   * @return lambda on the grid's scale
   */
  public double get(int index) {
    return values[index];
  }

  /**
   * All penalties.
   *
   * @return a copy, in the caller's order
   */
  public double[] values() {
    return values.clone();
  }

  /**
   * The penalties in the normal equations of a problem.
   *
   * @param rows its number of rows n
   * @return mu for every penalty
   */
  public double[] toNormalEquations(long rows) {
    double[] mu = Arrays.stream(values).map(v -> scale.toNormalEquations(v, rows)).toArray();
    for (int i = 0; i < mu.length; i++) {
      if (mu[i] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "penalty times rows must be finite: lambda=" + values[i] + ", rows=" + rows);
      }
    }
    return mu;
  }

  /**
   * Where a score is least: strictly, so that the smallest penalty wins a tie.
   *
   * @param scores one number per penalty; NaN never wins
   * @return the index, or -1 when every score is NaN
   */
  public int minimizer(double[] scores) {
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(scores[i])) {
        continue;
      }
      if (best < 0
          || scores[i] < scores[best]
          || (scores[i] == scores[best] && values[i] < values[best])) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Whether a penalty is the smallest or the largest of the grid, so that the true optimum may lie
   * beyond it. A grid of one penalty is all edge.
   *
   * @param index from 0
   * @return true at either end
   */
  public boolean atEdge(int index) {
    double min = Arrays.stream(values).min().orElseThrow();
    double max = Arrays.stream(values).max().orElseThrow();
    return values[index] == min || values[index] == max;
  }

  /**
   * Whether another grid has the same scale and the same penalties in the same order.
   *
   * @param other compared with this
   * @return true for an equal grid
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof LambdaGrid grid
        && scale == grid.scale
        && Arrays.equals(values, grid.values);
  }

  @Override
  public int hashCode() {
    return 31 * scale.hashCode() + Arrays.hashCode(values);
  }

  /** The scale with all penalties of a short grid, or with the number and ends of a long one. */
  @Override
  public String toString() {
    if (values.length <= SHORT) {
      return "LambdaGrid[" + scale + ", " + Arrays.toString(values) + "]";
    }
    double min = Arrays.stream(values).min().orElseThrow();
    double max = Arrays.stream(values).max().orElseThrow();
    return "LambdaGrid[" + scale + ", " + values.length + " from " + min + " to " + max + "]";
  }
}
