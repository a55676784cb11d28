// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.RunControl;
import dev.ridgeline.spi.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The evidence of a list of members, and what of their posterior means an average needs.
 *
 * <pre>
 * D = m log(r'K^-1 r) + log det K,   K = I + t A + diag(s^2) / mu,   r = z - c diag(s) V'b0
 * </pre>
 *
 * <p>with sigma^2 profiled out (restricted likelihood: what is not penalised is projected out). A
 * member weighs exp(-D / 2) times its prior mass.
 */
final class Evidence {
  /** Up to this order plain loops take less time than threads and backends to be asked. */
  static final int FEW = 64;

  /** Smallest share of the response that counts as noise, per row. */
  private static final double EPS = Math.ulp(1.0);

  final TargetView target;
  final List<PreparedSource> sources;
  final List<Part> parts;
  final double[] mu;
  private final Workers workers;

  /** Logarithms of the weights, [part][mu], up to a constant. */
  final double[][] logs;

  /** r'K^-1 r, floored, [part][mu]. */
  final double[][] forms;

  /** Weights, [part][mu], of sum 1. */
  final double[][] weights;

  /** The least that r'K^-1 r can be told from 0. */
  final double least;

  // sums over mu of w K^-1 r and w K^-1 r / mu with w relative to the largest of the part
  private final double[][] solutions;
  private final double[][] solutionsByMu;

  Evidence(
      TargetView target,
      List<PreparedSource> sources,
      List<Part> parts,
      double[] mu,
      RunControl control) {
    this.target = target;
    this.sources = sources;
    this.parts = parts;
    this.mu = mu;
    this.workers = target.rank() > FEW ? sources.getFirst().ridgeline.workers() : Workers.SERIAL;
    int count = parts.size();
    this.logs = new double[count][mu.length];
    this.forms = new double[count][mu.length];
    this.solutions = new double[count][];
    this.solutionsByMu = new double[count][];
    double rest = target.degrees() > target.rank() ? target.restSquare() : 0;
    double square = Flat.dot(target.z(), target.z()) + rest;
    double noise = target.rows() * EPS;
    this.least = Math.max(noise * noise * square, Double.MIN_NORMAL);
    each(
        control,
        _ -> true,
        (index, whitened, residual) -> evaluate(index, whitened, residual, rest));
    this.weights = normalised();
  }

  /** Work on a part whose covariance is factored. */
  interface Work {
    /**
     * Does it.
     *
     * @param index of the part
     * @param whitened the factors of its K
     * @param residual z - c diag(s) V'b0 in the coordinates of the factors
     */
    void on(int index, Whitened whitened, double[] residual);
  }

  /** Which parts to work on. */
  interface Wanted {
    boolean test(int part);
  }

  /**
   * Works on parts, on all threads where the order is large, those that share a covariance one
   * after the other with its factors: the work must write for its own part alone.
   */
  void each(RunControl control, Wanted wanted, Work work) {
    List<List<Integer>> shared = new ArrayList<>();
    Part before = null;
    for (int index = 0; index < parts.size(); index++) {
      Part part = parts.get(index);
      if (wanted.test(index)) {
        if (!part.sharesCovariance(before)) {
          shared.add(new ArrayList<>());
        }
        shared.getLast().add(index);
        before = part;
      }
    }
    workers.run(
        shared.size(),
        task -> {
          control.check();
          Part first = parts.get(shared.get(task).getFirst());
          Whitened whitened =
              first.t() > 0
                  ? Whitened.of(
                      sources.get(first.source()).covariance(first.prior()), first.t(), target.s())
                  : Whitened.plain(target.s());
          for (int index : shared.get(task)) {
            Part part = parts.get(index);
            double[] residual = target.z().clone();
            double[] image = sources.get(part.source()).image(part.prior());
            Flat.add(-part.scale(), image, residual);
            whitened.into(residual, 1);
            work.on(index, whitened, residual);
          }
        });
  }

  private void evaluate(int index, Whitened whitened, double[] residual, double rest) {
    int r = residual.length;
    double[][] x = new double[mu.length][r];
    double top = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < mu.length; l++) {
      double log = whitened.at(mu[l]);
      forms[index][l] = Math.max(whitened.solve(residual, x[l]) + rest, least);
      logs[index][l] =
          -0.5 * target.share() * (target.degrees() * Math.log(forms[index][l]) + log)
              + parts.get(index).logPrior();
      top = Math.max(top, logs[index][l]);
    }
    double[] sum = new double[r];
    double[] byMu = new double[r];
    for (int l = 0; l < mu.length; l++) {
      double w = Math.exp(logs[index][l] - top);
      Flat.add(w, x[l], sum);
      Flat.add(w / mu[l], x[l], byMu);
    }
    whitened.back(sum);
    whitened.back(byMu);
    solutions[index] = sum;
    solutionsByMu[index] = byMu;
  }

  private static double largest(double[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  private double[][] normalised() {
    double top = Double.NEGATIVE_INFINITY;
    for (double[] own : logs) {
      top = Math.max(top, largest(own));
    }
    double total = 0;
    double[][] all = new double[logs.length][mu.length];
    for (int i = 0; i < all.length; i++) {
      for (int l = 0; l < mu.length; l++) {
        all[i][l] = Math.exp(logs[i][l] - top);
        total += all[i][l];
      }
    }
    for (double[] own : all) {
      for (int l = 0; l < own.length; l++) {
        own[l] /= total;
      }
    }
    return all;
  }

  /** Weight of a part. */
  double weight(int part) {
    return Arrays.stream(weights[part]).sum();
  }

  /** Mean of the noise variance r'K^-1 r / m. */
  double noise() {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Flat.dot(weights[i], forms[i]);
    }
    return sum / target.degrees();
  }

  /** The posterior mean, p coefficients of the design: c b0 + t C X'K^-1 r + X'K^-1 r / mu. */
  double[] mean() {
    int p = target.features();
    int r = target.rank();
    double[] mean = new double[p];
    double[] byMu = new double[r];
    double[] spread = new double[r];
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      PreparedSource source = sources.get(part.source());
      double weight = weight(i);
      int best = 0;
      for (int l = 1; l < mu.length; l++) {
        best = logs[i][l] > logs[i][best] ? l : best;
      }
      double unit = weights[i][best];
      Flat.add(weight * part.scale(), source.view.path().column(part.prior()), mean);
      Flat.add(unit, solutionsByMu[i], byMu);
      Flat.add(unit * part.t(), solutions[i], spread);
      boolean last = i + 1 == parts.size() || !isSamePrior(part, parts.get(i + 1));
      if (last) {
        if (Flat.dot(spread, spread) > 0) {
          Flat.add(1, source.spread(part.prior(), spread), mean);
        }
        Arrays.fill(spread, 0);
      }
    }
    for (int k = 0; k < r; k++) {
      byMu[k] *= target.s()[k];
    }
    for (int k = 0; k < r; k++) {
      for (int j = 0; j < p; j++) {
        mean[j] += byMu[k] * target.v().get(j, k);
      }
    }
    return mean;
  }

  private static boolean isSamePrior(Part a, Part b) {
    return a.source() == b.source() && a.prior() == b.prior();
  }
}
