// SPDX-License-Identifier: Apache-2.0

/**
 * How well the choices of a transfer do, on random problems whose truth is known: regret, advice,
 * probabilities and intervals. Results are written into {@code docs/choice.md}.
 */
package dev.ridgeline.benchmarks.choice;
