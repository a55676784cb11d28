// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.AllowedSolution;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * The map between a penalty l and its effective ridge tau, for one spectrum and one sample size: l
 * = tau (1 - (1/n) tr[Sigma (Sigma + tau I)^-1]), tau increasing in l.
 *
 * <p>tau starts at the floor: 0 if the rank of Sigma is at most n, otherwise the root of tr[Sigma
 * (Sigma + tau)^-1] = n. Everything else is asked for by the excess tau - floor, so that l / tau,
 * which vanishes at the floor, is a sum of positive terms.
 */
final class EffectiveRidge {
  private static final int EVALUATIONS = 200;

  private final double[] eigenvalues;
  private final double samples;
  private final int rank;
  private final double trace;
  private final double floor;
  private final double slack;
  private final double[] floorGain;

  /** Takes the eigenvalues over, in any order. */
  EffectiveRidge(double[] eigenvalues, int samples) {
    this.eigenvalues = eigenvalues;
    this.samples = samples;
    int positive = 0;
    double sum = 0.0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double eigenvalue : eigenvalues) {
      if (eigenvalue > 0.0) {
        positive++;
        sum += eigenvalue;
        smallest = Math.min(smallest, eigenvalue);
      }
    }
    this.rank = positive;
    this.trace = sum;
    this.floor = rank > samples ? solveFloor(smallest) : 0.0;
    this.slack = Math.max(0.0, 1.0 - rank / this.samples);
    this.floorGain = new double[eigenvalues.length];
    for (int i = 0; i < eigenvalues.length; i++) {
      floorGain[i] = eigenvalues[i] == 0.0 ? 0.0 : eigenvalues[i] / (eigenvalues[i] + floor);
    }
  }

  double[] eigenvalues() {
    return eigenvalues;
  }

  double samples() {
    return samples;
  }

  /** The effective ridge of the penalty 0. */
  double floor() {
    return floor;
  }

  int rank() {
    return rank;
  }

  /** The effective ridge of a penalty: the floor for 0, infinity for infinity. */
  double tau(double penalty) {
    if (penalty == 0.0) {
      return floor;
    }
    if (penalty == Double.POSITIVE_INFINITY || trace == 0.0) {
      return penalty;
    }
    double low = Math.max(penalty, floor);
    double high = penalty + trace / samples;
    if (residual(low, penalty) >= 0.0) {
      return low;
    }
    if (residual(high, penalty) <= 0.0) {
      return high;
    }
    return Math.max(low, solve(penalty, low, high));
  }

  /** l / tau at tau = floor + excess. */
  double penaltyShare(double excess) {
    double tau = floor + excess;
    double sum = 0.0;
    for (int i = 0; i < eigenvalues.length; i++) {
      if (eigenvalues[i] > 0.0) {
        sum += floorGain[i] / (eigenvalues[i] + tau);
      }
    }
    return slack + excess * sum / samples;
  }

  /** The penalty whose effective ridge is floor + excess. */
  double penalty(double excess) {
    return excess == Double.POSITIVE_INFINITY ? excess : (floor + excess) * penaltyShare(excess);
  }

  /** 1 - (1/n) tr(Sigma^2 Q^2), as the sum of l / tau and (1/n) tr(tau Sigma Q^2). */
  double oneMinusD(double excess) {
    double tau = floor + excess;
    double sum = 0.0;
    for (double eigenvalue : eigenvalues) {
      if (eigenvalue > 0.0) {
        double q = 1.0 / (eigenvalue + tau);
        sum += eigenvalue * q * tau * q;
      }
    }
    return penaltyShare(excess) + sum / samples;
  }

  private double residual(double tau, double penalty) {
    double sum = 0.0;
    for (double eigenvalue : eigenvalues) {
      sum += eigenvalue / (eigenvalue + tau);
    }
    return 1.0 - penalty / tau - sum / samples;
  }

  private double solveFloor(double smallest) {
    // Every positive eigenvalue has gain at least n / rank at the lower end.
    double low = smallest * (rank / samples - 1.0);
    double high = trace / samples;
    if (residual(low, 0.0) >= 0.0) {
      return low;
    }
    if (residual(high, 0.0) <= 0.0) {
      return high;
    }
    return solve(0.0, low, high);
  }

  /** The bracket is widened by more than the rounding of log and exp. */
  private double solve(double penalty, double low, double high) {
    double margin = 1e-12;
    return Math.exp(
        root(t -> residual(Math.exp(t), penalty), Math.log(low) - margin, Math.log(high) + margin));
  }

  static double root(UnivariateFunction function, double low, double high) {
    return new BracketingNthOrderBrentSolver(1e-15, 1e-14, 0.0, 5)
        .solve(EVALUATIONS, function, low, high, AllowedSolution.ANY_SIDE);
  }
}
