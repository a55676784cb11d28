// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code ridgeline} command: root, options shared by every sub-command, grids, exit codes.
 *
 * <p>A sub-command implements {@link dev.ridgeline.workbench.cli.Subcommand} and is named in {@code
 * META-INF/services}; {@link dev.ridgeline.workbench.cli.Main} finds it. The types here are used by
 * one thread, the one that runs the command, unless they say otherwise.
 */
package dev.ridgeline.workbench.cli;
