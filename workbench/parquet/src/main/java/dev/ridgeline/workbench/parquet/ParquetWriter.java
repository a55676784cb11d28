// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import dev.ridgeline.workbench.cli.OneLine;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Makes a Parquet file of a table in CSV, with the rows in their order. */
final class ParquetWriter {
  private ParquetWriter() {}

  static void write(List<String> names, List<Class<?>> types, Path csv, Path file) {
    List<String> columns = new ArrayList<>();
    List<String> selected = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      columns.add("'c" + j + "': '" + type(types.get(j)) + "'");
      selected.add("c" + j + " AS " + DuckDb.quoted(names.get(j)));
    }
    String query =
        "COPY (SELECT "
            + String.join(", ", selected)
            + " FROM read_csv("
            + DuckDb.text(csv.toString())
            + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
            + " nullstr = '', columns = {"
            + String.join(", ", columns)
            + "})) TO "
            + DuckDb.text(file.toString())
            + " (FORMAT parquet)";
    try (Connection duckdb = DuckDb.open();
        Statement statement = duckdb.createStatement()) {
      statement.execute(query);
    } catch (SQLException failure) {
      throw new RunFailedException(
          "a Parquet file could not be written: "
              + OneLine.of(String.valueOf(failure.getMessage())),
          failure);
    }
  }

  private static String type(Class<?> of) {
    return of == String.class ? "VARCHAR" : of == Long.class ? "BIGINT" : "DOUBLE";
  }
}
