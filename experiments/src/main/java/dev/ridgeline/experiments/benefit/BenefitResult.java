// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

/**
 * What one seed gave.
 *
 * @param benefits scratch risk less transfer risk, in the order of {@link BenefitDesign#index}
 * @param route how the sources were solved
 */
public record BenefitResult(double[] benefits, String route) {}
