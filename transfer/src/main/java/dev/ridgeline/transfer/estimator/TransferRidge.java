// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Criterion;
import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LeftOutErrors;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Ridge regression of a target table that is penalised for moving away from a source model (L2-SP),
 * with the penalty of the source and that of the target chosen together by exact leave-one-out on
 * the target, or another {@link #criterion}, for every response.
 *
 * <pre>{@code
 * TransferFit fit =
 *     TransferRidge.on(ridgeline)
 *         .source(Sample.of(x0, y0))
 *         .target(Sample.of(x1, y1))
 *         .fit();
 * fit.only().scratch().loss();
 * fit.only().transferOptimal().loss();
 * LinearModel model = fit.model();
 * }</pre>
 *
 * <p>Intercepts are each table's own and not penalised: the prior is about coefficients alone. When
 * columns are standardised, both tables are measured in the standard deviations of the (first)
 * source, so that a coefficient means the same in both; without a source table, in those of the
 * target. Penalties are {@linkplain LambdaGrid#auto automatic} unless they are given: of source and
 * target alike they follow from the largest eigenvalue of the first source, or from the target's
 * where models were trained elsewhere. Immutable: every option returns a copy. Safe for use by
 * several threads.
 */
public final class TransferRidge {
  /** Source penalties where none are given: five a decade. */
  private static final LambdaGrid AUTO_SOURCE = LambdaGrid.auto(61);

  /** Target penalties where none are given. */
  private static final LambdaGrid AUTO_TARGET = LambdaGrid.auto(31);

  private final Ridgeline ridgeline;
  private final LambdaGrid sourcePenalties;
  private final LambdaGrid targetPenalties;
  private final Preparation preparation;
  private final Criterion criterion;
  private final Fitting sources;
  private final Sample target;

  private TransferRidge(
      Ridgeline ridgeline,
      LambdaGrid sourcePenalties,
      LambdaGrid targetPenalties,
      Preparation preparation,
      Criterion criterion,
      Fitting sources,
      Sample target) {
    this.ridgeline = ridgeline;
    this.sourcePenalties = sourcePenalties;
    this.targetPenalties = targetPenalties;
    this.preparation = preparation;
    this.criterion = criterion;
    this.sources = sources;
    this.target = target;
  }

  /**
   * Creates an estimator.
   *
   * @param ridgeline computes the fits; stays open as long as they are asked
   * @return an estimator without samples, with automatic penalties, 61 of the source and 31 of the
   *     target
   */
  public static TransferRidge on(Ridgeline ridgeline) {
    return new TransferRidge(
        Objects.requireNonNull(ridgeline, "ridgeline"),
        AUTO_SOURCE,
        AUTO_TARGET,
        Preparation.DEFAULT,
        Criterion.leaveOneOut(),
        null,
        null);
  }

  /**
   * Sets the penalties that source models are trained with.
   *
   * @param grid in any order; by default {@link LambdaGrid#auto LambdaGrid.auto(61)}
   * @return a copy of this with these penalties
   */
  public TransferRidge sourcePenalties(LambdaGrid grid) {
    Objects.requireNonNull(grid, "grid");
    return new TransferRidge(
        ridgeline, grid, targetPenalties, preparation, criterion, sources, target);
  }

  /**
   * Sets the penalties on the distance from the source model.
   *
   * @param grid in any order; by default {@link LambdaGrid#auto LambdaGrid.auto(31)}
   * @return a copy of this with these penalties
   */
  public TransferRidge targetPenalties(LambdaGrid grid) {
    Objects.requireNonNull(grid, "grid");
    return new TransferRidge(
        ridgeline, sourcePenalties, grid, preparation, criterion, sources, target);
  }

  /**
   * Sets what is done to the tables before they are penalised.
   *
   * @param preparation by default an intercept and nothing else
   * @return a copy of this with this preparation
   */
  public TransferRidge preparation(Preparation preparation) {
    Objects.requireNonNull(preparation, "preparation");
    return new TransferRidge(
        ridgeline, sourcePenalties, targetPenalties, preparation, criterion, sources, target);
  }

  /**
   * Sets what losses are judged by: of the target all of them, of source tables their own best
   * penalties. Folds are refitted with lambda of their own rows; where rows or groups are left out,
   * mu and the preparation are held fixed. Groups are those of the samples ({@link
   * Sample#withGroups}). Evidence and average know of groups whatever the criterion.
   *
   * @param criterion by default leave-one-out; also leave-one-group-out, folds and grouped folds
   * @return a copy of this with this criterion
   */
  public TransferRidge criterion(Criterion criterion) {
    Objects.requireNonNull(criterion, "criterion");
    return new TransferRidge(
        ridgeline, sourcePenalties, targetPenalties, preparation, criterion, sources, target);
  }

  /** Fits the source models when all options are known. */
  private interface Fitting {
    SourceModels fit(LambdaGrid grid, Preparation how, Criterion criterion, RunControl control);

    /** Whether models of other penalties can be had. */
    default boolean isOpen() {
      return true;
    }
  }

  /** Models that are there already. */
  private record Given(SourceModels models) implements Fitting {
    @Override
    public SourceModels fit(
        LambdaGrid grid, Preparation how, Criterion criterion, RunControl control) {
      return models;
    }

    @Override
    public boolean isOpen() {
      return false;
    }
  }

  private TransferRidge from(Fitting models) {
    return new TransferRidge(
        ridgeline, sourcePenalties, targetPenalties, preparation, criterion, models, target);
  }

  /**
   * Sets the source tables. Every table with every penalty is a candidate.
   *
   * @param samples at least one, with the features and responses of the target
   * @return a copy of this with these sources
   */
  public TransferRidge source(Sample... samples) {
    List<Sample> all = List.of(samples);
    return from(
        (grid, how, by, control) -> SourceModels.fit(ridgeline, how, by, grid, all, control));
  }

  /**
   * Sets the sources by the sums over their rows. Their own best penalties are chosen by GCV.
   *
   * @param sums at least one, with the features and responses of the target
   * @return a copy of this with these sources
   */
  public TransferRidge source(NormalEquations... sums) {
    List<NormalEquations> all = List.of(sums);
    return from(
        (grid, how, by, control) -> {
          RunControl each = new RunControl(control.cancelled(), RunControl.NONE.progress());
          return SourceModels.elsewhere(
              ridgeline,
              how,
              Criterion.gcv(),
              grid,
              all.stream()
                  .<Function<RidgeCv, RidgeFit>>map(sum -> cv -> cv.fit(sum, each))
                  .toList(),
              control);
        });
  }

  /**
   * Sets sources whose rows are not here, but on a cluster or in files larger than memory: whoever
   * has them fits them, for instance by {@link RidgeCv#fit(NormalEquations, LeftOutErrors.Pass,
   * RunControl)}.
   *
   * @param sources at least one, with the features and responses of the target; each gets an
   *     estimator with penalties, preparation and criterion, and returns its fit
   * @return a copy of this with these sources
   */
  public TransferRidge sourcesElsewhere(List<Function<RidgeCv, RidgeFit>> sources) {
    List<Function<RidgeCv, RidgeFit>> all = List.copyOf(sources);
    return from(
        (grid, how, by, control) -> SourceModels.elsewhere(ridgeline, how, by, grid, all, control));
  }

  /**
   * Sets source models that were fitted before, so that several targets share them.
   *
   * @param models with the features and responses of the target
   * @return a copy of this with these priors
   */
  public TransferRidge sources(SourceModels models) {
    Objects.requireNonNull(models, "models");
    return from(new Given(models));
  }

  /**
   * Sets a source model that was trained elsewhere.
   *
   * @param coefficients p numbers in the units of the target's features; its intercept is not
   *     needed, since the target has its own
   * @return a copy of this with this prior
   */
  public TransferRidge prior(double[] coefficients) {
    return sources(SourceModels.of(Matrix.column(coefficients.clone())));
  }

  /**
   * Sets a source model that was trained elsewhere, with its uncertainty, which the average counts
   * as it does that of a source table.
   *
   * @param coefficients p numbers in the units of the target's features
   * @param covariance of the coefficients, p x p, symmetric and positive semidefinite, in the units
   *     of the tables squared: sigma0^2 (X0'X0 + mu0 I)^-1 of a ridge fit
   * @return a copy of this with this prior
   */
  public TransferRidge prior(double[] coefficients, Matrix covariance) {
    return sources(SourceModels.of(coefficients, covariance));
  }

  /**
   * Sets a source model that was trained elsewhere on a number of rows, which are taken for rows
   * like those of the target ({@link SourceModels#of(double[], long)} has the formula).
   *
   * @param coefficients p numbers in the units of the target's features
   * @param rows of the sample it was trained on, at least 1
   * @return a copy of this with this prior
   */
  public TransferRidge prior(double[] coefficients, long rows) {
    return sources(SourceModels.of(coefficients, rows));
  }

  /**
   * Sets a source model of several responses that was trained elsewhere.
   *
   * @param coefficients p x T in the units of the target's features
   * @return a copy of this with this prior
   */
  public TransferRidge prior(Matrix coefficients) {
    return sources(SourceModels.of(coefficients));
  }

  /**
   * Sets several source models of one response that were trained elsewhere.
   *
   * @param coefficients p x k, one model per column, in the units of the target's features
   * @return a copy of this with these priors
   */
  public TransferRidge priors(Matrix coefficients) {
    return sources(SourceModels.priors(coefficients));
  }

  /**
   * Sets a path of source models of one response that were trained elsewhere.
   *
   * @param coefficients p x L in the units of the target's features
   * @param penalties the L penalties they were trained with
   * @return a copy of this with these priors
   */
  public TransferRidge priors(Matrix coefficients, LambdaGrid penalties) {
    return sources(SourceModels.path(coefficients, penalties));
  }

  /**
   * Sets the target table.
   *
   * @param sample with the features and responses of the sources
   * @return a copy of this with this target
   */
  public TransferRidge target(Sample sample) {
    Objects.requireNonNull(sample, "sample");
    return new TransferRidge(
        ridgeline, sourcePenalties, targetPenalties, preparation, criterion, sources, sample);
  }

  /**
   * Fits the target.
   *
   * @return every pair of penalties for every response, and the choices
   * @throws IllegalArgumentException when shapes disagree
   * @throws IllegalStateException when a source or the target is missing
   */
  public TransferFit fit() {
    return fit(RunControl.NONE);
  }

  /**
   * Fits the target, with progress (in tables: sources and the target) and cancellation.
   *
   * @param control progress and cancellation
   * @return every pair of penalties for every response, and the choices
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  public TransferFit fit(RunControl control) {
    if (target == null) {
      throw new IllegalStateException("a target must be given first");
    }
    return fit(List.of(target), control).getFirst();
  }

  /**
   * Fits several targets of the same sources, which are fitted once; {@link #target} is not used.
   *
   * @param targets at least one
   * @param control progress, in tables (sources and targets), and cancellation
   * @return one fit per target, in order
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  public List<TransferFit> fit(List<Sample> targets, RunControl control) {
    if (sources == null) {
      throw new IllegalStateException("a source or a prior must be given first");
    }
    int count = targets.size();
    RunControl.Progress heard = control.progress();
    RunControl before =
        new RunControl(control.cancelled(), (done, total) -> heard.update(done, total + count));
    SourceModels models = sources.fit(sourcePenalties, preparation, criterion, before);
    while (true) {
      int done = models.fits().size();
      List<TransferFit> fits = new ArrayList<>();
      for (Sample sample : targets) {
        control.check();
        fits.add(fit(models, sample, control));
        heard.update(done + fits.size(), done + count);
      }
      LambdaGrid wider = extended(models, fits);
      if (wider == null) {
        return fits;
      }
      models = sources.fit(wider, preparation, criterion, before);
    }
  }

  /** A wider automatic grid of the sources, where a target asks for it; null: none does. */
  private LambdaGrid extended(SourceModels models, List<TransferFit> fits) {
    LambdaGrid grid = models.penalties();
    if (grid == null || !sources.isOpen()) {
      return null;
    }
    int[] best = fits.stream().flatMapToInt(TransferFit::bestSourcePenalties).toArray();
    LambdaGrid wider = grid.extended(best);
    return wider.size() > grid.size() ? wider : null;
  }

  private TransferFit fit(SourceModels models, Sample sample, RunControl control) {
    if (sample.features() != models.features() || sample.responses() != models.responses()) {
      throw new IllegalArgumentException(
          "the target needs the features and responses of the source: source features="
              + models.features()
              + ", responses="
              + models.responses()
              + "; target features="
              + sample.features()
              + ", responses="
              + sample.responses());
    }
    double[] scales = preparation.standardize() ? models.scales() : null;
    Design design = HeldOut.design(ridgeline, preparation, scales, sample);
    HeldOut heldOut = HeldOut.of(ridgeline, criterion, preparation, scales, sample, design);
    LambdaGrid grid = targetPenalties.resolved(eigenvalue(models, design, sample), sample.rows());
    while (true) {
      TransferFit fit =
          new TransferFit(ridgeline, models, sample, design, criterion, heldOut, grid, control);
      LambdaGrid wider = grid.extended(fit.bestTargetPenalties().toArray());
      if (wider.size() == grid.size()) {
        return fit;
      }
      grid = wider;
    }
  }

  private double eigenvalue(SourceModels models, Design target, Sample sample) {
    if (targetPenalties.isResolved()) {
      return 0; // nobody asks
    }
    if (models.hasFits()) {
      return models.fits().getFirst().largestEigenvalue();
    }
    double[] eigenvalues = target.eigenvalues();
    return eigenvalues.length == 0 ? 0 : eigenvalues[0] / sample.rows();
  }

  @Override
  public String toString() {
    return "TransferRidge[source penalties "
        + sourcePenalties
        + ", target penalties "
        + targetPenalties
        + ", "
        + preparation
        + ", "
        + criterion
        + "]";
  }
}
