// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Criterion;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Numbers;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which rows are held out to judge penalties: for use as a picocli mixin. */
@Command
final class HeldOutArguments {
  @Option(
      names = "--folds",
      paramLabel = "K",
      converter = Numbers.Count.class,
      description = "Judge penalties by K folds drawn with --seed (default: leave-one-out).")
  private Integer folds;

  @Option(
      names = "--groups",
      paramLabel = "COLUMN",
      converter = TableArguments.ColumnName.class,
      description =
          "Rows of one value stay together: each value is left out in turn, or whole values make"
              + " the --folds.")
  private String groups;

  /** Number of folds; null: none. */
  Integer folds() {
    return folds;
  }

  /** Column of groups; null: none. */
  String groups() {
    return groups;
  }

  /** What judges; see {@link #requireIn}. */
  Criterion criterion(long seed) {
    if (folds != null && folds < 2) {
      throw new BadInputException("--folds", folds, "2 or more");
    }
    if (folds == null) {
      return groups == null ? Criterion.leaveOneOut() : new Criterion.LeaveOneGroupOut();
    }
    return groups == null ? new Criterion.KFold(folds, seed) : new Criterion.GroupedKFold(folds);
  }

  /** Refuses a table with fewer groups, or rows, than are held out. */
  void requireIn(String table, Sample sample) {
    int[] labels = sample.groups();
    int most =
        groups == null
            ? sample.rows()
            : (int)
                IntStream.range(0, labels.length)
                    .filter(i -> sample.weight(i) > 0)
                    .map(i -> labels[i])
                    .distinct()
                    .count();
    if (groups != null && most < 2) {
      throw new BadInputException("--groups", groups, "a column of two values or more in " + table);
    }
    if (folds != null) {
      requireFolds(folds, most, groups == null ? "rows" : "groups", table);
    }
  }

  /** Refuses more folds than there are rows or groups. */
  static void requireFolds(int folds, long most, String of, String table) {
    if (folds < 2 || folds > most) {
      throw new BadInputException(
          "--folds", folds, "2 to " + most + ", the number of " + of + " in " + table);
    }
  }

  /** The criterion as files name it. */
  String judged() {
    if (folds != null) {
      return folds + "-fold" + (groups == null ? "" : " by " + groups);
    }
    return groups == null ? "leave-one-out" : "leave-one-" + groups + "-out";
  }
}
