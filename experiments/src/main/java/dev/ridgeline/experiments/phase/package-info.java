// SPDX-License-Identifier: Apache-2.0

/**
 * The phase transition (figures 2a and 2b of Hedges, TMLR 2026): the commands {@code phase} and
 * {@code paper}.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.phase;
