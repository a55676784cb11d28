// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The options of a run into a folder whose work a cluster may do. */
@Command
public sealed class ClusterOptions extends RunOptions permits StudyOptions {
  @Mixin private ExecutorOptions executor;

  /** Made by picocli. */
  public ClusterOptions() {}

  /**
   * Whether a cluster computes.
   *
   * @return false where threads of this JVM do
   * @throws dev.ridgeline.workbench.cli.BadInputException when options contradict each other or
   *     there is no such executor
   */
  public boolean onCluster() {
    return executor.provider(SweepExecutorProvider.class, SweepExecutorProvider::name).isPresent();
  }

  /**
   * Names the cluster for people.
   *
   * @return the executor, and where it is
   */
  public String clusterName() {
    return executor.inWords();
  }

  @Override
  Optional<ExecutorOptions> executor() {
    return Optional.of(executor);
  }
}
