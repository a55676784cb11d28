// SPDX-License-Identifier: Apache-2.0

/**
 * The studies on networks (figures 3 to 5 of Hedges, TMLR 2026): the commands below {@code neural}.
 *
 * <p>Dependencies: {@code data}, {@code model}, {@code train}, the workbench, Commons RNG,
 * Hipparchus for NumPy's generator.
 */
package dev.ridgeline.neural.study;
