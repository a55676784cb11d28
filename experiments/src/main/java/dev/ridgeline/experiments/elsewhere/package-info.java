// SPDX-License-Identifier: Apache-2.0

/**
 * Commands that are built on first use, as long as they are not: their names and what they do.
 *
 * <p>Dependencies: workbench.cli.
 */
package dev.ridgeline.experiments.elsewhere;
