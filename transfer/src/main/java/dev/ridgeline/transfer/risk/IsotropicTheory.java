// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * The closed form for isotropic covariances.
 *
 * <p>With gamma = p/n0, a penalty l has the effective ridge tau = ((l + gamma - 1) + sqrt((l +
 * gamma - 1)^2 + 4 l)) / 2 and the shrinkage x = 1/(1 + tau), in (0, min(1, 1/gamma)). Up to a
 * positive factor and a constant, neither of which depends on l, the transfer risk is
 *
 * <pre>
 *   f(x) = E|b0 - w1|^2 = x^2 |w0|^2 - 2 x (w0,w1) + |w1|^2 + h(x) ((1-x)^2 |w0|^2 + sigma0^2),
 *   h(x) = gamma x^2 / (1 - gamma x^2)
 * </pre>
 *
 * <p>and its minimiser solves G(x) = (w0,w1) with G increasing, whatever the target sample. The
 * source optimum solves G(x) = |w0|^2: gamma sigma0^2 / |w0|^2. <b>For a structured w0 under other
 * covariances nothing of this holds</b>; see {@link DeterministicEquivalent}.
 *
 * <p>Source: C. E. Hedges, "Source-Optimal Training is Transfer-Suboptimal", TMLR 2026 (arXiv
 * 2511.08401); the ridge risk itself: L. H. Dicker, "Ridge regression and asymptotic minimax
 * estimation over spheres of growing dimension", Bernoulli 22 (2016).
 *
 * @param gamma p/n0, finite and not negative; 0 stands for infinitely many source rows
 * @param sourceNoise sigma0, a standard deviation, finite and not negative
 * @param sourceNorm |w0|, finite and positive
 */
public record IsotropicTheory(double gamma, double sourceNoise, double sourceNorm) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public IsotropicTheory {
    Checks.notNegative("gamma", gamma);
    Checks.notNegative("sourceNoise", sourceNoise);
    Checks.positive("sourceNorm", sourceNorm);
  }

  /**
   * The effective ridge.
   *
   * @param penalty l, from 0 to infinity
   * @return tau
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double tau(double penalty) {
    Checks.notNegativeOrInfinite("penalty", penalty);
    if (penalty == Double.POSITIVE_INFINITY) {
      return penalty;
    }
    double b = penalty + gamma - 1.0;
    double root = Math.hypot(b, 2.0 * Math.sqrt(penalty));
    // For b < 0 the sum cancels; the product of the two roots is -l.
    return b >= 0.0 ? 0.5 * (b + root) : 2.0 * penalty / (root - b);
  }

  /**
   * The shrinkage x = 1/(1 + tau): b0 points along x w0 on average.
   *
   * @param penalty l, from 0 to infinity
   * @return x, in [0, min(1, 1/gamma)]
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double shrinkage(double penalty) {
    return 1.0 / (1.0 + tau(penalty));
  }

  /**
   * The penalty that shrinks by x: (1/x - 1)(1 - gamma x).
   *
   * @param shrinkage x, from 0 to {@link #largestShrinkage()}
   * @return l; infinity at 0, zero at the largest shrinkage
   * @throws IllegalArgumentException if x is outside that range
   */
  public double penalty(double shrinkage) {
    if (!(shrinkage >= 0.0 && shrinkage <= largestShrinkage())) {
      throw new IllegalArgumentException(
          "shrinkage must lie in [0, " + largestShrinkage() + "]: shrinkage=" + shrinkage);
    }
    if (shrinkage == largestShrinkage()) {
      return 0.0;
    }
    return (1.0 / shrinkage - 1.0) * (1.0 - gamma * shrinkage);
  }

  /**
   * The shrinkage of the penalty 0.
   *
   * @return min(1, 1/gamma)
   */
  public double largestShrinkage() {
    return Math.min(1.0, 1.0 / gamma);
  }

  /**
   * The squared distance E|b0 - w1|^2, for w1 = rho w0.
   *
   * @param shrinkage x, from 0 to {@link #largestShrinkage()}; below 1/sqrt(gamma) for the negative
   *     penalties of {@link NegativePenalty}
   * @param rho the alignment
   * @return f(x); infinite at the largest shrinkage if gamma = 1
   */
  public double distance(double shrinkage, double rho) {
    double w = squaredNorm();
    double x = shrinkage;
    double amplitude = (1.0 - x) * (1.0 - x) * w + noise();
    double bias = (x - rho) * (x - rho) * w;
    return amplitude == 0.0 ? bias : bias + spread(x) * amplitude;
  }

  /**
   * Half the derivative of f, plus (w0,w1): the transfer-optimal shrinkage solves G(x) = (w0,w1).
   *
   * @param shrinkage x, from 0 to {@link #largestShrinkage()}
   * @return G(x), increasing in x, G(0) = 0
   */
  public double balance(double shrinkage) {
    double w = squaredNorm();
    double x = shrinkage;
    double slack = 1.0 - gamma * x * x;
    return x * w
        + gamma * x / (slack * slack) * ((1.0 - x) * (1.0 - x) * w + noise())
        - spread(x) * (1.0 - x) * w;
  }

  /**
   * The derivative of {@link #balance}.
   *
   * @param shrinkage x, from 0 to {@link #largestShrinkage()}
   * @return G'(x), positive
   */
  double balanceSlope(double shrinkage) {
    double w = squaredNorm();
    double x = shrinkage;
    double slack = 1.0 - gamma * x * x;
    double first = 2.0 * gamma * x / (slack * slack);
    double second = 2.0 * gamma * (1.0 + 3.0 * gamma * x * x) / (slack * slack * slack);
    return w
        + 0.5 * second * ((1.0 - x) * (1.0 - x) * w + noise())
        - 2.0 * first * (1.0 - x) * w
        + spread(x) * w;
  }

  /**
   * The alignment from which on the transfer-optimal penalty is 0: 1 + (sigma0^2/|w0|^2)
   * gamma^2/(gamma-1)^2 for gamma above 1, 1 + (sigma0^2/|w0|^2) gamma/(1-gamma)^2 below.
   *
   * @return rho_edge; infinite for gamma = 1 with noise
   */
  public double rhoEdge() {
    double distance = (gamma - 1.0) * (gamma - 1.0);
    double factor = gamma > 1.0 ? gamma * gamma : gamma;
    return noise() == 0.0 ? 1.0 : 1.0 + noise() / squaredNorm() * factor / distance;
  }

  /**
   * The penalty with the least source risk.
   *
   * @return gamma sigma0^2/|w0|^2, with the source risk
   */
  public OptimalPenalty sourceOptimal() {
    double lambda = gamma * noise() / squaredNorm();
    return OptimalPenalty.of(lambda, distance(shrinkage(lambda), 1.0));
  }

  /**
   * The source penalty with the least transfer risk, for w1 = rho w0. The ends are tested first:
   * rho at most 0 gives infinity, rho from {@link #rhoEdge()} on gives 0.
   *
   * @param rho the alignment (w0,w1)/|w0|^2, finite
   * @return the optimum; its risk is f, the transfer risk at an infinite target penalty
   * @throws IllegalArgumentException if rho is not finite
   */
  public OptimalPenalty transferOptimal(double rho) {
    double x = optimalShrinkage(rho);
    return OptimalPenalty.of(penalty(x), distance(x, rho));
  }

  /**
   * The shrinkage with the least transfer risk.
   *
   * @param rho the alignment, finite
   * @return x*: 0 for rho at most 0, the largest shrinkage from {@link #rhoEdge()} on
   * @throws IllegalArgumentException if rho is not finite
   */
  public double optimalShrinkage(double rho) {
    Checks.finite("rho", rho);
    if (rho <= 0.0) {
      return 0.0;
    }
    if (rho >= rhoEdge()) {
      return largestShrinkage();
    }
    double sought = rho * squaredNorm();
    return EffectiveRidge.root(x -> balance(x) / sought - 1.0, 0.0, largestInside());
  }

  /**
   * The transfer-optimal penalty divided by the source-optimal one.
   *
   * @param rho the alignment, finite
   * @return above 1 for rho in (0,1), 1 at rho = 1, below 1 above; infinity for rho at most 0; NaN
   *     where both are zero
   * @throws IllegalArgumentException if rho is not finite
   */
  public double ratio(double rho) {
    return transferOptimal(rho).ratioTo(sourceOptimal());
  }

  /** At gamma = 1 G is infinite at the end itself, and a root finder wants finite values. */
  private double largestInside() {
    return gamma == 1.0 ? Math.nextDown(1.0) : largestShrinkage();
  }

  private double spread(double x) {
    return gamma * x * x / (1.0 - gamma * x * x);
  }

  private double noise() {
    return sourceNoise * sourceNoise;
  }

  private double squaredNorm() {
    return sourceNorm * sourceNorm;
  }
}
