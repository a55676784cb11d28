// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.ExactRidge;
import dev.ridgeline.testing.HardProblems;
import dev.ridgeline.testing.HardProblems.Problem;
import dev.ridgeline.testing.RidgeBounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Fits of {@link HardProblems} beside the exact ones, in units of {@link RidgeBounds}: through
 * rows, through rows in blocks, through merged partitions and through a Gram matrix handed in.
 *
 * <p>{@code java dev.ridgeline.RidgeAccuracy BACKEND COUNT [SEED [FIRST]]} prints what is worst of
 * every kind, and everything that is beyond its bound.
 */
final class RidgeAccuracy {
  static final long SEED = 0x5eed13L;

  private static final int[] BLOCKS = {1, 7, HardProblems.SIZE};

  private final Ridgeline ridgeline;
  private final Map<String, Worst> worst = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  private Problem problem;
  private ExactRidge table;
  private ExactRidge.Fit[] exact;

  RidgeAccuracy(Ridgeline ridgeline) {
    this.ridgeline = ridgeline;
  }

  /** The largest fraction of a bound. */
  private static final class Worst {
    private double ratio;
    private int checks;
    private int beyond;
    private String where = "";
  }

  public static void main(String[] args) {
    long seed = args.length > 2 ? Long.decode(args[2]) : SEED;
    int first = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    int count = Integer.parseInt(args[1]);
    try (Ridgeline ridgeline = Ridgeline.builder().backend(args[0]).threads(1).open()) {
      RidgeAccuracy accuracy = new RidgeAccuracy(ridgeline);
      IntStream.range(first, first + count)
          .forEach(i -> accuracy.check(HardProblems.problem(seed, i)));
      System.out.println(accuracy.summary());
      accuracy.failures().forEach(System.out::println);
      System.exit(accuracy.failures().isEmpty() ? 0 : 1);
    }
  }

  /** What is beyond its bound, with the way to draw it again. */
  List<String> failures() {
    return failures;
  }

  /** A line per kind. */
  String summary() {
    StringBuilder lines = new StringBuilder();
    worst.forEach(
        (kind, w) ->
            lines.append(
                String.format(
                    Locale.ROOT,
                    "%-28s %7d checks, %4d beyond, worst %.3g of the bound: %s%n",
                    kind,
                    w.checks,
                    w.beyond,
                    w.ratio,
                    w.where)));
    return lines.toString();
  }

  void check(Problem next) {
    problem = next;
    table = problem.exact();
    exact = Arrays.stream(problem.mu()).mapToObj(table::at).toArray(ExactRidge.Fit[]::new);
    Sample sample = sample();
    rows("rows", sample);
    for (int block : BLOCKS) {
      rows("blocks of " + (block == HardProblems.SIZE ? "n" : block), sample.inBlocks(block));
    }
    NormalEquations direct = NormalEquations.of(sample);
    sums("sums", direct, true);
    sums("merged", merged(sample, 3), true);
    sums("merged singly", merged(sample, 1), true);
    if (problem.intercept() || !problem.standardize()) {
      sums("Gram matrix", handedIn(), false);
    }
  }

  private LambdaGrid grid() {
    return LambdaGrid.of(LambdaScale.SUM, problem.mu());
  }

  private Preparation preparation() {
    Preparation preparation = Preparation.DEFAULT.unpenalised(problem.free());
    preparation = problem.intercept() ? preparation : preparation.withoutIntercept();
    return problem.standardize() ? preparation.standardized() : preparation;
  }

  private Sample sample() {
    Sample sample = Sample.of(Matrix.ofRows(problem.x()), Matrix.ofRows(problem.y()));
    boolean plain = Arrays.stream(problem.v()).allMatch(v -> v == 1);
    return plain ? sample : sample.withWeights(problem.v());
  }

  private void rows(String kind, Rows rows) {
    RidgeFit fit =
        RidgeCv.on(ridgeline)
            .penalties(grid())
            .preparation(preparation())
            .keepingAllCoefficients()
            .keepingErrors()
            .fit(rows);
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(rows, preparation()).withGcv().withEvidence().withoutCoefficients(),
            grid());
    for (int j = 0; j < exact.length; j++) {
      String route = fit.route(j).side() + "/" + fit.route(j).method();
      for (int t = 0; t < problem.responses(); t++) {
        double[] b = fit.coefficients(j).column(t);
        note(kind + " coefficients", j, t, route, RidgeBounds.coefficients(exact[j], t, b));
        double c = fit.intercepts(j)[t];
        note(kind + " intercept", j, t, route, RidgeBounds.intercept(exact[j], t, b, c));
        double[] e = fit.leaveOneOutErrors(j, t);
        note(kind + " leave-one-out", j, t, route, RidgeBounds.leaveOneOut(exact[j], t, e));
      }
      note(kind + " freedom", j, 0, route, freedom(j, fit.effectiveDegreesOfFreedom(j), true));
      scores(kind, path, j, true);
    }
  }

  private void sums(String kind, NormalEquations sums, boolean scores) {
    RidgePath path =
        ridgeline.path(RidgeProblem.of(sums, preparation()).withGcv().withEvidence(), grid());
    for (int j = 0; j < exact.length; j++) {
      String route = path.route(0, j).side() + "/" + path.route(0, j).method();
      for (int t = 0; t < problem.responses(); t++) {
        double[] b = path.coefficients(0, j, t);
        note(kind + " coefficients", j, t, route, RidgeBounds.coefficientsFromSums(exact[j], t, b));
      }
      if (scores) {
        scores(kind, path, j, false);
        double freedom = path.effectiveDegreesOfFreedom(0, j);
        note(kind + " freedom", j, 0, route, freedom(j, freedom, false));
      }
    }
  }

  private double of(int j, boolean rows) {
    return rows
        ? RidgeBounds.ofCoefficients(exact[j])
        : RidgeBounds.ofCoefficientsFromSums(exact[j]);
  }

  /** Degrees of freedom are a sum of shares: each has the relative error of an eigenvalue. */
  private double freedom(int j, double actual, boolean rows) {
    double allowed = of(j, rows) * (1 + exact[j].degreesOfFreedom());
    return Math.abs(actual - exact[j].degreesOfFreedom()) / allowed;
  }

  private void scores(String kind, RidgePath path, int j, boolean rows) {
    String route = path.route(0, j).side() + "/" + path.route(0, j).method();
    for (int t = 0; t < problem.responses(); t++) {
      double[] expected = exact[j].deviances();
      if (!Double.isNaN(expected[t])) {
        double loss = RidgeBounds.ofForm(exact[j], t, rows);
        if (loss < 0.1) {
          double m = rowsOfWeight() - table.unpenalised();
          double allowed =
              m * loss + of(j, rows) * (1 + table.rank()) + 1e-12 * Math.abs(expected[t]);
          double error = Math.abs(path.evidence().get(0, j, t) - expected[t]);
          note(kind + " evidence", j, t, route, error / allowed);
        } else if (Double.isNaN(path.evidence().get(0, j, t))) {
          note(kind + " evidence", j, t, route, Double.NaN);
        }
      }
      gcv(kind, path, j, t, rows);
    }
  }

  private void gcv(String kind, RidgePath path, int j, int t, boolean rows) {
    double n = rowsOfWeight();
    double left = n - exact[j].degreesOfFreedom();
    double lossOfLeft = of(j, rows) * (1 + exact[j].degreesOfFreedom()) / left;
    double loss = RidgeBounds.ofSquares(exact[j], t, rows);
    if (!(lossOfLeft < 0.1) || !(loss < 0.1)) {
      return;
    }
    double weight = Arrays.stream(problem.v()).sum();
    double expected = exact[j].squares()[t] / weight * (n / left) * (n / left);
    double allowed = expected * (loss + 3 * lossOfLeft) + Double.MIN_NORMAL;
    String route = path.route(0, j).side() + "/" + path.route(0, j).method();
    double error = Math.abs(path.gcv().get(0, j, t) - expected);
    note(kind + " gcv", j, t, route, error / allowed);
  }

  private int rowsOfWeight() {
    return (int) Arrays.stream(problem.v()).filter(v -> v > 0).count();
  }

  private void note(String kind, int j, int t, String route, double ratio) {
    Worst w = worst.computeIfAbsent(kind, k -> new Worst());
    w.checks++;
    String where =
        String.format(
            Locale.ROOT,
            "mu[%d] = %.3g, response %d, %s, kappa %.2g (%.2g), %s",
            j,
            problem.mu()[j],
            t,
            route,
            exact[j].kappa(),
            RidgeBounds.kappa(exact[j]),
            problem);
    if (!(ratio <= 1)) {
      w.beyond++;
      failures.add(String.format(Locale.ROOT, "%s: %.3g of the bound, %s", kind, ratio, where));
    }
    if (!(ratio <= w.ratio)) {
      w.ratio = ratio;
      w.where = where;
    }
  }

  private NormalEquations merged(Sample sample, int size) {
    List<NormalEquations> parts = new ArrayList<>();
    for (int from = 0; from < sample.rows(); from += size) {
      int end = Math.min(sample.rows(), from + size);
      int[] rows = IntStream.range(from, end).toArray();
      if (IntStream.of(rows).anyMatch(i -> sample.weight(i) > 0)) {
        parts.add(NormalEquations.of(sample.rows(rows)));
      }
    }
    return NormalEquations.merge(parts);
  }

  /** What a user with a matrix product makes. */
  private NormalEquations handedIn() {
    int p = problem.columns();
    int t = problem.responses();
    double[] v = problem.v();
    double weight = Arrays.stream(v).sum();
    // about zero, columns far from it have lost what elimination needs
    boolean centred = problem.intercept() || problem.free().length > 0;
    double[] means = new double[p + t];
    double[][] z = new double[problem.rows()][p + t];
    for (int j = 0; j < p + t; j++) {
      for (int pass = 0; pass < 2 && centred; pass++) {
        double shift = means[j];
        for (int i = 0; i < v.length; i++) {
          means[j] += v[i] * (value(i, j) - shift) / weight;
        }
      }
      double rest = 0;
      for (int i = 0; i < v.length; i++) {
        z[i][j] = value(i, j) - means[j];
        rest += centred ? v[i] * z[i][j] / weight : 0;
      }
      for (int i = 0; i < v.length; i++) {
        z[i][j] -= rest;
      }
    }
    double[] xx = new double[p * p];
    double[] xy = new double[p * t];
    double[] yy = new double[t];
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < p; j++) {
        for (int k = 0; k < p; k++) {
          xx[k + j * p] += v[i] * (z[i][k] * z[i][j]);
        }
        for (int c = 0; c < t; c++) {
          xy[j + c * p] += v[i] * (z[i][j] * z[i][p + c]);
        }
      }
      for (int c = 0; c < t; c++) {
        yy[c] += v[i] * (z[i][p + c] * z[i][p + c]);
      }
    }
    Matrix products = Matrix.ofColumnMajor(xx, p, p);
    Matrix responses = Matrix.ofColumnMajor(xy, p, t);
    return centred
        ? NormalEquations.ofCentred(
            rowsOfWeight(),
            weight,
            Arrays.copyOf(means, p),
            Arrays.copyOfRange(means, p, p + t),
            products,
            responses,
            yy)
        : NormalEquations.ofProducts(v.length, products, responses, yy);
  }

  private double value(int i, int j) {
    int p = problem.columns();
    return j < p ? problem.x()[i][j] : problem.y()[i][j - p];
  }
}
