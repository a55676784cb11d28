// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.HeapBudget;
import dev.ridgeline.workbench.table.Selection;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableOptions;
import dev.ridgeline.workbench.table.TableSource;
import dev.ridgeline.workbench.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFormatTest {
  @TempDir Path folder;

  private Path write(String name, String query) throws SQLException {
    return write(folder.resolve(name), query);
  }

  private static Path write(Path file, String query) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet)"
              .formatted(query, file.toString().replace("'", "''")));
    }
    return file;
  }

  private static Table read(Path file) {
    return Tables.read(file, TableOptions.AUTO, null);
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + message);
  }

  @Test
  void readsBackTheBitsThatWereWrittenInTheirOrder() throws SQLException {
    long seed = 0x9a6;
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[5000];
    Path file = folder.resolve("d.parquet");
    // Parameters, since the doubles of a query's text are not always the nearest.
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE TABLE t (i INTEGER, x DOUBLE)");
      try (PreparedStatement insert = duckdb.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
        for (int row = 0; row < values.length; row++) {
          values[row] = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-300, 300));
          insert.setInt(1, row);
          insert.setDouble(2, values[row]);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("COPY t TO '" + file + "' (FORMAT parquet)");
    }
    Table table = read(file);
    assertThat(table.names()).containsExactly("i", "x");
    assertThat(table.column("x")).as("seed %d", seed).isEqualTo(values);
    double[] index = table.column("i");
    Arrays.setAll(values, row -> row);
    assertThat(index).isEqualTo(values);
  }

  @Test
  void readsManyRowGroupsInOrder() throws SQLException {
    Table table = read(write("d.pq", "SELECT range AS i, -range AS j FROM range(500000)"));
    assertThat(table.rows()).isEqualTo(500_000);
    double[] index = table.column("i");
    double[] negative = table.column("j");
    for (int row = 0; row < index.length; row++) {
      assertThat(index[row]).isEqualTo(row);
      assertThat(negative[row]).isEqualTo(-row);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, -5",
    "SMALLINT, -5",
    "INTEGER, -5",
    "BIGINT, -5",
    "HUGEINT, -5",
    "UTINYINT, 200",
    "USMALLINT, 200",
    "UINTEGER, 4000000000",
    "UBIGINT, 18446744073709551615",
    "FLOAT, 0.1",
    "DOUBLE, 0.1",
    "BOOLEAN, 1",
    "'DECIMAL(9,3)', 1.125",
    "'DECIMAL(38,3)', 1.125"
  })
  void readsEveryTypeOfNumbers(String type, String value) throws SQLException {
    double expected = type.equals("FLOAT") ? Float.parseFloat(value) : Double.parseDouble(value);
    Path file = write("d.parquet", "SELECT CAST(%s AS %s) AS x".formatted(value, type));
    assertThat(read(file).column("x")).containsExactly(expected);
  }

  @Test
  void keepsAndChecksOnlyWhatIsWanted() throws SQLException {
    Path file =
        write(
            "d.parquet",
            "SELECT 'a' AS text, 2.5 AS \"x \"\"y\"\"\", DATE '2024-01-31' AS day, NULL::DOUBLE AS"
                + " n");
    assertThat(Tables.columnNames(file, TableOptions.AUTO))
        .containsExactly("text", "x \"y\"", "day", "n");
    Table table = Tables.read(file, TableOptions.AUTO, Set.of("x \"y\""));
    assertThat(table.names()).containsExactly("x \"y\"");
    assertThat(table.column("x \"y\"")).containsExactly(2.5);
    assertThat(Tables.read(file, TableOptions.AUTO, Set.of()).rows()).isEqualTo(1);
    assertThatThrownBy(() -> Tables.read(file, TableOptions.AUTO, Set.of("z")))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + " has no column z: it has text, x \"y\", day, n");
  }

  @Test
  void keepsTextsAndMissingNumbers() throws SQLException {
    Path file =
        write(
            "d.parquet",
            "SELECT * FROM (VALUES ('b', 1.5, 2, 1.0::DOUBLE), ('a', NULL, 10, 2.5), (NULL, 3,"
                + " NULL, 1e20)) t(g, x, k, d)");
    TableSource source = TableSource.of(file, TableOptions.AUTO);
    Table table = source.read(new Selection(Set.of("x"), Set.of("g", "k", "d"), true));
    assertThat(table.column("x")).containsExactly(1.5, Double.NaN, 3);
    assertThat(table.values("g")).containsExactly("b", "a", "");
    assertThat(table.values("k")).containsExactly("2", "10", "");
    assertThat(table.codes("k")).containsExactly(0, 1, 2);
    assertThat(table.values("d")).containsExactly("1", "2.5", "1e+20");
    List<Integer> rows = new ArrayList<>();
    source.forEachBlock(
        new Selection(Set.of(), Set.of("k"), false), 2, (b, first, read) -> rows.add(b.rows()));
    assertThat(rows).containsExactly(2, 1);
  }

  @Test
  void thePandasIndexHoldsTheNamesOfRows() throws SQLException {
    Path file = write("d.parquet", "SELECT 1.5 AS x, 7 AS __index_level_0__");
    TableSource source = TableSource.of(file, TableOptions.AUTO);
    assertThat(source.names()).containsExactly("x");
    assertThat(source.read(Selection.ALL).names()).containsExactly("x");
    assertThat(source.notes())
        .containsExactly(
            file + ": the column __index_level_0__ holds the names of rows and is left out.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d[1].parquet", "d*.parquet", "d?.parquet", "it's.parquet", "D.PARQUET"})
  void readsExactlyTheFileOfThatName(String name) throws SQLException, IOException {
    write("d1.parquet", "SELECT 1 AS x");
    write("dd.parquet", "SELECT 2 AS x");
    Path file = write("plain.parquet", "SELECT 3 AS x");
    Path moved = Files.move(file, folder.resolve(name));
    assertThat(read(moved).column("x")).containsExactly(3);
  }

  @Test
  void foldersAreNoColumns() throws SQLException, IOException {
    Path year = Files.createDirectory(folder.resolve("year=2024"));
    assertThat(read(write(year.resolve("d.parquet"), "SELECT 1 AS x")).names())
        .containsExactly("x");
  }

  @ParameterizedTest
  @CsvSource({"NULL, null", "'NaN', NaN", "'inf', Infinity", "'-inf', -Infinity"})
  void missingValues(String written, String shown) throws SQLException {
    String value = written.equals("NULL") ? written : "'" + written + "'";
    assertRefused(
        write(
            "d.parquet",
            "SELECT 1 AS a, 0::DOUBLE AS b UNION ALL SELECT 2, %s::DOUBLE".formatted(value)),
        ", row 1 (the first is 0), column b: '"
            + shown
            + "' is not accepted: expected a finite number: remove the row or fill in the value");
  }

  @ParameterizedTest
  @CsvSource({
    "'text', VARCHAR",
    "DATE '2024-01-31', DATE",
    "[1.5::DOUBLE], DOUBLE[]",
    "{'a': 1}, STRUCT(a INTEGER)"
  })
  void columnsThatAreNoNumbers(String value, String type) throws SQLException {
    String literal = value.equals("text") ? "'text'" : value;
    assertRefused(
        write("d.parquet", "SELECT 1 AS a, " + literal + " AS b"),
        ", column b: '"
            + type
            + "' is not accepted: expected a type of numbers: integer, floating point, decimal or"
            + " boolean; --features may leave the column out");
  }

  @Test
  void filesThatAreNone() throws IOException, SQLException {
    Path text = Files.writeString(folder.resolve("d.parquet"), "a,b\n1,2\n");
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadInputException.class)
        .message()
        .startsWith(text + " cannot be read as a Parquet file: ")
        .doesNotContain("\n");
    Path empty = Files.writeString(folder.resolve("e.parquet"), "");
    assertThatThrownBy(() -> read(empty))
        .isInstanceOf(BadInputException.class)
        .message()
        .startsWith(empty + " cannot be read as a Parquet file: ");
    byte[] whole = Files.readAllBytes(write("w.parquet", "SELECT range AS x FROM range(1000)"));
    Path cut = Files.write(folder.resolve("c.parquet"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(BadInputException.class)
        .message()
        .startsWith(cut + " cannot be read as a Parquet file: ");
    assertRefused(folder.resolve("absent.parquet"), " does not exist");
    assertRefused(write("none.parquet", "SELECT 1 AS x WHERE false"), " has a header and no rows");
  }

  @Test
  void refusesBeforeReadingWhatWillNotFit() throws SQLException {
    Path file = write("d.parquet", "SELECT range AS x, range AS y FROM range(1000)");
    TableSource source = TableSource.of(file, TableOptions.AUTO);
    assertThat(source.read(Selection.ALL, new HeapBudget(16_000)).rows()).isEqualTo(1000);
    assertThatThrownBy(() -> source.read(Selection.ALL, new HeapBudget(15_999)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + " needs 16,000 bytes of memory to read 1,000 rows of 2 columns, and there are"
                + " 15,999 bytes: name fewer columns with --features, or allow a bigger heap with"
                + " JDK_JAVA_OPTIONS=-Xmx1g");
  }
}
