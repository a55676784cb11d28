// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.GlobalOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a command line asks of a run beside its plan.
 *
 * @param global the options of every command
 * @param ending what is said at the end
 * @param shard the share of the cells, or all
 * @param cluster opens what computes the cells; null for threads of this JVM
 * @param arguments the command line without what cannot change a result, for the merge of shards
 * @param commandLine the command for a person, as a shell takes it, defaults left out
 * @param merged shards whose cells the run begins with; empty as a rule
 */
record RunRequest(
    GlobalOptions global,
    Ending ending,
    Optional<Shard> shard,
    Supplier<SweepExecutor> cluster,
    List<String> arguments,
    String commandLine,
    Optional<Shards> merged) {}
