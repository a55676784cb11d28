// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

/**
 * What is added to the loss, all through its gradient and before Adam scales it: {@code
 * (weightDecay/2) |theta|^2 + l1 |theta|_1} on all parameters, biases too, and {@code
 * (towardsAnchor/2) |theta - anchor|^2} on the anchor's ranges.
 *
 * @param weightDecay the coefficient of half the squared norm, at least 0
 * @param l1 the coefficient of the sum of absolute values, at least 0; its gradient at 0 is 0
 * @param towardsAnchor the coefficient of L2-SP (Li, Grandvalet and Davoine, ICML 2018), at least 0
 */
public record Regularizer(double weightDecay, double l1, double towardsAnchor) {
  /** Checks the coefficients. */
  public Regularizer {
    if (!isCoefficient(weightDecay) || !isCoefficient(l1) || !isCoefficient(towardsAnchor)) {
      throw new IllegalArgumentException(
          "coefficients must be finite and at least 0: weightDecay=%s, l1=%s, towardsAnchor=%s"
              .formatted(weightDecay, l1, towardsAnchor));
    }
  }

  private static boolean isCoefficient(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  /**
   * Nothing is added.
   *
   * @return no regularisation
   */
  public static Regularizer none() {
    return new Regularizer(0, 0, 0);
  }

  /**
   * Weight decay as torch.optim.Adam has it: coupled into the gradient.
   *
   * @param coefficient at least 0
   * @return weight decay alone
   */
  public static Regularizer weightDecay(double coefficient) {
    return new Regularizer(coefficient, 0, 0);
  }

  /**
   * L1 alone.
   *
   * @param coefficient at least 0
   * @return the penalty
   */
  public static Regularizer l1(double coefficient) {
    return new Regularizer(0, coefficient, 0);
  }

  /**
   * L2-SP alone; the plan needs an anchor.
   *
   * @param coefficient at least 0
   * @return the penalty
   */
  public static Regularizer l2sp(double coefficient) {
    return new Regularizer(0, 0, coefficient);
  }
}
