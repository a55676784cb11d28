// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The options of a study, whose cells can be computed anywhere: those of a run that a cluster may
 * compute, and which share of the cells.
 */
@Command
public final class StudyOptions extends ClusterOptions {
  /** Names a shard whose cells the run begins with: how {@link MergeCommand} calls a study. */
  static final String MERGED = "--merged-shard";

  @Option(
      names = Shards.OPTION,
      paramLabel = "I/N",
      converter = Shard.Converter.class,
      description =
          "Compute every N-th cell from the I-th on, into a folder of its own; 'ridgeline merge'"
              + " puts the N folders together.")
  private Shard shard;

  @Option(names = MERGED, hidden = true)
  private List<Path> merged;

  /** Made by picocli. */
  public StudyOptions() {}

  @Override
  Optional<Shard> shard() {
    return Optional.ofNullable(shard);
  }

  @Override
  Optional<Shards> merged() {
    return Optional.ofNullable(merged).map(Shards::read);
  }
}
