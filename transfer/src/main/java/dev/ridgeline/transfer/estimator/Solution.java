// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Route;

/**
 * How a solution was computed, and how accurate it is.
 *
 * @param route backend, side and method
 * @param condition of the penalised normal equations in the 2-norm; infinite at penalty 0 when
 *     columns depend on each other, where the solution is that of minimum norm
 * @param residual of the normal equations, relative to their terms: some 1e-16 when all is well
 */
public record Solution(Route route, double condition, double residual) {}
