// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.WriteFailure;
import dev.ridgeline.workbench.table.TableFormat;
import dev.ridgeline.workbench.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code --groups-as} takes: the format of the table of groups. */
enum GroupsFormat {
  CSV,
  PARQUET;

  /** Reads {@code --groups-as}. */
  static final class Converter extends Labels<GroupsFormat> {
    Converter() {
      super(GroupsFormat.class);
    }
  }

  /** The file of the groups. */
  String file() {
    return "groups." + Labels.of(this);
  }

  /** Refuses a format whose module is not there. */
  void requireWriter() {
    if (this == PARQUET) {
      writer();
    }
  }

  private TableFormat writer() {
    return Tables.format(Path.of(file()))
        .orElseThrow(
            () ->
                new BadInputException(
                    "--groups-as",
                    Labels.of(this),
                    "csv, since what writes Parquet files is not on the class path: run the command"
                        + " through ./ridgeline, which fetches it"));
  }

  /** The Parquet file of a table in CSV. */
  byte[] parquet(List<String> names, List<Class<?>> types, String csv) {
    try {
      Path folder = Files.createTempDirectory("ridgeline-groups");
      Path text = folder.resolve("groups.csv");
      Path made = folder.resolve(file());
      try {
        Files.writeString(text, csv);
        writer().write(names, types, text, made);
        return Files.readAllBytes(made);
      } finally {
        Files.deleteIfExists(text);
        Files.deleteIfExists(made);
        Files.delete(folder);
      }
    } catch (IOException failure) {
      throw new RunFailedException(
          "cannot write "
              + file()
              + " in the folder for temporary files ("
              + WriteFailure.reason(failure)
              + "): JDK_JAVA_OPTIONS=-Djava.io.tmpdir=DIR names another, or leave --groups-as out",
          failure);
    }
  }
}
