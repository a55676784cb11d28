// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

/** The loss whose gradient a descent follows: it sets the unit of time. */
public enum LossScale {
  /** |y - X b|^2 / (2 n), gradient X'(X b - y)/n. */
  HALF_MEAN(1.0),
  /** |y - X b|^2 / n, gradient 2 X'(X b - y)/n: the same path in half the time. */
  MEAN(2.0);

  private final double speed;

  LossScale(double speed) {
    this.speed = speed;
  }

  /**
   * How fast time runs compared with {@link #HALF_MEAN}.
   *
   * @return 1 or 2
   */
  public double speed() {
    return speed;
  }
}
