// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.Main;
import dev.ridgeline.workbench.table.Selection;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableOptions;
import dev.ridgeline.workbench.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code path --groups-as parquet}: the same table as {@code groups.csv}, to the bit. */
class ParquetGroupsTest {
  @TempDir private Path folder;

  private Path run(String name, String... more) {
    Path out = folder.resolve(name);
    String data = folder.resolve("data.csv").toString();
    Stream<String> fixed =
        Stream.of("path", "--data", data, "--quiet", "--no-report", "--out", out.toString());
    int code =
        Main.commandLine()
            .execute(Stream.concat(fixed, Arrays.stream(more)).toArray(String[]::new));
    assertThat(code).isZero();
    return out;
  }

  private static List<String> column(TableSource source, String name, boolean text) {
    Selection wanted =
        text
            ? new Selection(Set.of(), Set.of(name), true)
            : new Selection(Set.of(name), Set.of(), true);
    Table table = source.read(wanted);
    return text
        ? Arrays.stream(table.codes(name)).mapToObj(table.values(name)::get).toList()
        : Arrays.stream(table.column(name)).mapToObj(Double::toString).toList();
  }

  @Test
  void groupsAreTheSameTableInEitherFormat() throws IOException {
    long seed = 7;
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("\"it's \"\"so\"\"\",day,a,b,y,z\n");
    for (int i = 0; i < 3000; i++) {
      text.append(i % 3 == 0 ? "\"x,\"\"1\"\"\"" : "00" + i % 3).append(",d").append(i % 700);
      for (int j = 0; j < 4; j++) {
        text.append(',').append(random.nextGaussian() * Math.pow(10, random.nextInt(-20, 20)));
      }
      text.append('\n');
    }
    Files.writeString(folder.resolve("data.csv"), text);
    List<String> more = new ArrayList<>(List.of("--response", "y,z"));
    more.addAll(List.of("--group-by", "day,it's \"so\""));

    Path csv = run("csv", more.toArray(String[]::new)).resolve("groups.csv");
    more.addAll(List.of("--groups-as", "parquet"));
    Path out = run("parquet", more.toArray(String[]::new));
    Path parquet = out.resolve("groups.parquet");

    assertThat(out.resolve("groups.csv")).doesNotExist();
    TableSource expected = TableSource.of(csv, TableOptions.AUTO);
    TableSource found = TableSource.of(parquet, TableOptions.AUTO);
    assertThat(found.names()).isEqualTo(expected.names());
    for (String name : expected.names()) {
      boolean isText = List.of("day", "it's \"so\"", "response", "status").contains(name);
      assertThat(column(found, name, isText))
          .as("column %s, seed %d", name, seed)
          .isEqualTo(column(expected, name, isText));
    }
  }
}
