// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.hipparchus.optim.univariate.UnivariatePointValuePair;

/**
 * The optima between the points of the grids: minima over the penalties as continuous variables,
 * searched downhill from the best grid point and at most one decade beyond the grid. NaN, penalty
 * and loss, where the minimum lies beyond that, and for source penalties without a source table. A
 * grid of one point, or one whose best point is 0, has that as its optimum.
 *
 * @param lambdaSourceOptimal minimum of the leave-one-out loss of the source
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

  /** Where a minimum is, and how deep. */
  private record Minimum(double lambda, double value) {
    double loss() {
      return Double.isNaN(lambda) ? Double.NaN : value;
    }
  }

  /**
   * Searches around the choices of a fit.
   *
   * @param fit of a target
   * @return the optima
   */
  public static ExactOptima of(TransferFit fit) {
    LambdaGrid grid = fit.targetPenalties();
    TransferFit.Choice scratch = fit.scratch();
    Decomposed.Rotated y = fit.decomposed().responses();
    Minimum alone = minimum(lambda -> loss(fit, y, null, lambda), grid, scratch.targetIndex());
    TransferFit.Choice best = fit.transferOptimal();
    if (fit.sources().fits().isEmpty()) {
      double[] prior = fit.sources().coefficients(best.prior());
      Minimum there = minimum(l -> loss(fit, y, image(fit, prior), l), grid, best.targetIndex());
      return new ExactOptima(
          Double.NaN, Double.NaN, there.lambda(), alone.loss(), Double.NaN, there.loss());
    }
    TransferFit.Choice own = fit.sourceOptimal().orElseThrow();
    LambdaGrid penalties = fit.sources().penalties();
    RidgeCvFit source = fit.sources().fits().get(own.source());
    Minimum ownBest =
        minimum(lambda -> sourceLoss(source, penalties, lambda), penalties, source.best(0));
    Minimum ownLoss = atSource(fit, y, own, ownBest.lambda());
    Minimum joint =
        minimum(
            lambda -> atSource(fit, y, best, lambda).value(),
            penalties,
            best.prior() % penalties.size());
    Minimum target = atSource(fit, y, best, joint.lambda());
    return new ExactOptima(
        ownBest.lambda(),
        joint.lambda(),
        target.lambda(),
        alone.loss(),
        ownLoss.loss(),
        target.loss());
  }

  private static double sourceLoss(RidgeCvFit source, LambdaGrid penalties, double lambda) {
    double mu = penalties.scale().toNormalEquations(lambda, source.rows());
    Decomposed fit = source.decomposed();
    return Comparisons.meanSquare(fit.leaveOneOut(fit.responses(), mu), fit.sample.weightSum);
  }

  /** The least loss over target penalties from a source trained with lambda. */
  private static Minimum atSource(
      TransferFit fit, Decomposed.Rotated y, TransferFit.Choice near, double lambda) {
    if (Double.isNaN(lambda)) {
      return new Minimum(Double.NaN, Double.NaN);
    }
    RidgeCvFit source = fit.sources().fits().get(near.source());
    double mu = fit.sources().penalties().scale().toNormalEquations(lambda, source.rows());
    Decomposed from = source.decomposed();
    double[] b = from.sample.model(from.coefficients(from.responses(), mu), 0).coefficients();
    Decomposed.Rotated image = image(fit, b);
    return minimum(l -> loss(fit, y, image, l), fit.targetPenalties(), near.targetIndex());
  }

  private static Decomposed.Rotated image(TransferFit fit, double[] coefficients) {
    return fit.decomposed().image(fit.decomposed().sample.scaled(coefficients, 0), 1);
  }

  private static double loss(
      TransferFit fit, Decomposed.Rotated y, Decomposed.Rotated image, double lambda) {
    Decomposed target = fit.decomposed();
    double mu = fit.targetPenalties().scale().toNormalEquations(lambda, fit.rows());
    Decomposed.Rotated left = image == null ? y : y.less(1, image);
    return Comparisons.meanSquare(target.leaveOneOut(left, mu), target.sample.weightSum);
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
