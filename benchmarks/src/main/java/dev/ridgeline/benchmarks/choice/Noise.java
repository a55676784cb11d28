// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

/** Laws of the noise, each with mean 0 and variance 1. */
enum Noise {
  GAUSSIAN("Gaussian") {
    @Override
    double draw(Draws draws, double direction) {
      return draws.normal();
    }
  },
  /** Student's t with three degrees of freedom, whose variance is 3. */
  T3("t3") {
    @Override
    double draw(Draws draws, double direction) {
      double square = 0;
      double z = draws.normal();
      for (int i = 0; i < 3; i++) {
        double g = draws.normal();
        square += g * g;
      }
      // z / sqrt(square / 3) has variance 3
      return z / Math.sqrt(square);
    }
  },
  /** Its variance is 2 before scaling. */
  LAPLACE("Laplace") {
    @Override
    double draw(Draws draws, double direction) {
      return draws.laplace() / Math.sqrt(2);
    }
  },
  /** Rows far from the mean are noisier: the variance of a row is .2 + .8 direction^2. */
  UNEVEN("uneven") {
    @Override
    double draw(Draws draws, double direction) {
      return Math.sqrt(0.2 + 0.8 * direction * direction) * draws.normal();
    }
  };

  private final String label;

  Noise(String label) {
    this.label = label;
  }

  /**
   * Draws the noise of one row.
   *
   * @param direction the signal of the row in standard deviations, so that its mean square is 1
   */
  abstract double draw(Draws draws, double direction);

  @Override
  public String toString() {
    return label;
  }
}
