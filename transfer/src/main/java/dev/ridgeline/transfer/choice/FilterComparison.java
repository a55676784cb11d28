// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.ResponseFit;
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
 * The choice of the source's regularisation for other filters than ridge: how early its training
 * should stop, or how many of its components should be kept, when the target is what counts.
 *
 * <p>Source models are judged on the source by GCV, since leave-one-out in closed form is exact for
 * ridge alone, and on the target by exact leave-one-out of the L2-SP fit from them.
 *
 * @param family {@code ridge}, {@code gradient-flow} or {@code truncation}
 * @param parameter what is tuned: {@code lambda}, {@code time} or {@code components}
 * @param sourceOptimal the best parameter for the source itself
 * @param transferOptimal the best parameter for the target
 * @param lossSourceOptimal loss on the target at the source-optimal parameter, with its best target
 *     penalty
 * @param lossTransferOptimal loss on the target at the transfer-optimal parameter
 */
public record FilterComparison(
    String family,
    String parameter,
    double sourceOptimal,
    double transferOptimal,
    double lossSourceOptimal,
    double lossTransferOptimal) {
  /** The most numbers of components that are tried. */
  private static final int COMPONENTS = 60;

  /**
   * Compares the families on the source and target of a fit.
   *
   * @param fit with a source table; of several the one of its transfer-optimal choice
   * @return ridge, gradient flow (stopped at t = 1/lambda for the penalties of the grid, on |y - X
   *     b|^2/(2n)) and truncation
   * @throws IllegalStateException when the rows of the sources are not known
   */
  public static List<FilterComparison> of(ResponseFit fit) {
    if (!fit.sources().hasRows()) {
      throw new IllegalStateException("filters need a source table, not coefficients");
    }
    int of = fit.transferOptimal().source();
    RidgeFit source = fit.sources().fits().get(of);
    Design design = fit.sources().design(of);
    int rows = Math.toIntExact(source.rows());
    List<SpectralFilter> ridge = new ArrayList<>();
    List<SpectralFilter> flow = new ArrayList<>();
    for (double mu : source.lambdas().toNormalEquations(rows)) {
      RidgeFilter filter = new RidgeFilter(LambdaScale.MEAN.fromNormalEquations(mu, rows), rows);
      ridge.add(filter);
      flow.add(filter.matchingFlow(LossScale.HALF_MEAN));
    }
    LambdaGrid grid = source.lambdas();
    double[] squares = design.eigenvalues();
    List<SpectralFilter> truncation = new ArrayList<>();
    List<Integer> kept = components(squares.length);
    for (int k : kept) {
      truncation.add(PrincipalComponents.leading(k, squares));
    }
    return List.of(
        compare(fit, design, "ridge", "lambda", ridge, f -> grid.get(ridge.indexOf(f))),
        compare(fit, design, "gradient-flow", "time", flow, f -> ((GradientFlow) f).time()),
        compare(
            fit,
            design,
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
      ResponseFit fit,
      Design source,
      String family,
      String parameter,
      List<SpectralFilter> filters,
      ToDoubleFunction<SpectralFilter> value) {
    int response = fit.response();
    int p = source.features();
    Design.Columns y = source.responses().column(response);
    double[] priors = new double[p * filters.size()];
    double[] gcv = new double[filters.size()];
    for (int j = 0; j < gcv.length; j++) {
      SpectralFilter filter = filters.get(j);
      gcv[j] = source.gcv(y, 0, filter::residual);
      double[] b = source.solve(y, filter::phi);
      source.toTable(b, response);
      System.arraycopy(b, 0, priors, j * p, p);
    }
    double[] losses = fit.lossesFrom(Matrix.ofColumnMajor(priors, p, gcv.length));
    int own = least(gcv);
    int best = least(losses);
    return new FilterComparison(
        family,
        parameter,
        value.applyAsDouble(filters.get(own)),
        value.applyAsDouble(filters.get(best)),
        fit.lossUnit() * losses[own],
        fit.lossUnit() * losses[best]);
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
