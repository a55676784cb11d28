// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.OneLine;
import dev.ridgeline.workbench.table.BlockBuilder;
import dev.ridgeline.workbench.table.BlockRequest;
import dev.ridgeline.workbench.table.BlockSink;
import dev.ridgeline.workbench.table.TableFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One Parquet file.
 *
 * <p>Columns of numbers are whole or floating-point numbers, decimals or booleans (false is 0);
 * whole numbers beyond 2^53 and decimals are rounded to the nearest double. Rows come in the order
 * of the file.
 */
final class ParquetFile implements TableFile {
  private static final Pattern NUMBER =
      Pattern.compile("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|BOOLEAN|DECIMAL\\(.*\\)");

  /** Fit a long. */
  private static final Pattern WHOLE =
      Pattern.compile("(TINY|SMALL|BIG)INT|INTEGER|U(TINY|SMALL)INT|UINTEGER");

  private final Path file;
  private final Map<String, String> types = new LinkedHashMap<>();
  private final long rows;

  /** Opens a file and reads its schema. */
  ParquetFile(Path file) {
    this.file = file;
    if (!Files.isReadable(file)) {
      throw new BadInputException(
          OneLine.of(file.toString()) + " may not be read: check its permissions");
    }
    try (Connection duckdb = DuckDb.open();
        Statement statement = duckdb.createStatement()) {
      try (ResultSet schema = statement.executeQuery("DESCRIBE SELECT * FROM " + source())) {
        while (schema.next()) {
          types.put(schema.getString("column_name"), schema.getString("column_type"));
        }
      }
      try (ResultSet counted = statement.executeQuery("SELECT count(*) FROM " + source())) {
        counted.next();
        rows = counted.getLong(1);
      }
    } catch (SQLException failure) {
      throw refused(failure);
    }
  }

  @Override
  public List<String> names() {
    return List.copyOf(types.keySet());
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public void read(BlockRequest request, BlockSink sink) {
    for (String column : request.numbers()) {
      if (!NUMBER.matcher(types.get(column)).matches()) {
        throw new BadInputException(
            OneLine.of(file.toString()) + ", column " + OneLine.of(column, 60) + ":",
            OneLine.of(types.get(column), 60),
            "a type of numbers: integer, floating point, decimal or boolean;"
                + " --features may leave the column out");
      }
    }
    try (Connection duckdb = DuckDb.open();
        Statement statement = duckdb.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT " + selected(request) + " FROM " + source())) {
      rows(found, request, sink);
    } catch (SQLException failure) {
      throw refused(failure);
    }
  }

  private void rows(ResultSet found, BlockRequest request, BlockSink sink) throws SQLException {
    BlockBuilder block = new BlockBuilder(file.toString(), request, sink);
    long size = file.toFile().length();
    double[] values = new double[request.numbers().size()];
    String[] words = new String[request.texts().size()];
    List<Text> texts =
        request.texts().stream().map(name -> new Text(isWhole(types.get(name)))).toList();
    long row = 0;
    for (; found.next(); row++) {
      for (int column = 0; column < values.length; column++) {
        double value = found.getDouble(column + 1);
        // of a null the driver makes a zero, or none
        if ((value == 0 || Double.isNaN(value)) && found.wasNull()) {
          if (!request.missing()) {
            throw block.notFinite(row, column, "null");
          }
          value = Double.NaN;
        }
        values[column] = value;
      }
      for (int column = 0; column < words.length; column++) {
        words[column] = texts.get(column).of(found, values.length + column + 1);
      }
      block.add(values, words, rows == 0 ? 0 : (long) ((double) size * row / rows));
    }
    block.finish(size);
  }

  private static boolean isWhole(String type) {
    return WHOLE.matcher(type).matches();
  }

  /** A column of text, whose rows often come in groups: a text is made once for all of a group. */
  private static final class Text {
    private final boolean whole;
    private long last;
    private String text;

    Text(boolean whole) {
      this.whole = whole;
    }

    String of(ResultSet row, int column) throws SQLException {
      if (!whole) {
        String own = row.getString(column);
        return own == null ? "" : own.strip();
      }
      long value = row.getLong(column);
      if (value == 0 && row.wasNull()) {
        return "";
      }
      if (text == null || value != last) {
        last = value;
        text = Long.toString(value);
      }
      return text;
    }
  }

  private String selected(BlockRequest request) {
    List<String> selected = new ArrayList<>();
    request.numbers().forEach(name -> selected.add("CAST(" + DuckDb.quoted(name) + " AS DOUBLE)"));
    request.texts().forEach(name -> selected.add(text(name)));
    // Of a table without columns only the rows count.
    return selected.isEmpty() ? "0" : String.join(", ", selected);
  }

  // Whole numbers as text have no point, of whatever type they are.
  private String text(String name) {
    String type = types.get(name);
    if (isWhole(type)) {
      return DuckDb.quoted(name);
    }
    String text = "CAST(" + DuckDb.quoted(name) + " AS VARCHAR)";
    return type.equals("DOUBLE") || type.equals("FLOAT")
        ? "regexp_replace(" + text + ", '\\.0$', '')"
        : text;
  }

  /**
   * The file as a table of SQL: exactly this one, whatever its name and its folders look like.
   *
   * <p>Wildcards lose their meaning in brackets.
   */
  private String source() {
    String path = file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]");
    return "read_parquet('" + path.replace("'", "''") + "', hive_partitioning = false)";
  }

  private BadInputException refused(SQLException failure) {
    return new BadInputException(
        OneLine.of(file.toString())
            + " cannot be read as a Parquet file: "
            + OneLine.of(String.valueOf(failure.getMessage())));
  }
}
