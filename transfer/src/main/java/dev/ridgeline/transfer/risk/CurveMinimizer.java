// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import org.hipparchus.analysis.UnivariateFunction;

/**
 * The least value of a risk curve over all penalties from 0 to infinity.
 *
 * <p>The ends are judged by the sign of the derivative there; inside, every change of sign from
 * falling to rising is refined to a root, since off isotropy a curve may have several minima.
 */
final class CurveMinimizer {
  /** Minima whose effective ridge lies nearer to the floor than this are minima at zero. */
  private static final double NEAREST = 1e-9;

  /** Minima further out than this, in units of the largest eigenvalue, are minima at infinity. */
  private static final double FURTHEST = 1e15;

  private static final int POINTS_PER_DECADE = 6;

  private final RiskCurve curve;
  private double bestExcess = Double.POSITIVE_INFINITY;
  private double bestValue = Double.POSITIVE_INFINITY;

  private CurveMinimizer(RiskCurve curve) {
    this.curve = curve;
  }

  /** The minimum; {@code constant} is the part of the risk that the source penalty leaves alone. */
  static OptimalPenalty minimize(RiskCurve curve, double constant) {
    return new CurveMinimizer(curve).run(constant);
  }

  private OptimalPenalty run(double constant) {
    EffectiveRidge ridge = curve.ridge();
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0.0;
    for (double eigenvalue : ridge.eigenvalues()) {
      if (eigenvalue > 0.0) {
        smallest = Math.min(smallest, eigenvalue);
        largest = Math.max(largest, eigenvalue);
      }
    }
    if (largest == 0.0) {
      return OptimalPenalty.of(Double.POSITIVE_INFINITY, curve.value(0.0) + constant);
    }
    double low = NEAREST * (ridge.floor() > 0.0 ? ridge.floor() : smallest);
    double gain = curve.leadingGain();
    double reach = curve.curvature() / gain;
    boolean infiniteEnd = !(gain > 0.0 && reach < FURTHEST * largest);
    double high = 1e3 * (infiniteEnd ? largest : largest + reach);
    if (infiniteEnd) {
      offer(Double.POSITIVE_INFINITY);
    }
    scan(low, high);
    return OptimalPenalty.of(ridge.penalty(bestExcess), bestValue + constant);
  }

  private void scan(double low, double high) {
    // The derivative in log(excess) keeps its scale over the decades.
    UnivariateFunction slope =
        t -> {
          double excess = Math.exp(t);
          return excess * curve.point(excess).slope();
        };
    int steps = (int) Math.ceil(POINTS_PER_DECADE * Math.log10(high / low));
    double from = Math.log(low);
    double width = (Math.log(high) - from) / steps;
    double previous = slope.value(from);
    if (previous >= 0.0) {
      offer(0.0);
    }
    for (int i = 1; i <= steps; i++) {
      double here = from + i * width;
      double next = slope.value(here);
      if (previous < 0.0 && next >= 0.0) {
        offer(Math.exp(EffectiveRidge.root(slope, here - width, here)));
      }
      previous = next;
    }
  }

  private void offer(double excess) {
    double value = curve.value(excess);
    if (value < bestValue) {
      bestValue = value;
      bestExcess = excess;
    }
  }
}
