// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.SourceModels;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.hipparchus.optim.univariate.UnivariatePointValuePair;

/**
 * Optima between the points of the grids: minima over the penalties as continuous variables. The
 * search goes downhill from the best grid point, and at most one decade beyond the grid. Penalty
 * and loss are NaN where the minimum lies beyond that, and the source penalties are NaN without the
 * rows of a source. A grid of one point, or one with 0 as its best point, has that as its optimum.
 *
 * @param lambdaSourceOptimal minimum of the loss of the source on its own rows held out
 * @param lambdaTransferOptimal source penalty of the joint minimum on the target
 * @param lambdaTarget target penalty there
 * @param lossScratch least loss without a prior
 * @param lossSourceOptimal least loss from the source at its own optimum
 * @param lossTransferOptimal the joint minimum
 */
public record ExactOptima(
    double lambdaSourceOptimal,
    double lambdaTransferOptimal,
    double lambdaTarget,
    double lossScratch,
    double lossSourceOptimal,
    double lossTransferOptimal) {
  private static final double RELATIVE = 1e-7;
  private static final int EVALUATIONS = 200;
  private static final double DECADE = Math.log(10);

  /** A minimum and its place. */
  private record Minimum(double lambda, double value) {
    double loss(ResponseFit fit) {
      return Double.isNaN(lambda) ? Double.NaN : fit.lossUnit() * value;
    }
  }

  /**
   * Searches around the choices of a fit.
   *
   * @param fit of a response of a target
   * @return the optima
   */
  public static ExactOptima of(ResponseFit fit) {
    LambdaGrid grid = fit.targetPenalties();
    SourceModels sources = fit.sources();
    ResponseFit.Choice scratch = fit.scratch();
    Minimum alone = minimum(fit.lossFrom(null), grid, scratch.targetIndex());
    ResponseFit.Choice best = fit.transferOptimal();
    if (!sources.hasRows()) {
      double[] prior = sources.coefficients(best.prior(), fit.response());
      Minimum there = minimum(fit.lossFrom(prior), grid, best.targetIndex());
      return new ExactOptima(
          Double.NaN, Double.NaN, there.lambda(), alone.loss(fit), Double.NaN, there.loss(fit));
    }
    ResponseFit.Choice own = fit.sourceOptimal().orElseThrow();
    LambdaGrid penalties = sources.penalties();
    Minimum ownBest =
        minimum(
            sources.lossOf(own.source(), fit.response()),
            penalties,
            sources.fits().get(own.source()).best(fit.response()));
    Minimum ownLoss = atSource(fit, own, ownBest.lambda());
    Minimum joint =
        minimum(
            lambda -> atSource(fit, best, lambda).value(),
            penalties,
            best.prior() % penalties.size());
    Minimum target = atSource(fit, best, joint.lambda());
    return new ExactOptima(
        ownBest.lambda(),
        joint.lambda(),
        target.lambda(),
        alone.loss(fit),
        ownLoss.loss(fit),
        target.loss(fit));
  }

  private static double shift(ResponseFit fit, int source, double lambda) {
    RidgeFit of = fit.sources().fits().get(source);
    return fit.sources().penalties().scale().toNormalEquations(lambda, of.rows());
  }

  /** The least loss over target penalties from a source trained with lambda. */
  private static Minimum atSource(ResponseFit fit, ResponseFit.Choice near, double lambda) {
    if (Double.isNaN(lambda)) {
      return new Minimum(Double.NaN, Double.NaN);
    }
    Design design = fit.sources().design(near.source());
    Design.Columns y = design.responses().column(fit.response());
    double[] b = design.solve(y, shift(fit, near.source(), lambda));
    design.toTable(b, fit.response());
    return minimum(fit.lossFrom(b), fit.targetPenalties(), near.targetIndex());
  }

  /**
   * Brent's search in log lambda. The grid's best point need not have the continuous minimum beside
   * it, since the other penalty moves with this one: the walk goes downhill from point to point
   * until both neighbours are higher.
   */
  private static Minimum minimum(DoubleUnaryOperator f, LambdaGrid grid, int best) {
    double at = grid.get(best);
    if (grid.size() == 1 || at == 0) {
      return new Minimum(at, f.applyAsDouble(at));
    }
    double[] logs =
        Arrays.stream(grid.values())
            .filter(l -> l > 0)
            .map(Math::log)
            .sorted()
            .distinct()
            .toArray();
    double[] t = new double[logs.length + 2];
    System.arraycopy(logs, 0, t, 1, logs.length);
    t[0] = logs[0] - DECADE;
    t[t.length - 1] = logs[logs.length - 1] + DECADE;
    DoubleUnaryOperator g = log -> f.applyAsDouble(Math.exp(log));
    int i = 1 + Arrays.binarySearch(logs, Math.log(at));
    double value = g.applyAsDouble(t[i]);
    for (int step : new int[] {-1, 1}) {
      double next = g.applyAsDouble(t[i + step]);
      while (next < value) {
        i += step;
        value = next;
        if (i == 0 || i == t.length - 1) {
          return new Minimum(Double.NaN, value); // the value serves a search over the other penalty
        }
        next = g.applyAsDouble(t[i + step]);
      }
    }
    UnivariatePointValuePair found =
        new BrentOptimizer(RELATIVE, RELATIVE)
            .optimize(
                new MaxEval(EVALUATIONS),
                new UnivariateObjectiveFunction(g::applyAsDouble),
                GoalType.MINIMIZE,
                new SearchInterval(t[i - 1], t[i + 1], t[i]));
    return new Minimum(Math.exp(found.getPoint()), found.getValue());
  }
}
