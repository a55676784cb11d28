// SPDX-License-Identifier: Apache-2.0

/**
 * The phase transition at one alignment over growing dimensions. Command {@code scaling}.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.scaling;
