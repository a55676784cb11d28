// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"d.csv", "d.tsv", "d.txt", "d", ".npy.csv", "npy"})
  void anyOtherEndingIsText(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "a\n1\n");
    assertThat(Tables.read(file, TableOptions.AUTO, null).column("a")).containsExactly(1);
  }

  @Test
  void endingsMayBeInCapitals() throws IOException {
    Path file = Files.writeString(folder.resolve("D.NPY"), "a\n1\n");
    assertThatThrownBy(() -> Tables.read(file, TableOptions.AUTO, null))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + " is no NumPy array: expected a file written by numpy.save");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.parquet", "d.PQ"})
  void parquetNeedsItsReader(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "PAR1");
    String message =
        file
            + " is a Parquet file, and their reader is not on the class path: run the command"
            + " through ./ridgeline, which fetches it, or save the table as CSV";
    assertThatThrownBy(() -> Tables.read(file, TableOptions.AUTO, null))
        .isInstanceOf(BadInputException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Tables.columnNames(file, TableOptions.AUTO))
        .isInstanceOf(BadInputException.class)
        .hasMessage(message);
  }

  @Test
  void messagesNameTheFileAsItWasGiven() {
    assertThatThrownBy(() -> Tables.read(Path.of("no", "..", "such.csv"), TableOptions.AUTO, null))
        .isInstanceOf(BadInputException.class)
        .hasMessage("no/../such.csv does not exist");
  }
}
