// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import java.util.List;
import java.util.Objects;

/**
 * Ridge regression of a target table that is penalised for moving away from a source model (L2-SP),
 * with the penalty of the source and that of the target chosen together by exact leave-one-out on
 * the target.
 *
 * <pre>{@code
 * TransferFit fit =
 *     TransferRidgeCv.on(ridgeline)
 *         .sourcePenalties(LambdaGrid.logSpaced(1e-4, 1e4, 60, LambdaScale.MEAN))
 *         .targetPenalties(LambdaGrid.logSpaced(1e-4, 1e4, 25, LambdaScale.MEAN))
 *         .source(Sample.of(x0, y0))
 *         .fit(Sample.of(x1, y1));
 * fit.scratch().loss();
 * fit.sourceOptimal().orElseThrow().loss();
 * fit.transferOptimal().loss();
 * LinearModel model = fit.model(fit.recommended());
 * }</pre>
 *
 * <p>The intercepts are each table's own and not penalised: the prior is about coefficients alone.
 * When columns are standardised, both tables are measured in the standard deviations of the (first)
 * source, so that a coefficient means the same in both; without a source table in the target's own.
 * Not safe for use by several threads; what it returns is.
 */
public final class TransferRidgeCv {
  private final Ridgeline ridgeline;
  private LambdaGrid sourcePenalties;
  private LambdaGrid targetPenalties;
  private Preparation preparation = Preparation.DEFAULT;
  private Sample[] samples;
  private SourceModels models;

  private TransferRidgeCv(Ridgeline ridgeline) {
    this.ridgeline = Objects.requireNonNull(ridgeline, "ridgeline");
  }

  /**
   * Starts.
   *
   * @param ridgeline who computes
   * @return an estimator without samples or penalties
   */
  public static TransferRidgeCv on(Ridgeline ridgeline) {
    return new TransferRidgeCv(ridgeline);
  }

  /**
   * Penalties to train sources with.
   *
   * @param grid in any order
   * @return this
   */
  public TransferRidgeCv sourcePenalties(LambdaGrid grid) {
    this.sourcePenalties = Objects.requireNonNull(grid, "grid");
    this.models = samples == null ? models : null;
    return this;
  }

  /**
   * Penalties for moving away from the source.
   *
   * @param grid in any order
   * @return this
   */
  public TransferRidgeCv targetPenalties(LambdaGrid grid) {
    this.targetPenalties = Objects.requireNonNull(grid, "grid");
    return this;
  }

  /**
   * What is done to the tables first.
   *
   * @param preparation by default an intercept and nothing else
   * @return this
   */
  public TransferRidgeCv preparation(Preparation preparation) {
    this.preparation = Objects.requireNonNull(preparation, "preparation");
    this.models = samples == null ? models : null;
    return this;
  }

  /**
   * Source tables, each a candidate with every penalty.
   *
   * @param sources at least one, of one response each and the same features
   * @return this
   */
  public TransferRidgeCv source(Sample... sources) {
    this.samples = sources.clone();
    this.models = null;
    return this;
  }

  /**
   * A source model trained elsewhere.
   *
   * @param coefficients p numbers in the units of the target's features; its intercept is not
   *     needed, since the target has its own
   * @return this
   */
  public TransferRidgeCv prior(double[] coefficients) {
    this.samples = null;
    this.models = SourceModels.of(coefficients);
    return this;
  }

  /**
   * A path of source models trained elsewhere.
   *
   * @param coefficients p x L in the units of the target's features
   * @param penalties the L penalties they were trained with
   * @return this
   */
  public TransferRidgeCv priors(Matrix coefficients, LambdaGrid penalties) {
    this.samples = null;
    this.models = SourceModels.path(coefficients, penalties);
    return this;
  }

  /**
   * Fits one target. Sources are fitted once: further targets reuse them.
   *
   * @param target of one response and the sources' features
   * @return every pair of penalties, and the choices
   * @throws IllegalArgumentException when shapes disagree
   */
  public TransferFit fit(Sample target) {
    if (targetPenalties == null) {
      throw new IllegalStateException("target penalties must be given first");
    }
    SourceModels priors = models();
    if (target.features() != priors.features() || target.responses() != 1) {
      throw new IllegalArgumentException(
          "the target needs the source's features and one response: source features="
              + priors.features()
              + ", target features="
              + target.features()
              + ", target responses="
              + target.responses());
    }
    double[] scales = preparation.standardize() ? priors.scales() : null;
    Decomposed decomposed =
        new Decomposed(ridgeline.backend(), new Prepared(target, preparation, scales));
    return new TransferFit(ridgeline.backend().name(), priors, target, decomposed, targetPenalties);
  }

  /**
   * Fits several targets of the same sources.
   *
   * @param targets at least one
   * @return one fit per target, in order
   */
  public List<TransferFit> fit(List<Sample> targets) {
    return targets.stream().map(this::fit).toList();
  }

  private SourceModels models() {
    if (models == null) {
      if (samples == null || sourcePenalties == null) {
        throw new IllegalStateException(
            "a source and its penalties, or a prior, must be given first");
      }
      models = SourceModels.fit(ridgeline, preparation, sourcePenalties, samples);
    }
    return models;
  }
}
