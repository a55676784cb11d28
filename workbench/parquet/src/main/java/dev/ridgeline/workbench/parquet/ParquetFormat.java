// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.OneLine;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.table.HeapBudget;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableBuilder;
import dev.ridgeline.workbench.table.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads Parquet files: those whose names end in {@code .parquet} or {@code .pq}.
 *
 * <p>Columns that are kept must hold whole or floating-point numbers, decimals or booleans (false
 * is 0); whole numbers beyond 2^53 and decimals are rounded to the nearest double. Rows come in the
 * order of the file. Stateless.
 */
public final class ParquetFormat implements TableFormat {
  private static final Pattern NUMBER =
      Pattern.compile("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|BOOLEAN|DECIMAL\\(.*\\)");

  /** Made by {@link java.util.ServiceLoader}. */
  public ParquetFormat() {}

  @Override
  public boolean reads(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".parquet") || name.endsWith(".pq");
  }

  @Override
  public List<String> columnNames(Path file) {
    requireReadable(file);
    try (Connection duckdb = open()) {
      return schema(duckdb, file).stream().map(Column::name).toList();
    } catch (SQLException failure) {
      throw refused(file, failure);
    }
  }

  @Override
  public Table read(Path file, Set<String> wanted, HeapBudget budget) {
    requireReadable(file);
    try (Connection duckdb = open()) {
      List<Column> schema = schema(duckdb, file);
      List<String> names = schema.stream().map(Column::name).toList();
      TableBuilder table = new TableBuilder(file.toString(), "its schema", names, wanted, budget);
      Set<String> kept = Set.copyOf(table.names());
      for (Column column : schema) {
        if (kept.contains(column.name()) && !NUMBER.matcher(column.type()).matches()) {
          throw new BadInputException(
              OneLine.of(file.toString()) + ", column " + OneLine.of(column.name(), 60) + ":",
              OneLine.of(column.type(), 60),
              "a type of numbers: integer, floating point, decimal or boolean;"
                  + " --features may leave the column out");
        }
      }
      table.expect(count(duckdb, file));
      fill(duckdb, file, table);
      return table.build();
    } catch (SQLException failure) {
      throw refused(file, failure);
    }
  }

  private record Column(String name, String type) {}

  private static List<Column> schema(Connection duckdb, Path file) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + source(file))) {
      List<Column> columns = new ArrayList<>();
      while (described.next()) {
        columns.add(
            new Column(described.getString("column_name"), described.getString("column_type")));
      }
      return columns;
    }
  }

  private static long count(Connection duckdb, Path file) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet counted = statement.executeQuery("SELECT count(*) FROM " + source(file))) {
      counted.next();
      return counted.getLong(1);
    }
  }

  private static void fill(Connection duckdb, Path file, TableBuilder table) throws SQLException {
    List<String> names = table.names();
    // Of a table without columns only the rows count.
    String selected =
        names.isEmpty()
            ? "0"
            : names.stream()
                .map(name -> "CAST(\"" + name.replace("\"", "\"\"") + "\" AS DOUBLE)")
                .collect(Collectors.joining(", "));
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery("SELECT " + selected + " FROM " + source(file))) {
      double[] values = new double[names.size()];
      for (long row = 0; rows.next(); row++) {
        for (int column = 0; column < values.length; column++) {
          values[column] = rows.getDouble(column + 1);
          // of a null the driver makes a zero, or none
          boolean odd = values[column] == 0 || Double.isNaN(values[column]);
          if (odd && rows.wasNull()) {
            throw table.notFinite(row, column, "null");
          }
        }
        table.add(values);
      }
    }
  }

  private static Connection open() throws SQLException {
    Properties settings = new Properties();
    // Otherwise the whole result would stand in memory before its first row is read.
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try {
      return DriverManager.getConnection("jdbc:duckdb:", settings);
    } catch (LinkageError failure) {
      throw new RunFailedException(
          "the library that reads Parquet files could not be loaded ("
              + OneLine.of(String.valueOf(failure.getMessage()))
              + "): it is unpacked to the folder for temporary files, which"
              + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=DIR changes; or save the table as CSV",
          failure);
    }
  }

  /**
   * The file as a table of SQL: exactly this one, whatever its name and its folders look like.
   *
   * <p>Wildcards lose their meaning in brackets.
   */
  private static String source(Path file) {
    String path = file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]");
    return "read_parquet('" + path.replace("'", "''") + "', hive_partitioning = false)";
  }

  private static void requireReadable(Path file) {
    if (!Files.isReadable(file)) {
      throw new BadInputException(
          OneLine.of(file.toString()) + " may not be read: check its permissions");
    }
  }

  private static BadInputException refused(Path file, SQLException failure) {
    return new BadInputException(
        OneLine.of(file.toString())
            + " cannot be read as a Parquet file: "
            + OneLine.of(String.valueOf(failure.getMessage())));
  }
}
