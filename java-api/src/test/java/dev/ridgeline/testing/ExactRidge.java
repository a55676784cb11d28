// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ridge regression in about 115 digits, sharing no code with the library: minimises
 *
 * <pre>
 * sum_i v_i (y_i - c - x_i b)^2 + mu sum_j d_j^2 b_j^2
 * </pre>
 *
 * <p>with d_j 1, or the standard deviation of column j (weighted, divisor sum v; about 0 where
 * there is no intercept; 1 for a constant column), or 0 for an unpenalised column. Rows of weight 0
 * do not count. Where the minimum is not unique (mu = 0), the penalised coefficients are those of
 * smallest sum d_j^2 b_j^2; of unpenalised columns that depend on each other, some are 0.
 *
 * <p>The root-weighted columns are reduced by Householder reflections with column pivoting: first
 * the intercept's, then the unpenalised, then the penalised ones, [N Q Q0] = N, their ranges and
 * what is left. Doubles are exact in here, so that copies, sums and constants are dependent to the
 * last of 115 digits, and a column counts as dependent when less than 1e-60 of its length is left.
 * With X = Q R (R of full row rank r) and A = R R', every quantity is a sum in which nothing
 * cancels:
 *
 * <pre>
 * b = R' (A + mu)^-1 Q'y       residual = Q0 Q0'y + mu Q (A + mu)^-1 Q'y
 * I - H = Q0 Q0' + mu Q (A + mu)^-1 Q'
 * </pre>
 *
 * <p>Immutable. Made for up to about 40 rows and columns.
 */
public final class ExactRidge {
  /** What is left of a column that depends on others, relative to its length; squared. */
  private static final Extended DEPENDENT = Extended.of(1e-120);

  /** Squared length of the part of a unit vector that lies outside of a space it belongs to. */
  private static final Extended INSIDE = Extended.of(1e-120);

  private static final int ITERATIONS = 12;

  private final double[][] x;
  private final double[][] y;
  private final double[] v;
  private final int[] free;
  private final boolean intercept;

  private final int columns;
  private final int responses;
  private final int[] active;
  private final int n;
  private final Extended[] root;
  private final Extended[] means;
  private final Extended[] responseMeans;
  private final Extended[] scales;
  private final double centredNorm;
  private final double[] centredResponses;

  // after the reflections, columns first
  private final Extended[][] reduced;
  private final Extended[][] rotated;
  private final Extended[][] rows;
  private final int[] penalised;
  private final int[] kept;
  private final double freeCondition;
  private final int q;
  private final int r;
  private final Extended[][] gram;
  private final Extended largest;
  private final Extended smallest;

  private ExactRidge(
      double[][] x,
      double[][] y,
      double[] v,
      int[] free,
      boolean intercept,
      boolean standardize,
      Extended[] fixed) {
    this.x = x;
    this.y = y;
    this.v = v;
    this.free = free;
    this.intercept = intercept;
    columns = x[0].length;
    responses = y[0].length;
    active = IntStream.range(0, x.length).filter(i -> v[i] > 0).toArray();
    n = active.length;
    root = new Extended[n];
    Extended total = Extended.ZERO;
    for (int i = 0; i < n; i++) {
      total = total.plus(Extended.of(v[active[i]]));
      root[i] = Extended.of(v[active[i]]).squareRoot();
    }
    means = new Extended[columns];
    responseMeans = new Extended[responses];
    scales = new Extended[columns];
    reduced = new Extended[columns][];
    rotated = new Extended[responses][];
    for (int j = 0; j < columns; j++) {
      reduced[j] = centred(x, j, total, means);
    }
    centredResponses = new double[responses];
    for (int t = 0; t < responses; t++) {
      rotated[t] = centred(y, t, total, responseMeans);
      Extended square = square(rotated[t], 0, n);
      centredResponses[t] = square.squareRoot().toDouble();
    }
    Extended all = Extended.ZERO;
    for (int j = 0; j < columns; j++) {
      Extended square = square(reduced[j], 0, n);
      boolean measured = standardize && !isFree(j) && !square.isZero();
      scales[j] =
          fixed != null ? fixed[j] : measured ? square.dividedBy(total).squareRoot() : Extended.ONE;
      if (!isFree(j)) {
        for (int i = 0; i < n; i++) {
          reduced[j][i] = reduced[j][i].dividedBy(scales[j]);
        }
        all = all.plus(square(reduced[j], 0, n));
      }
    }
    centredNorm = all.squareRoot().toDouble();
    penalised = IntStream.range(0, columns).filter(j -> !isFree(j)).toArray();
    rows = new Extended[n][n];
    for (Extended[] row : rows) {
      Arrays.fill(row, Extended.ZERO);
    }
    for (int i = 0; i < n; i++) {
      rows[i][i] = Extended.ONE;
    }
    int step = 0;
    if (intercept && n > 0) {
      reflect(root.clone(), step++);
    }
    List<Integer> pivots = new ArrayList<>();
    double[] lengths =
        Arrays.stream(free)
            .mapToDouble(j -> square(reduced[j], 0, n).squareRoot().toDouble())
            .toArray();
    step = reduce(free, step, pivots);
    q = step;
    kept = pivots.stream().mapToInt(j -> j).toArray();
    double condition = 0;
    for (int k = 0; k < kept.length; k++) {
      double left = Math.abs(reduced[kept[k]][q - kept.length + k].toDouble());
      condition = Math.max(condition, lengths[indexOf(free, kept[k])] / left);
    }
    freeCondition = condition;
    r = reduce(penalised, step, new ArrayList<>()) - q;
    gram = new Extended[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j <= i; j++) {
        Extended sum = Extended.ZERO;
        for (int c : penalised) {
          sum = sum.plus(reduced[c][q + i].times(reduced[c][q + j]));
        }
        gram[i][j] = sum;
        gram[j][i] = sum;
      }
    }
    largest = largest(w -> product(gram, w));
    Extended[][] factor = cholesky(Extended.ZERO);
    Extended inverse = largest(w -> solve(factor, w));
    smallest = inverse.isZero() ? Extended.ZERO : Extended.ONE.dividedBy(inverse);
  }

  /**
   * Prepares a table.
   *
   * @param x n rows of p features
   * @param y n rows of T responses
   * @param v n weights, &gt;= 0
   * @param free columns that are not penalised
   * @param intercept whether there is one
   * @param standardize whether the penalty measures columns in their standard deviations
   * @return the table, ready for any penalty
   */
  public static ExactRidge of(
      double[][] x, double[][] y, double[] v, int[] free, boolean intercept, boolean standardize) {
    return new ExactRidge(x, y, v, free, intercept, standardize, null);
  }

  private static int indexOf(int[] of, int value) {
    return IntStream.range(0, of.length).filter(i -> of[i] == value).findFirst().orElseThrow();
  }

  private boolean isFree(int column) {
    return Arrays.stream(free).anyMatch(j -> j == column);
  }

  /** sqrt(v) (column - mean): a constant column becomes 0 exactly. */
  private Extended[] centred(double[][] from, int column, Extended total, Extended[] into) {
    Extended shift = intercept && n > 0 ? Extended.of(from[active[0]][column]) : Extended.ZERO;
    Extended[] z = new Extended[n];
    Extended sum = Extended.ZERO;
    for (int i = 0; i < n; i++) {
      z[i] = Extended.of(from[active[i]][column]).minus(shift);
      sum = sum.plus(Extended.of(v[active[i]]).times(z[i]));
    }
    Extended mean = intercept && n > 0 ? sum.dividedBy(total) : Extended.ZERO;
    for (int i = 0; i < n; i++) {
      z[i] = root[i].times(z[i].minus(mean));
    }
    into[column] = shift.plus(mean);
    return z;
  }

  private static Extended square(Extended[] z, int from, int to) {
    Extended sum = Extended.ZERO;
    for (int i = from; i < to; i++) {
      sum = sum.plus(z[i].square());
    }
    return sum;
  }

  /** Reduces some columns from a row on; returns the row after, and which columns were taken. */
  private int reduce(int[] which, int from, List<Integer> pivots) {
    List<Integer> left = new ArrayList<>();
    Extended[] before = new Extended[columns];
    for (int j : which) {
      before[j] = square(reduced[j], 0, n);
      left.add(j);
    }
    int step = from;
    while (step < n) {
      int pivot = -1;
      Extended most = Extended.ZERO;
      for (int j : List.copyOf(left)) {
        Extended rest = square(reduced[j], step, n);
        if (rest.isZero() || rest.isLess(DEPENDENT.times(before[j]))) {
          left.remove(Integer.valueOf(j));
          for (int i = step; i < n; i++) {
            reduced[j][i] = Extended.ZERO;
          }
        } else if (most.isLess(rest)) {
          most = rest;
          pivot = j;
        }
      }
      if (pivot < 0) {
        break;
      }
      left.remove(Integer.valueOf(pivot));
      reflect(reduced[pivot].clone(), step);
      for (int i = step + 1; i < n; i++) {
        reduced[pivot][i] = Extended.ZERO;
      }
      pivots.add(pivot);
      step++;
    }
    return step;
  }

  /** Takes a column to a multiple of e_step, by a reflection of everything from that row on. */
  private void reflect(Extended[] u, int step) {
    Extended length = square(u, step, n).squareRoot();
    u[step] = u[step].signum() < 0 ? u[step].minus(length) : u[step].plus(length);
    Extended square = square(u, step, n);
    if (square.isZero()) {
      return;
    }
    Extended factor = Extended.of(2).dividedBy(square);
    for (Extended[] column : reduced) {
      apply(u, factor, step, column);
    }
    for (Extended[] column : rotated) {
      apply(u, factor, step, column);
    }
    // row i of [N Q Q0]: what the reflections make of e_i
    for (Extended[] row : rows) {
      apply(u, factor, step, row);
    }
  }

  private void apply(Extended[] u, Extended factor, int step, Extended[] to) {
    Extended dot = Extended.ZERO;
    for (int i = step; i < n; i++) {
      dot = dot.plus(u[i].times(to[i]));
    }
    if (dot.isZero()) {
      return;
    }
    Extended scale = dot.times(factor);
    for (int i = step; i < n; i++) {
      to[i] = to[i].minus(scale.times(u[i]));
    }
  }

  private interface Operator {
    Extended[] apply(Extended[] w);
  }

  /** The largest eigenvalue by power iteration, from below, within a few per cent. */
  private Extended largest(Operator operator) {
    Extended[] w = new Extended[r];
    for (int i = 0; i < r; i++) {
      w[i] = Extended.of(1 + 0.37 * Math.sin(1.0 + 7 * i));
    }
    Extended value = Extended.ZERO;
    for (int k = 0; k < ITERATIONS && r > 0; k++) {
      Extended length = square(w, 0, r).squareRoot();
      for (int i = 0; i < r; i++) {
        w[i] = w[i].dividedBy(length);
      }
      w = operator.apply(w);
      value = square(w, 0, r).squareRoot();
    }
    return value;
  }

  private static Extended[] product(Extended[][] a, Extended[] w) {
    Extended[] out = new Extended[w.length];
    for (int i = 0; i < w.length; i++) {
      out[i] = Extended.ZERO;
      for (int j = 0; j < w.length; j++) {
        out[i] = out[i].plus(a[i][j].times(w[j]));
      }
    }
    return out;
  }

  private Extended[][] cholesky(Extended mu) {
    Extended[][] l = new Extended[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j <= i; j++) {
        Extended sum = i == j ? gram[i][i].plus(mu) : gram[i][j];
        for (int k = 0; k < j; k++) {
          sum = sum.minus(l[i][k].times(l[j][k]));
        }
        if (i == j && sum.signum() <= 0) {
          throw new IllegalStateException("115 digits are not enough for this table");
        }
        l[i][j] = i == j ? sum.squareRoot() : sum.dividedBy(l[j][j]);
      }
    }
    return l;
  }

  private static Extended[] forward(Extended[][] l, Extended[] w) {
    Extended[] z = new Extended[w.length];
    for (int i = 0; i < z.length; i++) {
      Extended sum = w[i];
      for (int k = 0; k < i; k++) {
        sum = sum.minus(l[i][k].times(z[k]));
      }
      z[i] = sum.dividedBy(l[i][i]);
    }
    return z;
  }

  private static Extended[] solve(Extended[][] l, Extended[] w) {
    Extended[] z = forward(l, w);
    for (int i = z.length - 1; i >= 0; i--) {
      Extended sum = z[i];
      for (int k = i + 1; k < z.length; k++) {
        sum = sum.minus(l[k][i].times(z[k]));
      }
      z[i] = sum.dividedBy(l[i][i]);
    }
    return z;
  }

  /**
   * Rank of the prepared penalised columns, exact.
   *
   * @return r
   */
  public int rank() {
    return r;
  }

  /**
   * Dimensions that are not penalised: the intercept's and the independent unpenalised columns.
   *
   * @return q
   */
  public int unpenalised() {
    return q;
  }

  /**
   * Whether every unpenalised column has one coefficient only that is right.
   *
   * @return false where they depend on each other or on the intercept
   */
  public boolean isFreeUnique() {
    return kept.length == free.length;
  }

  /**
   * What the penalty measures column j in.
   *
   * @return p scales; 1 for unpenalised columns
   */
  public double[] scales() {
    return Arrays.stream(scales).mapToDouble(Extended::toDouble).toArray();
  }

  /**
   * Fits all responses.
   *
   * @param mu penalty, &gt;= 0, as it stands in the objective
   * @return the fit
   */
  public Fit at(double mu) {
    return new Fit(mu);
  }

  /**
   * Leave-one-out errors of one row by their definition: a fit without it.
   *
   * @param row from 0
   * @param mu penalty
   * @return y_i less its prediction, for every response; the scales are those of all rows
   */
  public double[] refitErrors(int row, double mu) {
    double[] others = v.clone();
    others[row] = 0;
    ExactRidge without = new ExactRidge(x, y, others, free, intercept, false, scales);
    Fit fit = without.at(mu);
    double[] errors = new double[responses];
    for (int t = 0; t < responses; t++) {
      Extended e = Extended.of(y[row][t]).minus(fit.constant[t]);
      for (int j = 0; j < columns; j++) {
        e = e.minus(Extended.of(x[row][j]).times(fit.b[t][j]));
      }
      errors[t] = e.toDouble();
    }
    return errors;
  }

  /** The fits of all responses at one penalty. Immutable but for the arrays it hands out. */
  public final class Fit {
    private final double mu;
    private final Extended shift;
    private final Extended[][] b = new Extended[responses][columns];
    private final Extended[] constant = new Extended[responses];
    private final double[][] errors = new double[x.length][responses];
    private final double[] slack = new double[x.length];
    private final double[] squares = new double[responses];
    private final double[] forms = new double[responses];
    private final double[] deviances = new double[responses];
    private final double freedom;

    private Fit(double mu) {
      this.mu = mu;
      shift = Extended.of(mu);
      Extended[][] l = cholesky(shift);
      Extended trace = Extended.of(q);
      for (int j : penalised) {
        Extended[] z = forward(l, Arrays.copyOfRange(reduced[j], q, q + r));
        trace = trace.plus(square(z, 0, r));
      }
      freedom = trace.toDouble();
      Extended determinant = Extended.ONE;
      for (int k = 0; k < r && mu > 0; k++) {
        determinant = determinant.times(l[k][k].square().dividedBy(shift));
      }
      Extended[] outside = new Extended[n];
      Extended[] inside = new Extended[n];
      Arrays.fill(slack, Double.NaN);
      for (int i = 0; i < n; i++) {
        outside[i] = square(rows[i], q + r, n);
        boolean none = outside[i].isLess(INSIDE);
        boolean unreached = outside[i].plus(square(rows[i], q, q + r)).isLess(INSIDE);
        inside[i] = square(forward(l, Arrays.copyOfRange(rows[i], q, q + r)), 0, r);
        if (none) {
          outside[i] = Extended.ZERO;
        }
        if (unreached) {
          inside[i] = Extended.ZERO;
        }
        slack[active[i]] = outside[i].plus(shift.times(inside[i])).toDouble();
      }
      for (double[] row : errors) {
        Arrays.fill(row, Double.NaN);
      }
      for (int t = 0; t < responses; t++) {
        Extended[] w = solve(l, Arrays.copyOfRange(rotated[t], q, q + r));
        fillErrors(t, w, outside, inside);
        fillCoefficients(t, w);
        Extended rest = square(rotated[t], q + r, n);
        squares[t] = rest.plus(shift.square().times(square(w, 0, r))).toDouble();
        Extended quadratic = Extended.ZERO;
        for (int k = 0; k < r; k++) {
          quadratic = quadratic.plus(w[k].times(rotated[t][q + k]));
        }
        quadratic = rest.plus(shift.times(quadratic));
        forms[t] = quadratic.toDouble();
        deviances[t] = mu > 0 && n > q ? (n - q) * quadratic.log() + determinant.log() : Double.NaN;
      }
    }

    private void fillErrors(int t, Extended[] w, Extended[] outside, Extended[] inside) {
      for (int i = 0; i < n; i++) {
        Extended within = Extended.ZERO;
        for (int k = 0; k < r; k++) {
          within = within.plus(rows[i][q + k].times(w[k]));
        }
        Extended residual;
        Extended left;
        if (outside[i].isZero()) {
          // mu cancels: this is also the limit at 0, the error of the fit of minimum norm
          residual = within;
          left = inside[i];
        } else {
          residual = shift.times(within);
          for (int k = q + r; k < n; k++) {
            residual = residual.plus(rows[i][k].times(rotated[t][k]));
          }
          left = outside[i].plus(shift.times(inside[i]));
        }
        if (!left.isZero()) {
          errors[active[i]][t] = residual.dividedBy(left).dividedBy(root[i]).toDouble();
        }
      }
    }

    private void fillCoefficients(int t, Extended[] w) {
      Arrays.fill(b[t], Extended.ZERO);
      Extended[] target = rotated[t].clone();
      for (int j : penalised) {
        Extended sum = Extended.ZERO;
        for (int k = 0; k < r; k++) {
          sum = sum.plus(reduced[j][q + k].times(w[k]));
        }
        b[t][j] = sum.dividedBy(scales[j]);
        for (int i = 0; i < q; i++) {
          target[i] = target[i].minus(reduced[j][i].times(sum));
        }
      }
      int first = q - kept.length;
      for (int k = kept.length - 1; k >= 0; k--) {
        Extended sum = target[first + k];
        for (int m = k + 1; m < kept.length; m++) {
          sum = sum.minus(reduced[kept[m]][first + k].times(b[t][kept[m]]));
        }
        b[t][kept[k]] = sum.dividedBy(reduced[kept[k]][first + k]);
      }
      constant[t] = responseMeans[t];
      for (int j = 0; j < columns; j++) {
        constant[t] = constant[t].minus(means[j].times(b[t][j]));
      }
    }

    /**
     * The penalty.
     *
     * @return mu
     */
    public double mu() {
      return mu;
    }

    /**
     * Coefficients in the units of the table.
     *
     * @return p x T
     */
    public double[][] coefficients() {
      double[][] out = new double[columns][responses];
      for (int j = 0; j < columns; j++) {
        for (int t = 0; t < responses; t++) {
          out[j][t] = b[t][j].toDouble();
        }
      }
      return out;
    }

    /**
     * Intercepts.
     *
     * @return T numbers, 0 without an intercept
     */
    public double[] intercepts() {
      return Arrays.stream(constant).mapToDouble(Extended::toDouble).toArray();
    }

    /**
     * Leave-one-out errors, in the units of the table.
     *
     * @return n x T: y_i less its prediction by the fit without row i; NaN for a row of weight 0
     *     and where that fit has no prediction, the row alone reaching an unpenalised direction
     */
    public double[][] leaveOneOut() {
      return Arrays.stream(errors).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * Row by row what the leverage lacks to 1.
     *
     * @return n numbers, 1 - h_ii; NaN for a row of weight 0
     */
    public double[] slack() {
      return slack.clone();
    }

    /**
     * Weighted sums of squared residuals.
     *
     * @return T numbers
     */
    public double[] squares() {
      return squares.clone();
    }

    /**
     * Effective degrees of freedom, those of the intercept and of unpenalised columns included.
     *
     * @return tr H
     */
    public double degreesOfFreedom() {
      return freedom;
    }

    /**
     * The evidence: m log(y'K^-1 y) + log det K with K = I + X X'/mu, unpenalised directions
     * projected out, m = n - q of the rows whose weight is not 0.
     *
     * @return T deviances; NaN at mu = 0 and for m = 0
     */
    public double[] deviances() {
      return deviances.clone();
    }

    /**
     * The condition of the penalised equations, (s_1^2 + mu) / (s_k^2 + mu) over the k = min(m, p)
     * singular values of the prepared columns, m = n - q, to a few per cent.
     *
     * @return at least 1, infinite for dependent columns or rows at mu = 0
     */
    public double kappa() {
      boolean full = r == Math.min(n - q, penalised.length);
      return condition(full ? smallest : Extended.ZERO);
    }

    /**
     * The same over the singular values that are not 0.
     *
     * @return at least 1, finite
     */
    public double kappaOfRank() {
      return condition(smallest);
    }

    private double condition(Extended least) {
      Extended below = least.plus(shift);
      Extended above = largest.plus(shift);
      if (above.isZero()) {
        return 1;
      }
      return below.isZero()
          ? Double.POSITIVE_INFINITY
          : Math.max(1, above.dividedBy(below).toDouble());
    }

    /**
     * The most that the coefficients can amplify a change of the responses.
     *
     * @return max_k s_k / (s_k^2 + mu), at most
     */
    double gain() {
      if (r == 0) {
        return 0;
      }
      double least = Extended.ONE.dividedBy(smallest.squareRoot()).toDouble();
      return mu > 0 ? Math.min(least, 0.5 / Math.sqrt(mu)) : least;
    }

    /** The smallest squared singular value of all penalised columns. */
    double leastOfAll() {
      return r == penalised.length ? smallest.toDouble() : 0;
    }

    /** y'K^-1 y of a response. */
    double form(int response) {
      return forms[response];
    }

    ExactRidge table() {
      return ExactRidge.this;
    }
  }

  /** Number of rows whose weight is not 0. */
  int rowsOfWeight() {
    return n;
  }

  /** Largest squared singular value of the prepared columns. */
  double largestSquare() {
    return largest.toDouble();
  }

  /** The largest share of its length that an unpenalised column has in common with others. */
  double freeCondition() {
    return freeCondition;
  }

  /** Smallest squared singular value that is not 0. */
  double smallestSquare() {
    return smallest.toDouble();
  }

  /** Columns in scaled units, Frobenius norm before unpenalised columns are projected out. */
  double centredNorm() {
    return centredNorm;
  }

  /**
   * How long a response is for the purpose of rounding: centred, or as it stands when it is
   * constant.
   */
  double responseNorm(int t) {
    if (centredResponses[t] > 0) {
      return centredResponses[t];
    }
    Extended sum = Extended.ZERO;
    for (int i = 0; i < n; i++) {
      sum = sum.plus(root[i].times(Extended.of(y[active[i]][t])).square());
    }
    return sum.squareRoot().toDouble();
  }

  /** Norm of a response, root-weighted, with everything unpenalised projected out. */
  double preparedNorm(int t) {
    return square(rotated[t], q, n).squareRoot().toDouble();
  }

  /** Root-weighted F b_f for given coefficients of the unpenalised columns. */
  double freeNorm(double[] b) {
    Extended sum = Extended.ZERO;
    for (int i = 0; i < n; i++) {
      Extended fitted = Extended.ZERO;
      for (int j : free) {
        Extended centred = Extended.of(x[active[i]][j]);
        if (intercept) {
          centred = centred.minus(means[j]);
        }
        fitted = fitted.plus(centred.times(Extended.of(b[j])));
      }
      sum = sum.plus(root[i].times(fitted).square());
    }
    return sum.squareRoot().toDouble();
  }

  double mean(int column) {
    return means[column].toDouble();
  }

  double responseMean(int t) {
    return responseMeans[t].toDouble();
  }

  double rootWeight(int row) {
    return Math.sqrt(v[row]);
  }

  boolean hasFree(int column) {
    return isFree(column);
  }
}
