// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Slopes of groups of one column by DuckDB's {@code regr_slope}, as a process: {@code java -cp
 * DUCKDB.jar GroupsBesideDuckDb.java FOLDER GROUPS ROWS}. Draws FOLDER/groups.parquet with columns
 * g, x and y where it is missing, writes FOLDER/slopes.csv, and prints the seconds of the query and
 * of the process. Beside it: {@code ridgeline path --data FOLDER/groups.parquet --response y
 * --group-by g --share-penalty}.
 */
final class GroupsBesideDuckDb {
  private GroupsBesideDuckDb() {}

  public static void main(String[] args) throws Exception {
    long began = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    Path folder = Path.of(args[0]);
    long groups = Long.parseLong(args[1]);
    long rows = Long.parseLong(args[2]);
    Path table = folder.resolve("groups.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      if (!Files.exists(table)) {
        draw(statement, table, groups, rows);
      }
      long from = System.nanoTime();
      statement.execute(
          "COPY (SELECT g, regr_slope(y, x) AS slope, regr_intercept(y, x) AS intercept FROM '"
              + table
              + "' GROUP BY g) TO '"
              + folder.resolve("slopes.csv")
              + "'");
      System.out.printf(
          Locale.ROOT,
          "duckdb: query %.2f s, process %.2f s%n",
          (System.nanoTime() - from) / 1e9,
          (System.currentTimeMillis() - began) / 1e3);
    }
  }

  private static void draw(Statement statement, Path table, long groups, long rows)
      throws SQLException {
    statement.execute(
        "COPY (SELECT g, x, x * (g % 7) + random() AS y FROM (SELECT i // "
            + rows
            + " AS g, random() AS x FROM range("
            + groups * rows
            + ") t(i))) TO '"
            + table
            + "' (FORMAT parquet)");
  }
}
