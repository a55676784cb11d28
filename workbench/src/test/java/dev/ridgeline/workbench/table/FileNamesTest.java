// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Patterns by the rules of Windows, where no path holds an asterisk and two characters separate.
 */
class FileNamesTest {
  private FileSystem windows;

  @BeforeEach
  void makeFiles() throws IOException {
    windows = Jimfs.newFileSystem(Configuration.windows());
    for (String name :
        List.of("C:\\work\\part-1.csv", "C:\\work\\Part-2.CSV", "C:\\data\\a\\x.csv")) {
      Files.createDirectories(windows.getPath(name).getParent());
      Files.createFile(windows.getPath(name));
    }
    Files.createFile(windows.getPath("C:\\data\\a\\{x}.csv"));
  }

  @AfterEach
  void close() throws IOException {
    windows.close();
  }

  private List<String> found(String name) {
    return FileNames.of(windows, name).stream().map(Object::toString).toList();
  }

  @Test
  void patternsMatchBehindBothSeparatorsInAnyCase() {
    assertThat(found("C:\\work\\part-*.csv"))
        .containsExactly("C:\\work\\part-1.csv", "C:\\work\\Part-2.CSV");
    assertThat(found("C:/work/part-?.csv")).hasSize(2);
    assertThat(found("C:\\d*\\a/x.csv")).containsExactly("C:\\data\\a\\x.csv");
    assertThat(found("part-[2-9].csv")).containsExactly("Part-2.CSV");
  }

  @Test
  void aFileOfExactlyThisNameComesBeforeAPattern() {
    assertThat(found("C:\\data\\a\\{x}.csv")).containsExactly("C:\\data\\a\\{x}.csv");
    assertThat(found("C:\\data\\a\\{x,y}.csv")).containsExactly("C:\\data\\a\\x.csv");
  }

  @Test
  void whatCannotBeANameIsRefusedInOneSentence() {
    assertThatThrownBy(() -> found("C:\\work\\a|b.csv"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("C:\\work\\a|b.csv does not exist: it cannot be the name of a file");
    assertThatThrownBy(() -> found("C:\\work\\a*|b.csv"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("matches no file");
    assertThatThrownBy(() -> found("C:\\*\\a|b.csv"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist, and as a pattern is not understood");
  }
}
