// SPDX-License-Identifier: Apache-2.0

/**
 * Isotropic tasks without designs: what an orthogonal reduction leaves of a matrix of independent
 * normal numbers is drawn in its place. Equal in law to the drawn designs, at the cost of O(p) time
 * per penalty; {@code docs/theory.md} has the derivation.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.chi;
