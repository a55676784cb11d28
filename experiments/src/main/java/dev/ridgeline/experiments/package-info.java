// SPDX-License-Identifier: Apache-2.0

/**
 * The linear studies of Hedges (TMLR 2026), each a sub-command of {@code ridgeline}: {@link
 * dev.ridgeline.experiments.phase} draws the phase transition, {@link
 * dev.ridgeline.experiments.noise}, {@link dev.ridgeline.experiments.independence}, {@link
 * dev.ridgeline.experiments.boundary} and {@link dev.ridgeline.experiments.scaling} the ablations
 * around it, all over the tasks of {@link dev.ridgeline.experiments.model}.
 *
 * <p>Dependencies: workbench and transfer. Commands run once, on the thread that calls them.
 */
package dev.ridgeline.experiments;
