// SPDX-License-Identifier: Apache-2.0

/**
 * What this machine can do: the command {@code bench}, and the works that it and the project's own
 * benchmarks time.
 */
package dev.ridgeline.workbench.bench;
