// SPDX-License-Identifier: Apache-2.0

/**
 * Resumable runs: many independent cells, computed by any number of threads, into one folder.
 *
 * <p>A study holds a {@link dev.ridgeline.workbench.run.RunOptions} mixin, opens a {@link
 * dev.ridgeline.workbench.run.Run}, sweeps its cells, writes its files and finishes:
 *
 * <pre>{@code
 * try (Run run = options.open(session::resolve)) {
 *   if (run.alreadyFinished()) {
 *     return ExitCode.DONE;
 *   }
 *   List<Risk> risks = run.sweep(cells, Risk.class, cell -> risk(cell));
 *   run.write("phase.csv", table(risks).text());
 *   run.finish();
 *   return ExitCode.DONE;
 * }
 * }</pre>
 *
 * <p>Killed at any moment, the same command with {@code --resume} gives the same bytes. The state
 * lies in {@code DIR/.run}: {@code plan.json} says what is computed, {@code cells.log} holds one
 * line for every finished cell, {@code staged} the result files until all are there. They are then
 * renamed into place, the manifest last, and the state is removed.
 */
package dev.ridgeline.workbench.run;
