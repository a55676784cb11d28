// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * A chain of tasks with the same coefficients w, isotropic: every task has fresh rows, gamma =
 * p/rows of them, and starts from the estimate of the one before, b_t = argmin |y_t - X_t b|^2/n +
 * l_t |b - b_(t-1)|^2, b_0 = 0.
 *
 * <p>With x the shrinkage of l_t, the distance D_t = E|b_t - w|^2 follows
 *
 * <pre>
 *   D_t = kappa D_(t-1) + sigma^2 v,   kappa = (1-x)^2/(1 - gamma x^2),   v = gamma x^2/(1 - gamma x^2)
 * </pre>
 *
 * <p>D_t increases with D_(t-1), so the best schedule is the best penalty of every task in turn,
 * l_t = gamma sigma^2/D_(t-1): it increases, and D_T falls as gamma sigma^2/T, the rate of all rows
 * pooled. One penalty for all tasks grows as T/ln T, and leaves ln T times as much.
 *
 * <p>The fixed penalty: G. Karpel, E. Moroshko, R. Levinstein, R. Meir, D. Soudry, I. Evron,
 * "Optimal L2 Regularization in High-dimensional Continual Linear Regression", 2026 (arXiv
 * 2601.13844). Increasing schedules: R. Levinstein, A. Attia, M. Schliserman, U. Sherman, T. Koren,
 * D. Soudry, I. Evron, "Optimal Rates in Continual Linear Regression via Increasing
 * Regularization", 2025 (arXiv 2506.06501).
 *
 * @param gamma p/n of every task, positive
 * @param noise sigma of every task, a standard deviation, positive
 * @param norm |w|, positive
 */
public record TaskChain(double gamma, double noise, double norm) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TaskChain {
    Checks.positive("gamma", gamma);
    Checks.positive("noise", noise);
    Checks.positive("norm", norm);
  }

  /**
   * The distance after a list of tasks.
   *
   * @param penalties l_1 to l_T on the mean-loss scale, each from 0 to infinity
   * @return D_T; infinite after a penalty 0 at gamma = 1
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public double distance(double... penalties) {
    double distance = norm * norm;
    for (double penalty : penalties) {
      distance = step(distance, penalty);
    }
    return distance;
  }

  /**
   * The best penalty of those that are the same for all tasks.
   *
   * @param tasks T, at least 1
   * @return the penalty, and D_T
   * @throws IllegalArgumentException if there is no task
   */
  public OptimalPenalty bestFixed(int tasks) {
    Checks.atLeast("tasks", tasks, 1);
    double first = gamma * noise * noise / (norm * norm);
    // The first of the best schedule is right for one task; the limit is below 2 T.
    double high = 10.0 * (first + gamma + 1.0) * (tasks + 1.0);
    double lambda = LogSearch.minimum(l -> repeated(l, tasks), 1e-3 * first, high);
    return OptimalPenalty.of(lambda, repeated(lambda, tasks));
  }

  /**
   * What the best fixed penalty tends to.
   *
   * @param tasks T, at least 1
   * @return 2 T / ln(4 T |w|^2/(gamma sigma^2))
   * @throws IllegalArgumentException if there is no task, or T is so small that the logarithm is
   *     not positive
   */
  public double fixedLimit(int tasks) {
    Checks.atLeast("tasks", tasks, 1);
    double log = Math.log(4.0 * tasks * norm * norm / (gamma * noise * noise));
    return 2.0 * tasks / Checks.positive("ln(4 T |w|^2/(gamma sigma^2))", log);
  }

  /**
   * The best penalty of every task.
   *
   * @param tasks T, at least 1
   * @return l_1 to l_T, increasing
   * @throws IllegalArgumentException if there is no task
   */
  public double[] bestSchedule(int tasks) {
    double[] penalties = new double[Checks.atLeast("tasks", tasks, 1)];
    double distance = norm * norm;
    for (int t = 0; t < tasks; t++) {
      TunedTarget tuned = TunedTarget.of(distance, gamma, noise);
      penalties[t] = tuned.penalty();
      distance = tuned.risk();
    }
    return penalties;
  }

  private double repeated(double penalty, int tasks) {
    double distance = norm * norm;
    for (int t = 0; t < tasks; t++) {
      distance = step(distance, penalty);
    }
    return distance;
  }

  private double step(double distance, double penalty) {
    double x = new IsotropicTheory(gamma, noise, norm).shrinkage(penalty);
    double slack = 1.0 - gamma * x * x;
    if (slack == 0.0) {
      return Double.POSITIVE_INFINITY;
    }
    double added = noise * noise * gamma * x * x / slack;
    return SourcePenaltyPrice.kappa(gamma, penalty) * distance + added;
  }
}
