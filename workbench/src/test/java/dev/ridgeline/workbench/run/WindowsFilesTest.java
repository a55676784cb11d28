// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.ridgeline.transfer.model.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output files and run folders by the rules of Windows: names, and no POSIX modes. */
class WindowsFilesTest {
  private FileSystem windows;
  private Path work;

  @BeforeEach
  void open() throws IOException {
    windows = Jimfs.newFileSystem(Configuration.windows());
    work = windows.getPath("C:\\work");
    Files.createDirectories(work);
  }

  @AfterEach
  void close() throws IOException {
    windows.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void replacesAFileInAnyCaseOfItsName() throws IOException {
    OutputFile.write(work.resolve("Model.json"), bytes("old"));
    OutputFile.write(work.resolve("model.JSON"), bytes("new"));
    assertThat(names(work)).hasSize(1);
    assertThat(work.resolve("Model.json")).hasContent("new");
    assertThat(OutputFile.isWrittenThrough(work.resolve("Model.json"))).isFalse();
    assertThat(OutputFile.mode(work.resolve("Model.json"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CON", "nul", "Lpt1.csv", "con.tar.gz", "out.csv."})
  void refusesWhatWindowsKeepsForItself(String name) throws IOException {
    assertThatThrownBy(() -> OutputFile.write(work.resolve(name), bytes("x")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("Windows");
    assertThat(names(work)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.csv", "com10", "null", ".hidden", "a.b.csv"})
  void takesNamesThatOnlyLookLikeThem(String name) throws IOException {
    OutputFile.write(work.resolve(name), bytes("x"));
    assertThat(names(work)).containsExactly(name);
  }

  @Test
  void aRunFolderIsBegunPublishedAndReplaced() throws IOException {
    RunFolder folder = new RunFolder(work.resolve("out"));
    folder.requireWritable();
    assertThat(folder.isEmptyOrAbsent()).isTrue();
    for (String text : List.of("first", "second")) {
      try (FolderLock lock = FolderLock.take(folder.state(), folder.lockFile())) {
        folder.discard();
        RunPlan plan = new RunPlan("ridgeline probe", Map.of("--cells", text), "1", "reference");
        folder.begin(plan);
        assertThat(folder.unfinished()).contains(plan);
        folder.stage("values.csv", bytes(text));
        byte[] manifest =
            Json.MAPPER.writeValueAsBytes(
                Map.of(
                    "command",
                    plan.command(),
                    "parameters",
                    plan.parameters(),
                    "version",
                    "1",
                    "backend",
                    "reference",
                    "files",
                    List.of("values.csv")));
        folder.stage(RunFolder.MANIFEST, manifest);
        folder.publish(List.of("values.csv"));
        folder.removeState();
        assertThat(lock).isNotNull();
        assertThat(folder.finished()).contains(plan);
      }
      assertThat(work.resolve("out\\values.csv")).hasContent(text);
      assertThat(names(work.resolve("out"))).containsExactly("manifest.json", "values.csv");
    }
  }
}
