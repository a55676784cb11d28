// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

/**
 * The part of a risk that depends on the source penalty, as a function of the effective ridge.
 *
 * <p>With u = tau Q w0 (what shrinkage takes away), m = w0 - u, A = u' Sigma u and k = (1/n0) tr(B
 * Sigma Q^2) / (1 - d), the prior b0 costs |m - w1|^2_B + (A + sigma0^2) k. The source risk is the
 * case B = Sigma0, w1 = w0. All vectors are in the eigenbasis of Sigma0.
 */
final class RiskCurve {
  private final EffectiveRidge ridge;
  private final double noise;
  private final double[] w0;
  private final double[] w1;
  private final double[] gap;
  private final TargetOperator operator;
  private final double[] diagonal;

  /**
   * Takes the arrays over.
   *
   * @param noise sigma0 squared
   */
  RiskCurve(EffectiveRidge ridge, double noise, double[] w0, double[] w1, TargetOperator operator) {
    this.ridge = ridge;
    this.noise = noise;
    this.w0 = w0;
    this.w1 = w1;
    this.operator = operator;
    this.diagonal = operator.diagonal();
    this.gap = new double[w0.length];
    for (int i = 0; i < gap.length; i++) {
      gap[i] = w0[i] - w1[i];
    }
  }

  /** Value and derivative with respect to tau. */
  record Point(double value, double slope) {}

  /** What the criteria are made of: m'B w0, m'B w1, m'B m and (A + sigma0^2) k. */
  record Moments(double own, double alignment, double energy, double spread) {}

  EffectiveRidge ridge() {
    return ridge;
  }

  /** The curve at tau = floor + excess; an infinite excess drops the source. */
  double value(double excess) {
    return excess == Double.POSITIVE_INFINITY ? dot(w1, operator.apply(w1)) : point(excess).value;
  }

  Point point(double excess) {
    double[] eigenvalues = ridge.eigenvalues();
    double n = ridge.samples();
    double tau = ridge.floor() + excess;
    double[] left = new double[w0.length];
    double[] taken = new double[w0.length];
    double a = 0.0;
    double slopeOfA = 0.0;
    double trace = 0.0;
    double slopeOfTrace = 0.0;
    double slopeOfGap = 0.0;
    for (int i = 0; i < w0.length; i++) {
      double eigenvalue = eigenvalues[i];
      if (eigenvalue == 0.0) {
        left[i] = gap[i] - w0[i];
        continue;
      }
      double q = 1.0 / (eigenvalue + tau);
      double gain = eigenvalue * q;
      double u = tau * q * w0[i];
      left[i] = gap[i] - u;
      taken[i] = gain * q * w0[i];
      a += eigenvalue * u * u;
      slopeOfA += 2.0 * eigenvalue * u * taken[i];
      double weighted = diagonal[i] * gain * q;
      trace += weighted;
      slopeOfTrace -= 2.0 * weighted * q;
      slopeOfGap += 2.0 * gain * gain * q;
    }
    double oneMinusD = ridge.oneMinusD(excess);
    double k = trace / n / oneMinusD;
    double slopeOfK = (slopeOfTrace - k * slopeOfGap) / n / oneMinusD;
    double[] weighed = operator.apply(left);
    double amplitude = a + noise;
    return new Point(
        dot(left, weighed) + product(amplitude, k),
        -2.0 * dot(weighed, taken) + slopeOfA * k + amplitude * slopeOfK);
  }

  Moments moments(double excess) {
    if (excess == Double.POSITIVE_INFINITY) {
      return new Moments(0.0, 0.0, 0.0, 0.0);
    }
    double[] eigenvalues = ridge.eigenvalues();
    double tau = ridge.floor() + excess;
    double[] m = new double[w0.length];
    double a = 0.0;
    double trace = 0.0;
    for (int i = 0; i < m.length; i++) {
      if (eigenvalues[i] > 0.0) {
        double q = 1.0 / (eigenvalues[i] + tau);
        double u = tau * q * w0[i];
        m[i] = eigenvalues[i] * q * w0[i];
        a += eigenvalues[i] * u * u;
        trace += diagonal[i] * eigenvalues[i] * q * q;
      }
    }
    double k = trace / ridge.samples() / ridge.oneMinusD(excess);
    double[] weighed = operator.apply(m);
    return new Moments(dot(weighed, w0), dot(weighed, w1), dot(weighed, m), product(a + noise, k));
  }

  /** For large tau the curve is constant - 2 c / tau + O(1 / tau^2): this is c = w0' Sigma B w1. */
  double leadingGain() {
    return dot(scaled(1), operator.apply(w1));
  }

  /** A bound on the coefficient of 1 / tau^2 in the same expansion. */
  double curvature() {
    double[] eigenvalues = ridge.eigenvalues();
    double[] once = scaled(1);
    double a = 0.0;
    double trace = 0.0;
    for (int i = 0; i < w0.length; i++) {
      a += once[i] * w0[i];
      trace += diagonal[i] * eigenvalues[i];
    }
    return dot(once, operator.apply(once))
        + 2.0 * Math.abs(dot(scaled(2), operator.apply(w1)))
        + (a + noise) * trace / ridge.samples();
  }

  private double[] scaled(int power) {
    double[] eigenvalues = ridge.eigenvalues();
    double[] y = new double[w0.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.pow(eigenvalues[i], power) * w0[i];
    }
    return y;
  }

  /** At the interpolation threshold k is infinite, and harmless if nothing is spread. */
  private static double product(double amplitude, double k) {
    return amplitude == 0.0 ? 0.0 : amplitude * k;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
