// SPDX-License-Identifier: Apache-2.0

/**
 * The ablation of the source noise: when does transfer help, at three source penalties? Command
 * {@code noise}.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.noise;
