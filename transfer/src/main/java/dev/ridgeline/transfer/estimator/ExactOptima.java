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
 * searched from the neighbour below the best grid point to the neighbour above, and one decade
 * further where there is none. NaN where the minimum lies beyond that too, or where it is not
 * defined: without a source table, or where a grid is one point.
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
  private record Minimum(double lambda, double value) {}

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
    if (fit.sources().fits().isEmpty()) {
      return new ExactOptima(
          Double.NaN, Double.NaN, Double.NaN, alone.value(), Double.NaN, Double.NaN);
    }
    TransferFit.Choice own = fit.sourceOptimal().orElseThrow();
    TransferFit.Choice best = fit.transferOptimal();
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
    return new ExactOptima(
        ownBest.lambda(),
        joint.lambda(),
        atSource(fit, y, best, joint.lambda()).lambda(),
        alone.value(),
        ownLoss.value(),
        joint.value());
  }

  private static double sourceLoss(RidgeCvFit source, LambdaGrid penalties, double lambda) {
    double mu = penalties.scale().toNormalEquations(lambda, source.rows());
    Decomposed fit = source.decomposed();
    return Comparisons.meanSquare(fit.leaveOneOut(source.rotated(), mu), fit.sample.weightSum);
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
    double[] b = from.sample.model(from.coefficients(source.rotated(), mu), 0).coefficients();
    Prepared target = fit.decomposed().sample;
    Decomposed.Rotated image = fit.decomposed().image(target.scaled(b, 0), 1);
    return minimum(l -> loss(fit, y, image, l), fit.targetPenalties(), near.targetIndex());
  }

  private static double loss(
      TransferFit fit, Decomposed.Rotated y, Decomposed.Rotated image, double lambda) {
    Decomposed target = fit.decomposed();
    double mu = fit.targetPenalties().scale().toNormalEquations(lambda, fit.rows());
    double[] e = target.leaveOneOut(y, mu);
    if (image != null) {
      double[] g = target.leaveOneOut(image, mu);
      for (int i = 0; i < e.length; i++) {
        e[i] -= g[i];
      }
    }
    return Comparisons.meanSquare(e, target.sample.weightSum);
  }

  /** Brent's search in log lambda around a point of a grid. */
  private static Minimum minimum(DoubleUnaryOperator f, LambdaGrid grid, int best) {
    double at = grid.get(best);
    if (grid.size() == 1 || at == 0) {
      return new Minimum(at, f.applyAsDouble(at));
    }
    double[] logs =
        Arrays.stream(grid.values()).filter(l -> l > 0).map(Math::log).sorted().toArray();
    double middle = Math.log(at);
    int index = Arrays.binarySearch(logs, middle);
    double low = index > 0 ? logs[index - 1] : middle - DECADE;
    double high = index < logs.length - 1 ? logs[index + 1] : middle + DECADE;
    UnivariatePointValuePair found =
        new BrentOptimizer(RELATIVE, RELATIVE)
            .optimize(
                new MaxEval(EVALUATIONS),
                new UnivariateObjectiveFunction(t -> f.applyAsDouble(Math.exp(t))),
                GoalType.MINIMIZE,
                new SearchInterval(low, high, middle));
    double t = found.getPoint();
    double near = 1e-4 * (high - low);
    boolean beyond =
        (index == 0 && t - low < near) || (index == logs.length - 1 && high - t < near);
    return beyond
        ? new Minimum(Double.NaN, found.getValue())
        : new Minimum(Math.exp(t), found.getValue());
  }
}
