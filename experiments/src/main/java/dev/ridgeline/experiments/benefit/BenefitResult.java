// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import java.io.Serializable;
import java.util.List;

/**
 * What one seed gave.
 *
 * @param benefits scratch risk less transfer risk, in the order of {@link BenefitDesign#index}
 * @param routes how the sources were solved, each way once
 */
public record BenefitResult(double[] benefits, List<String> routes) implements Serializable {}
