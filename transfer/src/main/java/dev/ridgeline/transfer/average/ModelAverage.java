// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The average of all ways to transfer, each weighted by what the target says of it: over the source
 * penalty, the factor c of the source model (0 is training from scratch, negative ones are allowed)
 * and the target penalty. It is one vector of coefficients, and what is linear in them has a
 * mixture of Student distributions for a posterior.
 *
 * <p>Two passes. The first takes source models for known, w1 ~ N(c b0, sigma^2 I / mu1), half of
 * its mass on c = 1 with every source penalty, half on the source's own penalty with every c. It
 * gives the variance of the target's noise. The second lets the uncertainty of the source in, w1 ~
 * N(c b0, c^2 sigma0^2 (X0'X0 + mu0 I)^-1 + (sigma1^2 / mu1) I), with a quarter of the mass on c =
 * 0, a quarter on c = 1 and the rest on a normal curve about .75; half on the source's own penalty
 * and half on seven penalties of the grid. Where the uncertainty of a source is not known, or the
 * order min(n1, p) is above {@link #LARGEST_ORDER}, the first pass is the answer. Several sources
 * share the mass alike.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class ModelAverage {
  /** The largest order that the second pass is made for: it costs some 100 reductions. */
  public static final int LARGEST_ORDER = 500;

  private final Evidence evidence;
  private final boolean hierarchical;
  private final double[] coefficients;

  private ModelAverage(Evidence evidence, boolean hierarchical) {
    this.evidence = evidence;
    this.hierarchical = hierarchical;
    this.coefficients = evidence.mean();
  }

  /**
   * Averages.
   *
   * @param ridgeline multiplies
   * @param target prepared and decomposed, with more rows than unpenalised directions
   * @param sources at least one
   * @param mu target penalties in the normal equations; 0 counts as the rounding of the largest
   *     eigenvalue
   * @param control asked between the parts whether to go on
   * @return the average
   */
  public static ModelAverage of(
      Ridgeline ridgeline,
      TargetView target,
      List<SourceView> sources,
      double[] mu,
      RunControl control) {
    if (target.degrees() < 1 || sources.isEmpty()) {
      throw new IllegalArgumentException(
          "an average needs a source and more target rows than unpenalised directions: sources="
              + sources.size()
              + ", rows less directions="
              + target.degrees());
    }
    double[] penalties = positive(mu, target.s());
    List<PreparedSource> prepared =
        sources.stream().map(view -> new PreparedSource(ridgeline, target, view)).toList();
    int[] own = new int[sources.size()];
    List<Part> parts = new ArrayList<>();
    for (int s = 0; s < own.length; s++) {
      own[s] = sources.get(s).own();
      if (own[s] < 0) {
        own[s] = best(target, prepared, s, penalties, control);
      }
      addFirst(s, sources.get(s).size(), own[s], parts);
    }
    Evidence first = new Evidence(target, prepared, parts, penalties, control);
    if (target.rank() > LARGEST_ORDER || !sources.stream().allMatch(SourceView::isUncertain)) {
      return new ModelAverage(first, false);
    }
    parts.clear();
    addScratch(parts);
    for (int s = 0; s < own.length; s++) {
      addSecond(s, sources.get(s), own[s], sources.size(), first.noise(), parts);
    }
    return new ModelAverage(new Evidence(target, prepared, parts, penalties, control), true);
  }

  private static double[] positive(double[] mu, double[] s) {
    double largest = 0;
    for (double value : s) {
      largest = Math.max(largest, value * value);
    }
    double least = Math.max(Math.ulp(largest), Double.MIN_NORMAL);
    return Arrays.stream(mu).map(m -> Math.max(m, least)).toArray();
  }

  /** The model of a source that explains the target best, c = 1. */
  private static int best(
      TargetView target,
      List<PreparedSource> sources,
      int source,
      double[] mu,
      RunControl control) {
    int count = sources.get(source).view.size();
    if (count == 1) {
      return 0;
    }
    List<Part> parts = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      parts.add(new Part(source, j, 1, 0, 0));
    }
    Evidence evidence = new Evidence(target, sources, parts, mu, control);
    int best = 0;
    for (int j = 1; j < count; j++) {
      best = evidence.weight(j) > evidence.weight(best) ? j : best;
    }
    return best;
  }

  private static void addFirst(int source, int count, int own, List<Part> to) {
    double[] scales = Hyperprior.scales();
    for (int j = 0; j < count; j++) {
      to.add(new Part(source, j, 1, 0, Math.log(0.5 / count)));
    }
    for (double c : scales) {
      to.add(new Part(source, own, c, 0, Math.log(0.5 / scales.length)));
    }
  }

  /** With c = 0 no source and no penalty of one says anything: one part stands for all. */
  private static void addScratch(List<Part> to) {
    double[] scales = Hyperprior.scales();
    double[] masses = Hyperprior.scaleMasses();
    for (int i = 0; i < scales.length; i++) {
      if (scales[i] == 0) {
        to.add(new Part(0, 0, 0, 0, Math.log(masses[i])));
      }
    }
  }

  private static void addSecond(
      int source, SourceView view, int own, int sources, double noise, List<Part> to) {
    double[] scales = Hyperprior.scales();
    double[] masses = Hyperprior.scaleMasses();
    int[] penalties = Hyperprior.penalties(view.size(), own);
    // equal squares side by side: c and -c share their covariance
    int[] order = new int[scales.length];
    Arrays.setAll(order, i -> i);
    int[] sorted =
        Arrays.stream(order)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(scales[i])))
            .mapToInt(i -> i)
            .toArray();
    for (int j : penalties) {
      double half = penalties.length == 1 ? 1 : 0.5 / (j == own ? 1 : penalties.length - 1);
      for (int i : sorted) {
        if (scales[i] != 0) {
          double ratio = Double.isNaN(view.noise()) ? 1 : view.noise() / noise;
          double t = scales[i] * scales[i] * ratio;
          // noise of the target that is rounding, against any of the source
          double finite = Math.min(t, 1 / Double.MIN_NORMAL);
          to.add(new Part(source, j, scales[i], finite, Math.log(masses[i] * half / sources)));
        }
      }
    }
  }

  /**
   * Whether the uncertainty of the source is part of this.
   *
   * @return false where the first pass was all that could be done
   */
  public boolean isHierarchical() {
    return hierarchical;
  }

  /**
   * The mean of the coefficients.
   *
   * @return p numbers of the target's design, a copy
   */
  public double[] coefficients() {
    return coefficients.clone();
  }

  /**
   * The mean of the variance of the target's noise.
   *
   * @return in the squared unit of the response
   */
  public double noise() {
    return evidence.noise();
  }

  /**
   * The probability that the source says nothing of the target, c = 0.
   *
   * @return from 0 to 1
   */
  public double probabilityOfScratch() {
    return probabilityOf(part -> part.scale() == 0);
  }

  /**
   * The probability that the source model points the wrong way, c &lt; 0.
   *
   * @return from 0 to 1
   */
  public double probabilityOfReversal() {
    return probabilityOf(part -> part.scale() < 0);
  }

  private double probabilityOf(Predicate<Part> event) {
    double sum = 0;
    for (int i = 0; i < evidence.parts.size(); i++) {
      sum += event.test(evidence.parts.get(i)) ? evidence.weight(i) : 0;
    }
    return sum;
  }

  /**
   * The posterior of the factor c of the source model.
   *
   * @return the factors with their weights
   */
  public WeightedValues scale() {
    double[] values = new double[evidence.parts.size()];
    double[] weights = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = evidence.parts.get(i).scale();
      weights[i] = evidence.weight(i);
    }
    return new WeightedValues(values, weights);
  }

  /**
   * The posterior weights of the source models, given that the source says something (c is not 0).
   *
   * @param source from 0
   * @return a weight for each of its penalties; all of all sources sum to 1, or are 0 where c is 0
   *     for certain
   */
  public double[] modelWeights(int source) {
    double[] weights = new double[evidence.sources.get(source).view.size()];
    double total = 0;
    for (int i = 0; i < evidence.parts.size(); i++) {
      Part part = evidence.parts.get(i);
      if (part.scale() != 0) {
        double weight = evidence.weight(i);
        total += weight;
        weights[part.prior()] += part.source() == source ? weight : 0;
      }
    }
    double sum = total;
    return Arrays.stream(weights).map(w -> sum > 0 ? w / sum : 0).toArray();
  }

  /**
   * The posterior of numbers that are linear in the coefficients w of the target, a'w + offset + e
   * with e ~ N(0, sigma^2 extra).
   *
   * @param a p x k, column-major: a direction of the target's design each
   * @param offsets k numbers
   * @param extras k numbers &gt;= 0: what is added to the variance, in units of the noise's
   * @return k mixtures
   */
  public List<StudentMixture> posterior(Matrix a, double[] offsets, double[] extras) {
    return new Posteriors(evidence, a, offsets, extras).mixtures();
  }

  /**
   * One Student distribution in place of the mixtures of {@link #posterior}, for rows that are not
   * known yet: matched to the second moments of B'(w - b).
   *
   * @param basis B, p x d, column-major with orthonormal columns
   * @param coefficients b, those that predictions are made with: p numbers of the target's design
   * @return squared scales
   */
  public PredictiveScale predictiveScale(Matrix basis, double[] coefficients) {
    return new PredictiveMoments(evidence, basis, coefficients).scale();
  }

  /**
   * Leave-one-out errors of the average: without a row the members weigh what the other rows say of
   * them, exactly, from downdates of the evidence. The ratio of the noise variances, the source and
   * the preparation are held fixed. Members that together weigh less than a millionth are left out,
   * of more than 80 rows less than a thousandth.
   *
   * @return y less the prediction without the row, times the root of the weight, for every row of
   *     the view; NaN where a row that only unpenalised directions reach cannot be left out
   */
  public double[] leaveOneOutErrors() {
    return LeaveOneOut.errors(evidence);
  }

  /**
   * Errors of the average without groups of rows, as {@link #leaveOneOutErrors} by blocks. Of up to
   * 80 rows all members count, of more those that together weigh less than a millionth are left
   * out.
   *
   * @param groups rows of every group, numbers of rows of the view
   * @param unreached for every group the block of I - N N' - U U', k x k with the basis N of what
   *     is not penalised
   * @return y less the prediction without the row's group, times the root of the weight, for every
   *     row of the view; NaN where a group cannot be left out
   */
  public double[] leaveGroupsOutErrors(int[][] groups, double[][] unreached) {
    return LeaveGroupsOut.errors(evidence, groups, unreached);
  }

  @Override
  public String toString() {
    return "ModelAverage["
        + evidence.parts.size() * evidence.mu.length
        + " members, "
        + (hierarchical ? "with the source's uncertainty" : "source models as known")
        + "]";
  }
}
