// SPDX-License-Identifier: Apache-2.0

/**
 * What transfer gains over training from scratch, as three of the studies measure it.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.benefit;
