// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import dev.ridgeline.workbench.cli.OneLine;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The database whose functions read and write Parquet files; it holds no table. */
final class DuckDb {
  private DuckDb() {}

  /** A name in SQL. */
  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static Connection open() throws SQLException {
    Properties settings = new Properties();
    // Otherwise the whole result would stand in memory before its first row is read.
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try {
      return DriverManager.getConnection("jdbc:duckdb:", settings);
    } catch (LinkageError failure) {
      throw new RunFailedException(
          "the library of Parquet files could not be loaded ("
              + OneLine.of(String.valueOf(failure.getMessage()))
              + "): it is unpacked to the folder for temporary files, which"
              + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=DIR changes; or save the table as CSV",
          failure);
    }
  }

  /** A text in SQL. */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
