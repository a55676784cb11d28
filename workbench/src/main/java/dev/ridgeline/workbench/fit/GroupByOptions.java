// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code path} that fit a model for every group of rows. */
final class GroupByOptions {
  @Option(
      names = "--group-by",
      required = true,
      split = ",",
      converter = TableArguments.ColumnName.class,
      paramLabel = "COL",
      description = "One ridge for each value of these columns, rows in any order: groups.csv.")
  private List<String> keys;

  @Option(
      names = "--share-penalty",
      description = "One penalty for all groups, of the least summed loss (default: one each).")
  private boolean sharePenalty;

  @Option(
      names = "--pool",
      description =
          "Draw every group towards the fit of all rows together, as strongly as the evidence of"
              + " all groups says.")
  private boolean pool;

  @Option(
      names = "--prior",
      paramLabel = "FILE",
      description =
          "Draw every group towards coefficients trained elsewhere: a table feature,PRIOR or a"
              + " model.json.")
  private Path prior;

  @Option(
      names = "--groups-as",
      paramLabel = "FORMAT",
      converter = GroupsFormat.Converter.class,
      description = "The table of groups as csv or parquet (default: csv).")
  private GroupsFormat format = GroupsFormat.CSV;

  GroupsFormat format() {
    return format;
  }

  List<String> keys() {
    return keys;
  }

  boolean sharesPenalty() {
    return sharePenalty;
  }

  boolean pools() {
    return pool;
  }

  Path prior() {
    return prior;
  }
}
