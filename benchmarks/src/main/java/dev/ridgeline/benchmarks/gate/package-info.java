// SPDX-License-Identifier: Apache-2.0

/** The targets of speed, measured side by side and judged. */
package dev.ridgeline.benchmarks.gate;
