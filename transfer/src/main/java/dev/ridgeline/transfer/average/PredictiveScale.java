// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.matrix.Matrix;

/**
 * Squared scales of Student distributions for what is linear in the coefficients.
 *
 * @param along of B'(w - b), d x d, symmetric
 * @param beyond of a direction of length 1 that is orthogonal to B and to all rows: its prior
 * @param noise of a row of weight 1
 * @param degrees degrees of freedom
 */
public record PredictiveScale(Matrix along, double beyond, double noise, double degrees) {}
