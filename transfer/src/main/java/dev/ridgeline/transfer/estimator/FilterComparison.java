// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.transfer.spectral.GradientFlow;
import dev.ridgeline.transfer.spectral.LossScale;
import dev.ridgeline.transfer.spectral.PrincipalComponents;
import dev.ridgeline.transfer.spectral.RidgeFilter;
import dev.ridgeline.transfer.spectral.SpectralFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The same question for implicit regularisation: how early should the training of the source stop,
 * how many of its components should be kept, when what counts is the target?
 *
 * <p>Source models are judged on the source by GCV, since leave-one-out in closed form is exact for
 * ridge alone, and on the target by exact leave-one-out of the L2-SP fit from them.
 *
 * @param family {@code ridge}, {@code gradient-flow} or {@code truncation}
 * @param parameter what is tuned: {@code lambda}, {@code time} or {@code components}
 * @param sourceOptimal the parameter that the source likes best
 * @param transferOptimal the one that the target likes best
 * @param lossSourceOptimal loss on the target of the first, with its best target penalty
 * @param lossTransferOptimal of the second
 */
public record FilterComparison(
    String family,
    String parameter,
    double sourceOptimal,
    double transferOptimal,
    double lossSourceOptimal,
    double lossTransferOptimal) {
  /** Numbers of components that are tried at most. */
  private static final int COMPONENTS = 60;

  /**
   * Compares the families on the source and target of a fit.
   *
   * @param fit with a source table; of several the one of its transfer-optimal choice
   * @return ridge, gradient flow (stopped at t = 1/lambda for the penalties of the grid, on |y - X
   *     b|^2/(2n)) and truncation
   * @throws IllegalStateException when source models came from elsewhere
   */
  public static List<FilterComparison> of(TransferFit fit) {
    if (fit.sources().fits().isEmpty()) {
      throw new IllegalStateException("filters need a source table, not coefficients");
    }
    RidgeCvFit source = fit.sources().fits().get(fit.transferOptimal().source());
    int rows = source.rows();
    List<SpectralFilter> ridge = new ArrayList<>();
    List<SpectralFilter> flow = new ArrayList<>();
    for (double mu : source.lambdas().toNormalEquations(rows)) {
      RidgeFilter filter = new RidgeFilter(LambdaScale.MEAN.fromNormalEquations(mu, rows), rows);
      ridge.add(filter);
      flow.add(filter.matchingFlow(LossScale.HALF_MEAN));
    }
    LambdaGrid grid = source.lambdas();
    double[] squares = source.decomposed().squares();
    List<SpectralFilter> truncation = new ArrayList<>();
    List<Integer> kept = components(squares.length);
    for (int k : kept) {
      truncation.add(PrincipalComponents.leading(k, squares));
    }
    return List.of(
        compare(fit, source, "ridge", "lambda", ridge, f -> grid.get(ridge.indexOf(f))),
        compare(fit, source, "gradient-flow", "time", flow, f -> ((GradientFlow) f).time()),
        compare(
            fit,
            source,
            "truncation",
            "components",
            truncation,
            f -> kept.get(truncation.indexOf(f))));
  }

  /** From none to all, evenly spaced when there are many. */
  private static List<Integer> components(int rank) {
    int count = Math.min(rank, COMPONENTS);
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      kept.add((int) ((long) rank * i / Math.max(1, count)));
    }
    return kept;
  }

  private static FilterComparison compare(
      TransferFit fit,
      RidgeCvFit source,
      String family,
      String parameter,
      List<SpectralFilter> filters,
      ToDoubleFunction<SpectralFilter> value) {
    Prepared target = fit.decomposed().sample;
    Decomposed from = source.decomposed();
    double[] priors = new double[target.p * filters.size()];
    double[] gcv = new double[filters.size()];
    for (int j = 0; j < gcv.length; j++) {
      gcv[j] = from.gcv(from.responses(), 0, filters.get(j));
      double[] b =
          from.sample.model(from.coefficients(from.responses(), filters.get(j)), 0).coefficients();
      System.arraycopy(target.scaled(b, 0), 0, priors, j * target.p, target.p);
    }
    PriorSweep sweep = fit.sweep(priors, gcv.length);
    double[] losses = new double[gcv.length];
    for (int j = 0; j < losses.length; j++) {
      losses[j] = sweep.loss(j, sweep.best(j, fit.targetPenalties()));
    }
    int own = least(gcv);
    int best = least(losses);
    return new FilterComparison(
        family,
        parameter,
        value.applyAsDouble(filters.get(own)),
        value.applyAsDouble(filters.get(best)),
        losses[own],
        losses[best]);
  }

  private static int least(double[] scores) {
    double[] known =
        Arrays.stream(scores).map(s -> Double.isNaN(s) ? Double.MAX_VALUE : s).toArray();
    int best = 0;
    for (int j = 1; j < known.length; j++) {
      if (known[j] < known[best]) {
        best = j;
      }
    }
    return best;
  }
}
