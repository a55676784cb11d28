// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Slopes of groups of one column: {@code path --group-by} as a process beside DuckDB's {@code
 * regr_slope} as a query in this one, which is spared the start. Run as {@code java -cp DUCKDB.jar
 * GroupsBesideDuckDb.java FOLDER GROUPS ROWS RIDGELINE}, with a jar that the profile {@code
 * parquet} brings. Draws FOLDER/groups-GROUPSxROWS.parquet with columns g, x and y where it is
 * missing; both read it and write a table of slopes, in turn. Prints a line of JSON for each turn.
 */
final class GroupsBesideDuckDb {
  private static final int TURNS = 5;

  private GroupsBesideDuckDb() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long groups = Long.parseLong(args[1]);
    long rows = Long.parseLong(args[2]);
    Path table = folder.resolve("groups-" + groups + "x" + rows + ".parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      if (!Files.exists(table)) {
        draw(statement, table, groups, rows);
      }
      ridgeline(args[3], table, folder); // builds what is missing
      for (int turn = 0; turn < TURNS; turn++) {
        print("ridgeline", turn, ridgeline(args[3], table, folder));
        print("duckdb", turn, query(statement, table, folder.resolve("slopes.csv")));
      }
      compare(statement, folder);
    }
  }

  private static double query(Statement statement, Path table, Path slopes) throws SQLException {
    long from = System.nanoTime();
    statement.execute(
        "COPY (SELECT g, count(*) AS rows, regr_slope(y, x) AS slope, regr_intercept(y, x) AS"
            + " intercept FROM '"
            + table
            + "' GROUP BY g) TO '"
            + slopes
            + "'");
    return (System.nanoTime() - from) / 1e9;
  }

  private static double ridgeline(String program, Path table, Path folder)
      throws IOException, InterruptedException {
    String[] command = {
      program,
      "path",
      "--data",
      table.toString(),
      "--response",
      "y",
      "--group-by",
      "g",
      "--penalties",
      "0",
      "--no-report",
      "--quiet",
      "--overwrite",
      "--out",
      folder.resolve("groups-out").toString()
    };
    long from = System.nanoTime();
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " failed: exit=" + exit);
    }
    return (System.nanoTime() - from) / 1e9;
  }

  /** Without a penalty both have the same slopes. */
  private static void compare(Statement statement, Path folder) throws SQLException {
    ResultSet row =
        statement.executeQuery(
            "SELECT count(*), max(abs(theirs.slope - ours.x)) FROM '"
                + folder.resolve("slopes.csv")
                + "' theirs JOIN '"
                + folder.resolve("groups-out").resolve("groups.csv")
                + "' ours USING (g)");
    row.next();
    System.out.printf(
        Locale.ROOT,
        "{\"groups\": %d, \"largest_difference\": %.3g}%n",
        row.getLong(1),
        row.getDouble(2));
  }

  private static void print(String side, int turn, double seconds) {
    System.out.printf(
        Locale.ROOT, "{\"side\": \"%s\", \"turn\": %d, \"seconds\": %.3f}%n", side, turn, seconds);
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
