// SPDX-License-Identifier: Apache-2.0

/**
 * Target independence: does the sign of the benefit depend on the target sample? Command {@code
 * independence}.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.independence;
