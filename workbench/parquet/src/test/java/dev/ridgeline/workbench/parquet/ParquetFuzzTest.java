// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.Selection;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableOptions;
import dev.ridgeline.workbench.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged Parquet files: refused in one line, or read.
 *
 * <p>Pages have no checksums, so damage within one may well be other numbers; only files that came
 * through whole are judged by what was written.
 */
class ParquetFuzzTest {
  private static final int ROWS = 300;

  @TempDir Path folder;

  @Test
  @Timeout(1800)
  void readsOrRefusesDamagedFiles() throws IOException, SQLException {
    String asked = System.getProperty("tests.seed", "");
    long seed = asked.isEmpty() ? 0xda12 : Long.decode(asked);
    int count = Integer.getInteger("ridgeline.fuzz", 2000) / 20;
    Path file = folder.resolve("d.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      byte[][] originals = {
        original(statement, "(FORMAT parquet)"),
        original(statement, "(FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 2048)"),
        original(statement, "(FORMAT parquet, COMPRESSION zstd)")
      };
      int accepted = 0;
      for (int trial = 0; trial < count; trial++) {
        SplittableRandom random = new SplittableRandom(seed + trial);
        byte[] original = originals[random.nextInt(originals.length)];
        byte[] damaged = damaged(original, random);
        Files.write(file, damaged);
        String what = "trial " + trial + ", -Dtests.seed=" + (seed + trial);
        try {
          Table table = TableSource.of(file, TableOptions.AUTO).read(Selection.ALL);
          accepted++;
          if (Arrays.equals(original, damaged)) {
            judge(table, what);
          }
        } catch (BadInputException refused) {
          assertThat(refused.getMessage())
              .as(what)
              .startsWith(file.toString())
              .doesNotContain("\n");
        }
      }
      assertThat(accepted).as("of %d, -Dtests.seed=%d", count, seed).isGreaterThan(count / 20);
    }
  }

  private static void judge(Table table, String what) {
    assertThat(table.rows()).as(what).isEqualTo(ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(table.column("i")[row]).as(what).isEqualTo(row);
      assertThat(table.column("x")[row]).as(what).isEqualTo(row / 7.0);
      assertThat(table.column("b")[row]).as(what).isEqualTo(row % 3 == 0 ? 1 : 0);
      assertThat(table.column("s")[row]).as(what).isEqualTo(row % 5);
    }
  }

  private byte[] original(Statement statement, String options) throws SQLException, IOException {
    Path file = folder.resolve("original.parquet");
    statement.execute(
        "COPY (SELECT range AS i, range / 7 AS x, range % 3 = 0 AS b, (range % 5)::SMALLINT AS s"
            + " FROM range("
            + ROWS
            + ")) TO '"
            + file
            + "' "
            + options);
    return Files.readAllBytes(file);
  }

  private static byte[] damaged(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[bytes.length - 1 - random.nextInt(Math.min(400, bytes.length))] ^= 1;
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) 0xFF);
        case 3 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
        default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return bytes;
  }
}
