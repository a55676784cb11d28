// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * Source penalties below zero, isotropic, for more source rows than coefficients.
 *
 * <p>From rho_edge on the best penalty of {@link IsotropicTheory} is 0, because the shrinkage x
 * cannot exceed 1 there. For gamma = p/n0 below 1 the smallest eigenvalue of X0'X0/n0 tends to (1 -
 * sqrt(gamma))^2, so every penalty above minus that number still has a solution, and x runs on from
 * 1 to 1/sqrt(gamma). The distance f(x) and its derivative are the same formulas; G still increases
 * and is infinite at the new end, so the least distance is at exactly one x, above 1 if and only if
 * rho &gt; rho_edge.
 *
 * <p>A prior c b0 with c = rho at the source-optimal penalty does better still ({@link
 * #rescaledDistance}): it lengthens b0 without lengthening the noise by more.
 *
 * <p>That the best penalty can be negative: P. Patil, J.-H. Du, R. J. Tibshirani, "Optimal ridge
 * regularization for out-of-distribution prediction", ICML 2024. The isotropic theory: C. E.
 * Hedges, "Source-Optimal Training is Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401).
 *
 * @param theory the source, with gamma below 1
 */
public record NegativePenalty(IsotropicTheory theory) {

  /**
   * Checks the aspect ratio.
   *
   * @throws IllegalArgumentException if gamma is 1 or more: X0'X0 is singular, and no penalty below
   *     zero leaves it positive definite
   */
  public NegativePenalty {
    if (theory.gamma() >= 1.0) {
      throw new IllegalArgumentException(
          "gamma must be below 1 for negative penalties, there must be more source rows than"
              + " coefficients: gamma="
              + theory.gamma());
    }
  }

  /**
   * The best penalty.
   *
   * @param lambda l0 on the mean-loss scale, above {@link #lowest()}; infinity for rho at most 0
   * @param shrinkage x, above 1 where the penalty is negative
   * @param risk E|b0 - w1|^2
   */
  public record Choice(double lambda, double shrinkage, double risk) {}

  /**
   * The end of the range, minus the limit of the smallest eigenvalue of X0'X0/n0.
   *
   * @return -(1 - sqrt(gamma))^2; penalties must be above it
   */
  public double lowest() {
    double gap = 1.0 - Math.sqrt(theory.gamma());
    return -gap * gap;
  }

  /**
   * The shrinkage of a penalty.
   *
   * @param penalty l0, above {@link #lowest()}, infinity included
   * @return x = 1/(1 + tau), from 0 to 1/sqrt(gamma)
   * @throws IllegalArgumentException if the penalty is not above the lowest one
   */
  public double shrinkage(double penalty) {
    if (!(penalty > lowest())) {
      throw new IllegalArgumentException(
          "penalty must be above minus the smallest eigenvalue, "
              + lowest()
              + ": penalty="
              + penalty);
    }
    if (penalty >= 0.0) {
      return theory.shrinkage(penalty);
    }
    double gap = 1.0 + Math.sqrt(theory.gamma());
    double root = Math.sqrt((penalty - lowest()) * (penalty + gap * gap));
    double tau = 2.0 * penalty / (root - (penalty + theory.gamma() - 1.0));
    return 1.0 / (1.0 + tau);
  }

  /**
   * The squared distance of the source to its target, for w1 = rho w0.
   *
   * @param penalty l0, above {@link #lowest()}, infinity included
   * @param rho the alignment
   * @return E|b0 - w1|^2
   * @throws IllegalArgumentException if the penalty is not above the lowest one
   */
  public double distance(double penalty, double rho) {
    return theory.distance(shrinkage(penalty), rho);
  }

  /**
   * Whether the best penalty is negative.
   *
   * @param rho the alignment
   * @return rho &gt; {@link IsotropicTheory#rhoEdge()}
   */
  public boolean isNegative(double rho) {
    return Checks.finite("rho", rho) > theory.rhoEdge();
  }

  /**
   * The best penalty over the whole range, for w1 = rho w0.
   *
   * @param rho the alignment, finite
   * @return with a negative penalty where {@link #isNegative}, else {@link
   *     IsotropicTheory#transferOptimal}
   * @throws IllegalArgumentException if rho is not finite
   */
  public Choice optimal(double rho) {
    if (!isNegative(rho)) {
      OptimalPenalty least = theory.transferOptimal(rho);
      return new Choice(least.lambda(), theory.optimalShrinkage(rho), least.risk());
    }
    // Every term of G is positive for x above 1, so G(rho) >= rho |w0|^2: the root is below rho.
    double high = Math.min(rho, 1.0 / Math.sqrt(theory.gamma()));
    double x = EffectiveRidge.root(t -> excess(t, rho), 1.0, high);
    double lambda = (1.0 / x - 1.0) * (1.0 - theory.gamma() * x);
    return new Choice(lambda, x, theory.distance(x, rho));
  }

  /**
   * The distance with the prior c b0 in place of b0, at its best factor c = rho and its best
   * penalty, the source-optimal one.
   *
   * @param rho the alignment
   * @return E|rho b0 - w1|^2 = rho^2 times the least source risk
   */
  public double rescaledDistance(double rho) {
    return Checks.finite("rho", rho) * rho * theory.sourceOptimal().risk();
  }

  /** (G(x) - rho |w0|^2)(1 - gamma x^2)^2, finite at the end of the range, where G is not. */
  private double excess(double x, double rho) {
    double w = theory.sourceNorm() * theory.sourceNorm();
    double noise = theory.sourceNoise() * theory.sourceNoise();
    double gamma = theory.gamma();
    double slack = 1.0 - gamma * x * x;
    return slack * slack * (x - rho) * w
        + gamma * x * ((1.0 - x) * (1.0 - x) * w + noise)
        - slack * gamma * x * x * (1.0 - x) * w;
  }
}
