// SPDX-License-Identifier: Apache-2.0

/**
 * Whole ridge regressions of tables, as users call them, beside scikit-learn's (targets P12 to
 * P15). The peers are the programs in {@code benchmarks/peers}; both sides read the same files.
 */
package dev.ridgeline.benchmarks.tables;
