// SPDX-License-Identifier: Apache-2.0

/**
 * Four predictions of the theory beside simulated fits: negative source penalties, a matrix
 * penalty, chains of tasks, the price of a source penalty as the target grows. Command {@code
 * predictions}.
 *
 * <p>Dependencies: workbench and transfer.
 */
package dev.ridgeline.experiments.predictions;
