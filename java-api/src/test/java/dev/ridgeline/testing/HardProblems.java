// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random ridge regressions that are hard to get right: up to 40 x 40, n below, at and above p,
 * conditions to 1e14, weights over 12 decades and of 0, columns offset by up to 1e9, copied,
 * constant and zero columns, unpenalised ones, one to five responses, penalties 0 and 1e-300 to
 * 1e300. The same seed and index give the same problem, whatever was drawn before.
 */
public final class HardProblems {
  /** Most rows and most columns. */
  public static final int SIZE = 40;

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double[] EXTREMES = {0, 0, 0, 1e-300, 1e-100, 1e-30, 1e30, 1e100, 1e300};
  private static final int PENALTIES = 3;

  private HardProblems() {}

  /**
   * One regression.
   *
   * @param x n rows of p features
   * @param y n rows of T responses
   * @param v n weights, &gt;= 0, at least one &gt; 0
   * @param free columns that are not penalised, ascending
   * @param intercept whether there is one
   * @param standardize whether the penalty measures columns in their standard deviations
   * @param mu three penalties
   * @param origin how to draw it again
   * @param traits what makes it hard, for whoever reads a failure
   */
  @SuppressWarnings("ArrayRecordComponent") // a bag of arrays, compared by nobody
  public record Problem(
      double[][] x,
      double[][] y,
      double[] v,
      int[] free,
      boolean intercept,
      boolean standardize,
      double[] mu,
      String origin,
      String traits) {
    /**
     * Number of rows.
     *
     * @return n
     */
    public int rows() {
      return x.length;
    }

    /**
     * Number of columns.
     *
     * @return p, unpenalised ones included
     */
    public int columns() {
      return x[0].length;
    }

    /**
     * Number of responses.
     *
     * @return T
     */
    public int responses() {
      return y[0].length;
    }

    /**
     * One of the responses.
     *
     * @param t from 0
     * @return n numbers
     */
    public double[] response(int t) {
      return Arrays.stream(y).mapToDouble(row -> row[t]).toArray();
    }

    /**
     * The exact answers.
     *
     * @return the table, ready for any penalty
     */
    public ExactRidge exact() {
      return ExactRidge.of(x, y, v, free, intercept, standardize);
    }

    @Override
    public String toString() {
      return "%s: %d x %d, %d responses, %s%s%s, free %s, mu %s"
          .formatted(
              origin,
              rows(),
              columns(),
              responses(),
              intercept ? "intercept, " : "",
              standardize ? "standardised, " : "",
              traits,
              Arrays.toString(free),
              Arrays.toString(mu));
    }
  }

  /**
   * A row of problems.
   *
   * @param seed any
   * @param count how many
   * @return the problems of indices 0 .. count - 1
   */
  public static Stream<Problem> stream(long seed, int count) {
    return IntStream.range(0, count).mapToObj(i -> problem(seed, i));
  }

  /**
   * Draws a problem.
   *
   * @param seed any
   * @param index from 0
   * @return the problem
   */
  public static Problem problem(long seed, int index) {
    return new Draw(seed, index).problem();
  }

  /** One draw: the order of its calls is what makes a seed mean something. */
  private static final class Draw {
    private final SplittableRandom random;
    private final String origin;
    private final StringBuilder traits = new StringBuilder();
    private int n;
    private int p;

    Draw(long seed, int index) {
      random = new SplittableRandom(seed ^ ((index + 1) * GOLDEN));
      origin = "HardProblems.problem(0x%xL, %d)".formatted(seed, index);
    }

    Problem problem() {
      drawShape();
      final boolean intercept = chance(.7);
      final boolean standardize = chance(.35);
      double condition = chance(.25) ? 1 : power(0, 14);
      note("condition %.0e".formatted(condition));
      double[][] x = matrix(condition);
      double top = 1;
      if (chance(.3)) {
        double unit = power(-6, 6);
        scale(x, unit);
        top = unit;
        note("unit %.0e".formatted(unit));
      }
      if (chance(.2)) {
        scaleColumns(x);
      }
      double[][] y = responses(x, top);
      int[] free = free();
      spoilColumns(x, free);
      double[] v = weights();
      return new Problem(
          x, y, v, free, intercept, standardize, penalties(top, v), origin, traits.toString());
    }

    private boolean chance(double probability) {
      return random.nextDouble() < probability;
    }

    private double power(double from, double to) {
      return Math.pow(10, random.nextDouble(from, to));
    }

    private void note(String trait) {
      traits.append(traits.isEmpty() ? "" : ", ").append(trait);
    }

    /** Half of them small, where odd shapes are frequent. */
    private void drawShape() {
      int most = chance(.5) ? 12 : SIZE;
      int a = random.nextInt(1, most + 1);
      int b = random.nextInt(1, most + 1);
      switch (random.nextInt(5)) {
        case 0 -> set(a, a);
        case 1 -> set(Math.min(a + 1, SIZE), a);
        case 2 -> set(Math.min(a, b), Math.max(a, b));
        default -> set(Math.max(a, b), Math.min(a, b));
      }
    }

    private void set(int rows, int columns) {
      n = rows;
      p = columns;
    }

    /** U diag(s) V', s falling from 1 to 1 / condition. */
    private double[][] matrix(double condition) {
      int k = Math.min(n, p);
      double[][] u = orthonormal(n, k);
      double[][] w = orthonormal(p, k);
      double[][] x = new double[n][p];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < p; j++) {
          for (int c = 0; c < k; c++) {
            double s = k == 1 ? 1 : Math.pow(condition, -(double) c / (k - 1));
            x[i][j] += u[i][c] * s * w[j][c];
          }
          x[i][j] *= Math.sqrt(n);
        }
      }
      return x;
    }

    private double[][] orthonormal(int length, int count) {
      double[][] q = new double[length][count];
      for (int c = 0; c < count; c++) {
        for (int i = 0; i < length; i++) {
          q[i][c] = random.nextGaussian();
        }
        for (int pass = 0; pass < 2; pass++) {
          for (int before = 0; before < c; before++) {
            double dot = dot(q, before, c);
            for (int i = 0; i < length; i++) {
              q[i][c] -= dot * q[i][before];
            }
          }
        }
        double norm = Math.sqrt(dot(q, c, c));
        for (int i = 0; i < length; i++) {
          q[i][c] /= norm;
        }
      }
      return q;
    }

    private static double dot(double[][] q, int a, int b) {
      double sum = 0;
      for (double[] row : q) {
        sum += row[a] * row[b];
      }
      return sum;
    }

    private void scale(double[][] x, double unit) {
      for (double[] row : x) {
        for (int j = 0; j < p; j++) {
          row[j] *= unit;
        }
      }
    }

    private void scaleColumns(double[][] x) {
      note("units of columns");
      for (int j = 0; j < p; j++) {
        double unit = power(-3, 3);
        for (double[] row : x) {
          row[j] *= unit;
        }
      }
    }

    /** x b + noise of any size, some of them offset, constant or zero. */
    private double[][] responses(double[][] x, double unit) {
      double[][] y = new double[n][chance(.5) ? 1 : random.nextInt(2, 6)];
      for (int t = 0; t < y[0].length; t++) {
        double[] b = random.doubles(p, -1, 1).toArray();
        double noise = chance(.1) ? 0 : power(-8, 1);
        double offset = chance(.3) ? power(0, 9) : 0;
        double signal = chance(.05) ? 0 : 1;
        note("noise %.0e + %.0e".formatted(noise * signal, offset));
        for (int i = 0; i < n; i++) {
          double sum = 0;
          for (int j = 0; j < p; j++) {
            sum += x[i][j] / unit * b[j];
          }
          y[i][t] = signal * (sum + noise * random.nextGaussian()) + offset;
        }
      }
      return y;
    }

    private int[] free() {
      if (p < 2 || n < 4 || !chance(.3)) {
        return new int[0];
      }
      int most = Math.min(Math.min(p - 1, n - 2), 4);
      TreeSet<Integer> columns = new TreeSet<>();
      int count = random.nextInt(1, most + 1);
      while (columns.size() < count) {
        columns.add(random.nextInt(p));
      }
      return columns.stream().mapToInt(j -> j).toArray();
    }

    /** Offsets, copies, constants and zeros; unpenalised columns get a shape of their own. */
    private void spoilColumns(double[][] x, int[] free) {
      for (int j : free) {
        double unit = power(-2, 2);
        for (double[] row : x) {
          row[j] = unit * random.nextGaussian();
        }
      }
      boolean offsets = chance(.4);
      double most = random.nextDouble(0, 9);
      if (offsets) {
        note("offsets to %.0e".formatted(Math.pow(10, most)));
      }
      boolean copies = chance(.25);
      boolean constants = chance(.2);
      boolean zeros = chance(.2);
      for (int j = 0; j < p; j++) {
        double offset = offsets ? power(0, most) * (chance(.5) ? 1 : -1) : 0;
        for (double[] row : x) {
          row[j] += offset;
        }
      }
      for (int j = 0; j < p; j++) {
        int from = random.nextInt(p);
        double constant = random.nextDouble(-3, 3) * (chance(.5) ? 1e6 : 1);
        if (Arrays.binarySearch(free, j) >= 0) {
          continue;
        }
        if (copies && chance(.4)) {
          note("%d copies %d".formatted(j, from));
          for (double[] row : x) {
            row[j] = row[from];
          }
        } else if (constants && chance(.3)) {
          note(j + " constant");
          for (double[] row : x) {
            row[j] = constant;
          }
        } else if (zeros && chance(.3)) {
          note(j + " zero");
          for (double[] row : x) {
            row[j] = 0;
          }
        }
      }
    }

    private double[] weights() {
      double[] v = new double[n];
      Arrays.fill(v, 1);
      if (chance(.5)) {
        double decades = random.nextDouble(0, 6);
        boolean some = chance(.4);
        note("weights over %.0f decades".formatted(2 * decades));
        for (int i = 0; i < n; i++) {
          v[i] = some && i > 0 && chance(.2) ? 0 : power(-decades, Math.nextUp(decades));
        }
        if (some) {
          note("some of 0");
        }
      }
      return v;
    }

    private double[] penalties(double unit, double[] v) {
      double size = unit * unit * Math.max(1e-6, Arrays.stream(v).sum());
      double[] mu = new double[PENALTIES];
      for (int k = 0; k < PENALTIES; k++) {
        mu[k] = chance(.35) ? EXTREMES[random.nextInt(EXTREMES.length)] : size * power(-14, 3);
      }
      return mu;
    }
  }
}
