// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.Rounding;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Penalties to try, with their scale, in the caller's order; or an {@link #auto automatic} grid,
 * whose penalties follow from the table that it is used on. Immutable.
 */
public final class LambdaGrid implements Serializable {
  private static final long serialVersionUID = 1;

  /** A grid of at most this many penalties lists them when printed. */
  private static final int SHORT = 8;

  /** An automatic grid ends at this multiple of the largest eigenvalue. */
  private static final double ABOVE = 100;

  /** It spans this many decades. */
  private static final double DECADES = 12;

  /** It is extended by at least this many decades where an optimum lies at an end. */
  private static final double MORE_DECADES = 3;

  /** It is extended this often at either end: what lies beyond is zero, or infinity, in effect. */
  private static final int EXTENSIONS = 2;

  /** Eigenvalues beyond this or its inverse count as it, so that extended grids are in range. */
  private static final double LARGEST = 1e290;

  /** What the penalties are measured in. */
  private final LambdaScale scale;

  /** How many there are. */
  private final int size;

  /** Null: automatic, and not resolved yet. */
  private final double[] values;

  /** Null: not automatic. */
  private final Span span;

  /**
   * The automatic grid that some penalties are.
   *
   * @param top largest penalty before any extension
   * @param step decades between penalties
   * @param below penalties below the top
   * @param above penalties above it
   * @param lower how often it was extended at the lower end
   * @param upper how often it was extended at the upper end
   */
  private record Span(double top, double step, int below, int above, int lower, int upper)
      implements Serializable {
    double[] values() {
      double[] values = new double[below + 1 + above];
      for (int i = 0; i < values.length; i++) {
        // a factor of the top: twice the eigenvalue gives twice the penalties, to the last bit
        values[i] = top * PowerOfTen.of((i - below) * step);
      }
      return values;
    }
  }

  private LambdaGrid(LambdaScale scale, double[] values) {
    this(scale, values, null);
  }

  private LambdaGrid(LambdaScale scale, int size) {
    this.scale = Objects.requireNonNull(scale, "scale");
    this.size = size;
    this.values = null;
    this.span = null;
  }

  private LambdaGrid(LambdaScale scale, double[] values, Span span) {
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
    this.size = values.length;
    this.values = values;
    this.span = span;
  }

  /**
   * An automatic grid on the scale {@link LambdaScale#MEAN}; see {@link #auto(LambdaScale, int)}.
   *
   * @param count how many penalties, &gt;= 2
   * @return the grid, which has no penalties until it is used on a table
   */
  public static LambdaGrid auto(int count) {
    return auto(LambdaScale.MEAN, count);
  }

  /**
   * An automatic grid: penalties that follow from the table, so that the same data in other units
   * have the same fits. They are log-spaced over 12 decades down from 100 s_1, with s_1 the largest
   * eigenvalue of X'X / n as the penalty sees X: centred, weighted, in the units of its columns,
   * without what is not penalised; n is the number of rows, with weights too. (Times n on the scale
   * {@link LambdaScale#SUM}.) While a best penalty lies at an end, fits extend the grid there by 3
   * decades, twice at most; the grid of the result is what it became.
   *
   * <p>Until a fit {@linkplain #resolved resolves} it, the grid has a scale and a size, and asking
   * for its penalties throws an {@link IllegalStateException}.
   *
   * @param scale what the penalties are measured in
   * @param count how many penalties, &gt;= 2
   * @return the grid, which has no penalties until it is used on a table
   */
  public static LambdaGrid auto(LambdaScale scale, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("an automatic grid needs count >= 2: count=" + count);
    }
    return new LambdaGrid(scale, count);
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
   * Whether the penalties are known.
   *
   * @return false for an {@link #auto automatic} grid that has not met a table
   */
  public boolean isResolved() {
    return values != null;
  }

  /**
   * The penalties of an automatic grid on a table.
   *
   * @param largestEigenvalue s_1, of X'X / n as the penalty sees X; &gt;= 0
   * @param rows number of rows n of the problem that is to be penalised
   * @return a grid of {@link #size} penalties, ascending; this grid if it is resolved
   */
  public LambdaGrid resolved(double largestEigenvalue, long rows) {
    if (isResolved()) {
      return this;
    }
    if (!(largestEigenvalue >= 0)) {
      throw new IllegalArgumentException("an eigenvalue must be >= 0: " + largestEigenvalue);
    }
    double s = Math.clamp(largestEigenvalue, 1 / LARGEST, LARGEST);
    double top = ABOVE * (scale == LambdaScale.MEAN ? s : s * (double) rows);
    Span of = new Span(top, DECADES / (size - 1), size - 1, 0, 0, 0);
    return new LambdaGrid(scale, of.values(), of);
  }

  /**
   * An automatic grid, extended at each end where a best penalty lies: by 3 decades or the next
   * whole step, unless it was extended there twice.
   *
   * @param best indices of the best penalties; negative ones do not count
   * @return the wider grid; this one when there is nothing to extend
   */
  public LambdaGrid extended(int... best) {
    if (span == null) {
      return this;
    }
    boolean first = Arrays.stream(best).anyMatch(i -> i == 0);
    boolean last = Arrays.stream(best).anyMatch(i -> i == size - 1);
    int more = (int) Math.ceil(MORE_DECADES / span.step - 1e-9); // 3 / 0.2 is not quite 15
    int lower = first && span.lower < EXTENSIONS ? 1 : 0;
    int upper = last && span.upper < EXTENSIONS ? 1 : 0;
    if (lower + upper == 0) {
      return this;
    }
    Span wider =
        new Span(
            span.top,
            span.step,
            span.below + lower * more,
            span.above + upper * more,
            span.lower + lower,
            span.upper + upper);
    return new LambdaGrid(scale, wider.values(), wider);
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
    return size;
  }

  private double[] known() {
    if (values == null) {
      throw new IllegalStateException(
          "an automatic grid has no penalties until a fit of a table has resolved it");
    }
    return values;
  }

  /**
   * One penalty.
   *
   * @param index from 0
   * @return lambda on the grid's scale
   */
  public double get(int index) {
    return known()[index];
  }

  /**
   * All penalties.
   *
   * @return a copy, in the caller's order
   */
  public double[] values() {
    return known().clone();
  }

  /**
   * The penalties in the normal equations of a problem.
   *
   * @param rows its number of rows n
   * @return mu for every penalty
   */
  public double[] toNormalEquations(long rows) {
    double[] mu = Arrays.stream(known()).map(v -> scale.toNormalEquations(v, rows)).toArray();
    for (int i = 0; i < mu.length; i++) {
      if (mu[i] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "penalty times rows must be finite: lambda=" + values[i] + ", rows=" + rows);
      }
    }
    return mu;
  }

  /**
   * Where a score is least. Scores within 1e-12 of the least are ties, which the smallest penalty
   * wins: what rounding makes of a flat curve, which differs from one way of summing to another,
   * decides nothing.
   *
   * @param scores one number per penalty; NaN never wins
   * @return the index, or -1 when every score is NaN
   */
  public int minimizer(double[] scores) {
    double least = Double.NaN;
    for (int i = 0; i < known().length; i++) {
      least = Double.isNaN(least) ? scores[i] : scores[i] < least ? scores[i] : least;
    }
    double ties = Double.isInfinite(least) ? least : least + Rounding.FLAT * Math.abs(least);
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (scores[i] <= ties && (best < 0 || values[i] < values[best])) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Whether a penalty is the smallest or the largest of the grid, so that the true optimum may lie
   * beyond it. A grid of one penalty is all edge. An automatic grid has no edges: fits have
   * extended it until what lies beyond an end is zero, or infinity, in effect.
   *
   * @param index from 0
   * @return true at either end
   */
  public boolean atEdge(int index) {
    if (span != null) {
      Objects.checkIndex(index, size);
      return false;
    }
    double min = Arrays.stream(known()).min().orElseThrow();
    double max = Arrays.stream(known()).max().orElseThrow();
    return values[index] == min || values[index] == max;
  }

  /**
   * Whether another grid has the same scale and the same penalties in the same order, or is an
   * automatic grid of the same scale and size, neither resolved.
   *
   * @param other compared with this
   * @return true for an equal grid
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof LambdaGrid grid
        && scale == grid.scale
        && size == grid.size
        && Arrays.equals(values, grid.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * scale.hashCode() + size) + Arrays.hashCode(values);
  }

  /** The scale with all penalties of a short grid, or with the number and ends of a long one. */
  @Override
  public String toString() {
    if (values == null) {
      return "LambdaGrid[" + scale + ", auto of " + size + "]";
    }
    if (values.length <= SHORT) {
      return "LambdaGrid[" + scale + ", " + Arrays.toString(values) + "]";
    }
    double min = Arrays.stream(values).min().orElseThrow();
    double max = Arrays.stream(values).max().orElseThrow();
    return "LambdaGrid[" + scale + ", " + values.length + " from " + min + " to " + max + "]";
  }
}
