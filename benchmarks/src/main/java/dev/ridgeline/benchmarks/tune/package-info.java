// SPDX-License-Identifier: Apache-2.0

/** Measures candidates for the table of block sizes. */
package dev.ridgeline.benchmarks.tune;
