// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Criterion;
import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.average.Calibration;
import dev.ridgeline.transfer.average.Decision;
import dev.ridgeline.transfer.average.ModelAverage;
import dev.ridgeline.transfer.average.StudentMixture;
import dev.ridgeline.transfer.average.WeightedValues;
import dev.ridgeline.transfer.model.Comparisons;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.transfer.model.PredictionSpread;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The fits of one response of a target, one per pair of source and target penalty, judged by errors
 * on rows of the target that are held out as the {@link #criterion} says, by default exact
 * leave-one-out, and the choices among them.
 *
 * <p>Losses are kept. Choices, intervals, errors and models are computed when they are asked for,
 * with the {@link dev.ridgeline.Ridgeline} of the fit, which must be open. Immutable, and safe for
 * use by several threads.
 */
public final class ResponseFit {
  /** Stands for the average where the index of a prior is asked for. */
  private static final int AVERAGE = -2;

  private final Ridgeline ridgeline;
  private final SourceModels sources;
  private final Sample target;
  private final int rows;
  private final double share;
  private final Design design;
  private final Criterion criterion;
  private final HeldOut heldOut;
  private final int response;
  private final LambdaGrid targetPenalties;
  private final PriorSweep sweep;
  // the squared unit of losses
  private final double unit;
  private final double[] roots;
  // losses of the priors with their best target penalties, and the prior with the least
  private final double[] curve;
  private final int bestPrior;
  private TargetAverage average;
  private double[] averageErrors;
  private Verdict verdict;
  private SharedRows shared;
  private List<Interval> excess;

  ResponseFit(
      Ridgeline ridgeline,
      SourceModels sources,
      Sample target,
      Design design,
      Criterion criterion,
      HeldOut heldOut,
      int response,
      LambdaGrid targetPenalties,
      RunControl control) {
    this.ridgeline = ridgeline;
    this.sources = sources;
    this.target = target;
    this.rows = target.rows();
    this.share = TargetAverage.share(target);
    this.design = design;
    this.criterion = criterion;
    this.heldOut = heldOut;
    this.response = response;
    this.targetPenalties = targetPenalties;
    this.unit = design.unit(response) * design.unit(response);
    this.roots = design.roots();
    this.sweep = sweep(sources.coefficientsOf(response), control);
    this.curve = new double[sources.size()];
    int best = 0;
    for (int j = 0; j < curve.length; j++) {
      curve[j] = sweep.loss(j, sweep.best(j, targetPenalties));
      best = curve[j] < curve[best] ? j : best;
    }
    this.bestPrior = best;
  }

  private PriorSweep sweep(Matrix priors, RunControl control) {
    return new PriorSweep(design, response, priors, heldOut, targetPenalties, rows, control);
  }

  /**
   * The losses of other priors on the same response, each with its best target penalty.
   *
   * @param priors p x count in the units of the table
   * @return mean squared errors on rows held out, one per prior, in {@link #lossUnit}s
   */
  public double[] lossesFrom(Matrix priors) {
    PriorSweep other = sweep(priors, RunControl.NONE);
    double[] losses = new double[priors.columns()];
    for (int j = 0; j < losses.length; j++) {
      losses[j] = other.loss(j, other.best(j, targetPenalties));
    }
    return losses;
  }

  /**
   * The loss from a prior as a function of the target penalty.
   *
   * @param prior p coefficients in the units of the table; null from scratch
   * @return mean squared error on rows held out by lambda, in {@link #lossUnit}s
   */
  public DoubleUnaryOperator lossFrom(double[] prior) {
    Matrix priors = prior == null ? HeldOut.none(design.features()) : Matrix.column(prior);
    HeldOut.Errors held = heldOut.from(response, priors, targetPenalties.scale());
    return lambda ->
        Comparisons.meanSquare(
            prior == null ? held.scratch(lambda) : held.of(0, 1, lambda), design.weight());
  }

  /**
   * The unit of {@link #lossFrom} and {@link #lossesFrom}: 1, or a power of two where squares of
   * the response would leave the range of doubles.
   *
   * @return the factor that makes them losses of the table
   */
  public double lossUnit() {
    return unit;
  }

  /**
   * One way to train the target.
   *
   * @param prior index into the source models; -1 from scratch, -2 for the average
   * @param source index of the source table; -1 from scratch and for the average
   * @param lambdaSource its penalty; NaN from scratch, for the average, or where it is not known
   * @param targetIndex index into the target penalties; -1 for the average
   * @param lambdaTarget target penalty, the best for this prior; NaN for the average
   * @param scale the prior's factor c; 1 unless it is rescaled, the mean for the average
   * @param loss mean squared error on rows of the target held out
   * @param interval of the loss: jackknife over rows, on the logarithmic scale stretched by {@link
   *     Calibration#LOSS}
   * @param sourceAtEdge whether the source penalty is the smallest or largest of several tried
   * @param targetAtEdge the same of the target penalty
   */
  public record Choice(
      int prior,
      int source,
      double lambdaSource,
      int targetIndex,
      double lambdaTarget,
      double scale,
      double loss,
      Interval interval,
      boolean sourceAtEdge,
      boolean targetAtEdge) {
    /**
     * Whether this is a fit without a source.
     *
     * @return true from scratch
     */
    public boolean fromScratch() {
      return prior == -1;
    }

    /**
     * Whether this is the average over all penalties and factors.
     *
     * @return true for {@link ResponseFit#averaged}
     */
    public boolean isAverage() {
      return prior == AVERAGE;
    }
  }

  /**
   * Returns the fit without a source: the prior is zero.
   *
   * @return the choice
   */
  public Choice scratch() {
    return choice(sweep.scratch(), sweep.best(sweep.scratch(), targetPenalties), false);
  }

  /**
   * Returns the fit from the source model whose penalty is best for the source itself, by the
   * criterion of its fit. Of several sources this is the one of {@link #transferOptimal}.
   *
   * @return the choice; empty when source models came from elsewhere
   */
  public Optional<Choice> sourceOptimal() {
    if (!sources.hasFits()) {
      return Optional.empty();
    }
    int own = sources.sourceOptimal(sources.source(bestPrior), response);
    return Optional.of(choice(own, sweep.best(own, targetPenalties), false));
  }

  /**
   * Returns the fit of the pair of penalties with the least loss on the target.
   *
   * @return the choice; the first of the smallest wins a tie
   */
  public Choice transferOptimal() {
    return choice(bestPrior, sweep.best(bestPrior, targetPenalties), false);
  }

  /**
   * Returns the fit from the source-optimal model times a factor, for a source that cannot be
   * trained again: on average over source tasks the best factor is the alignment, at the
   * source-optimal penalty. The factor is the one from 0 to 2 with the least loss.
   *
   * @return the choice; of models trained elsewhere, the one with the least loss after scaling
   */
  public Choice rescaled() {
    int[] candidates =
        !sources.hasFits()
            ? IntStream.range(0, sources.size()).toArray()
            : new int[] {sources.sourceOptimal(sources.source(bestPrior), response)};
    int best = candidates[0];
    int penalty = sweep.bestRescaled(best, targetPenalties);
    for (int j : candidates) {
      int l = sweep.bestRescaled(j, targetPenalties);
      if (sweep.rescaledLoss(j, l) < sweep.rescaledLoss(best, penalty)) {
        best = j;
        penalty = l;
      }
    }
    return choice(best, penalty, true);
  }

  /**
   * Returns the average over source penalties, factors of the source model and target penalties,
   * weighted by the evidence of the target. It contains scratch, and leans towards it where the
   * target contradicts the source.
   *
   * @return the choice; its loss has weights that know nothing of the rows left out: in closed form
   *     where rows or groups are, with the ratio of the noise variances held fixed, and by an
   *     average of the others for every fold
   */
  public Choice averaged() {
    double[] errors = averageErrors();
    return new Choice(
        AVERAGE,
        -1,
        Double.NaN,
        -1,
        Double.NaN,
        average().scale().mean(),
        unit * Comparisons.meanSquare(errors, design.weight()),
        lossInterval(errors),
        false,
        false);
  }

  /**
   * The posterior behind the average.
   *
   * @return the average, in the coordinates and units of {@link #design}
   */
  public ModelAverage average() {
    return targetAverage().average();
  }

  /**
   * The posterior of the source penalty, given that the source says something.
   *
   * @return the penalties of all sources with their weights; NaN where penalties are not known
   */
  public WeightedValues lambdaSourcePosterior() {
    int size = sources.size();
    double[] lambdas = new double[size];
    double[] weights = new double[size];
    for (int j = 0; j < size; j++) {
      lambdas[j] = sources.lambda(j);
    }
    int tables = Math.max(1, sources.fits().size());
    for (int s = 0; s < tables; s++) {
      double[] own = average().modelWeights(s);
      System.arraycopy(own, 0, weights, s * own.length, own.length);
    }
    return new WeightedValues(lambdas, weights);
  }

  private synchronized TargetAverage targetAverage() {
    if (average == null) {
      average =
          new TargetAverage(ridgeline, sources, design, response, share, targetPenalties, rows);
    }
    return average;
  }

  private synchronized double[] averageErrors() {
    if (averageErrors == null) {
      averageErrors = heldOut.of(targetAverage());
    }
    return averageErrors.clone();
  }

  /**
   * Whether plain transfer beats scratch: of a source its own best model as it is; of models that
   * were trained elsewhere the one with the least loss.
   *
   * @return the verdict; none, and NaN, where source and target {@linkplain #sharedRows share} rows
   */
  public synchronized Verdict verdict() {
    if (verdict == null && sharedRows().count() > 0) {
      verdict = Verdict.NONE;
    }
    if (verdict == null) {
      Choice plain = sourceOptimal().orElseGet(this::transferOptimal);
      Choice scratch = scratch();
      StudentMixture gain =
          targetAverage()
              .gain(
                  designCoefficients(plain),
                  designCoefficients(scratch),
                  sources.hasFits() ? plain.source() : -1);
      double probability = 1 - gain.probabilityUpTo(0);
      double median = gain.quantile(0.5);
      Interval raw = new Interval(gain.quantile(0.025), gain.quantile(0.975));
      verdict =
          new Verdict(
              Decision.of(probability),
              probability,
              unit * median,
              raw.stretched(median, Calibration.GAIN).times(unit));
    }
    return verdict;
  }

  /**
   * The rows of the target that are also rows of a source. They vouch for a source that was trained
   * on them, so nothing is claimed where there are any.
   *
   * @return features and this response alike; none where the rows of the sources are not known
   */
  public synchronized SharedRows sharedRows() {
    if (shared == null) {
      shared = SharedRows.of(sources.tables(), target, response);
    }
    return shared;
  }

  /**
   * What to use: the average, whatever the verdict. It holds scratch among its members and leans to
   * it where the target contradicts the source; in simulations its risk is lower than that of
   * following a verdict of scratch.
   *
   * @return {@link #averaged}
   */
  public Choice recommended() {
    return averaged();
  }

  /**
   * Whether plain transfer may be worth while.
   *
   * @return false when the decision of the {@link #verdict} is scratch
   */
  public boolean transfers() {
    return verdict().decision() != Decision.SCRATCH;
  }

  private Interval lossInterval(double[] errors) {
    return Comparisons.loss(errors, roots, Calibration.LOSS).times(unit);
  }

  private Choice choice(int prior, int penalty, boolean rescaled) {
    boolean scratch = prior == sweep.scratch();
    double scale = rescaled ? sweep.scale(prior, penalty) : 1;
    return new Choice(
        scratch ? -1 : prior,
        scratch ? -1 : sources.source(prior),
        scratch ? Double.NaN : sources.lambda(prior),
        penalty,
        targetPenalties.get(penalty),
        scale,
        unit * (rescaled ? sweep.rescaledLoss(prior, penalty) : sweep.loss(prior, penalty)),
        lossInterval(sweep.errors(prior, scale, penalty)),
        !scratch && sources.atEdge(prior),
        targetPenalties.size() > 1
            && targetPenalties.get(penalty) > 0
            && targetPenalties.atEdge(penalty));
  }

  /**
   * The loss of each prior at its own best target penalty: the curve whose minimum is {@link
   * #transferOptimal}.
   *
   * @return mean squared errors, one per source model
   */
  public double[] losses() {
    return Arrays.stream(curve).map(loss -> unit * loss).toArray();
  }

  /**
   * Returns the regret of each prior: its loss divided by the least loss, less 1.
   *
   * @return numbers &gt;= 0, one per source model; where the least loss is 0, differences of losses
   */
  public double[] regrets() {
    double least = curve[bestPrior];
    return Arrays.stream(curve)
        .map(loss -> least > 0 ? loss / least - 1 : unit * (loss - least))
        .toArray();
  }

  /**
   * Returns the posterior expected regret of each prior: its expected squared error on new rows
   * with its best target penalty, by the posterior of the average, divided by the least of all
   * priors, less 1. Rows, and with them the noise of leave-one-out losses, count through the
   * posterior alone.
   *
   * @return numbers &gt;= 0, one per source model
   */
  public double[] posteriorRegrets() {
    TargetAverage of = targetAverage();
    int source = sources.hasFits() ? sources.source(bestPrior) : -1;
    double expected = of.expected(source);
    double[] errors = new double[curve.length];
    for (int j = 0; j < errors.length; j++) {
      double[] b = sweep.coefficients(j, 1, sweep.best(j, targetPenalties));
      errors[j] = expected + of.excess(b, source);
    }
    double least = Arrays.stream(errors).min().orElseThrow();
    return Arrays.stream(errors).map(e -> least > 0 ? e / least - 1 : 0).toArray();
  }

  /**
   * The loss of one pair.
   *
   * @param prior index into the source models, or -1 for scratch
   * @param targetIndex index into the target penalties
   * @return mean squared error on rows held out
   */
  public double loss(int prior, int targetIndex) {
    return unit
        * sweep.loss(column(prior), Objects.checkIndex(targetIndex, targetPenalties.size()));
  }

  /**
   * Returns the best target penalty for a prior.
   *
   * @param prior index into the source models, or -1 for scratch
   * @return lambda
   */
  public double lambdaTarget(int prior) {
    return targetPenalties.get(sweep.best(column(prior), targetPenalties));
  }

  private int column(int prior) {
    return prior == -1 ? sweep.scratch() : Objects.checkIndex(prior, sources.size());
  }

  /**
   * The interval of loss(a) - loss(b), row by row.
   *
   * @param a a choice of this fit
   * @param b another
   * @return the 95 % interval; below 0 when a is better beyond chance
   */
  public Interval difference(Choice a, Choice b) {
    return Comparisons.difference(errors(a), errors(b), roots).times(unit);
  }

  /** Errors of a choice times the roots of the weights, in the unit of the design. */
  private double[] errors(Choice choice) {
    if (choice.isAverage()) {
      return averageErrors();
    }
    return sweep.errors(column(choice.prior()), choice.scale(), choice.targetIndex());
  }

  /**
   * Errors of a choice on rows held out.
   *
   * @param choice of this fit
   * @return y_i less its prediction by a fit without row i and what is left out with it, for every
   *     row; NaN at weight 0
   */
  public double[] heldOutErrors(Choice choice) {
    return design.inOrder(errors(choice), response);
  }

  /**
   * Returns the range of source penalties that the target cannot tell from the transfer-optimal
   * one: with their best target penalties, their errors are not larger by more than chance explains
   * (95 %, row by row).
   *
   * @return the smallest and the largest, of the same source; NaN when penalties are not known
   */
  public Interval indistinguishable() {
    int[] own = priorsOfBestSource();
    return Comparisons.indistinguishable(excess(), j -> sources.lambda(own[j]));
  }

  /**
   * What the priors of the best one's source lose beyond the transfer-optimal choice, each at its
   * own best target penalty: 95 % intervals of the difference, row by row, so that what the models
   * have in common cancels.
   *
   * @return one for each of {@link #priorsOfBestSource}, in the squared unit of the response
   */
  public List<Interval> excesses() {
    return excess().stream().map(own -> own.times(unit)).toList();
  }

  /**
   * The priors that were trained on the source of the transfer-optimal one.
   *
   * @return their indices, ascending
   */
  public int[] priorsOfBestSource() {
    int best = sources.source(bestPrior);
    return IntStream.range(0, sources.size()).filter(j -> sources.source(j) == best).toArray();
  }

  private synchronized List<Interval> excess() {
    if (excess == null) {
      excess =
          Comparisons.excesses(
              errors(transferOptimal()),
              roots,
              Arrays.stream(priorsOfBestSource())
                  .mapToObj(j -> sweep.errors(j, 1, sweep.best(j, targetPenalties))));
    }
    return excess;
  }

  /**
   * Returns the range of target penalties that the target cannot tell from the transfer-optimal
   * one, with the same prior.
   *
   * @return the smallest and the largest
   */
  public Interval indistinguishableTarget() {
    Choice best = transferOptimal();
    return Comparisons.indistinguishable(
        Comparisons.excesses(
            errors(best),
            roots,
            IntStream.range(0, targetPenalties.size())
                .mapToObj(l -> sweep.errors(best.prior(), 1, l))),
        targetPenalties::get);
  }

  /**
   * The model of a choice.
   *
   * @param choice of this fit
   * @return coefficients in the units of the table
   */
  public LinearModel model(Choice choice) {
    double[] all = coefficients(choice);
    int p = all.length - 1;
    return new LinearModel(Arrays.copyOf(all, p), all[p]);
  }

  /**
   * Prediction intervals of a choice, by the posterior of the average about the coefficients of the
   * choice: one Student distribution whose second moments are those of the mixture, of more than
   * 128 features along the leading axes of the rows.
   *
   * @param choice of this fit
   * @return what {@link LinearModel#withSpreads} takes
   */
  public PredictionSpread spread(Choice choice) {
    return Spreads.of(ridgeline, sources, design, response, average(), designCoefficients(choice));
  }

  /** Coefficients of a choice, and the intercept behind them. */
  double[] coefficients(Choice choice) {
    double[] b = designCoefficients(choice);
    double intercept = design.toTable(b, response);
    double[] all = Arrays.copyOf(b, b.length + 1);
    all[b.length] = intercept;
    return all;
  }

  private double[] designCoefficients(Choice choice) {
    return choice.isAverage()
        ? average().coefficients()
        : sweep.coefficients(column(choice.prior()), choice.scale(), choice.targetIndex());
  }

  /**
   * Returns how a solution was computed, and how accurate it is.
   *
   * @param choice of this fit
   * @return route, condition and residual; of the average the route alone, since it solves no
   *     normal equations
   */
  public Solution solution(Choice choice) {
    if (choice.isAverage()) {
      return new Solution(design.route(1), Double.NaN, Double.NaN);
    }
    return sweep.solution(column(choice.prior()), choice.scale(), choice.targetIndex());
  }

  /**
   * What losses are judged by.
   *
   * @return the criterion of the estimator
   */
  public Criterion criterion() {
    return criterion;
  }

  /**
   * Returns the index of the response.
   *
   * @return from 0
   */
  public int response() {
    return response;
  }

  /**
   * Number of rows of the target, those of weight 0 included.
   *
   * @return n
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the target, prepared and decomposed.
   *
   * @return the design that this fit computes with: do not close it
   */
  public Design design() {
    return design;
  }

  /**
   * The spread of the columns of the target, as the penalty sees them.
   *
   * @return p standard deviations; 0 for columns that are constant or not penalised
   */
  public double[] columnSpreads() {
    return SourceModels.spreads(design.principalAxes(), design.weight());
  }

  /**
   * The source models.
   *
   * @return as they were given or fitted
   */
  public SourceModels sources() {
    return sources;
  }

  /**
   * The target penalties.
   *
   * @return the grid of the call; an automatic one as it was resolved
   */
  public LambdaGrid targetPenalties() {
    return targetPenalties;
  }

  @Override
  public String toString() {
    return "ResponseFit[response "
        + response
        + ", "
        + sources.size()
        + " source models, "
        + targetPenalties.size()
        + " target penalties]";
  }
}
