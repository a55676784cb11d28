// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are replaced: whole, with their mode, through links, and only if they are files. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class OutputFileTest {
  private static final int LARGE = 200_000;

  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesANewFileAndLeavesNothingBeside() throws IOException {
    OutputFile.write(folder.resolve("new"), bytes("text"));
    assertThat(folder.resolve("new")).hasContent("text");
    assertThat(names()).containsExactly("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-rw-", "r--------", "rwxr-x--x"})
  void keepsTheModeOfWhatItReplaces(String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    OutputFile.write(file, bytes("new"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo(mode);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(file).hasContent("new");
  }

  @Test
  void followsLinksAlsoToWhatDoesNotExist() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("made"));
    OutputFile.write(second, bytes("new"));
    OutputFile.write(dangling, bytes("made"));
    assertThat(file).hasContent("new");
    assertThat(folder.resolve("made")).hasContent("made");
    assertThat(Stream.of(link, second, dangling)).allMatch(Files::isSymbolicLink);
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> OutputFile.write(loop, bytes("")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("too many levels of links");
  }

  @Test
  void writesThroughAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException failure) {
                throw new IllegalStateException(failure);
              }
            });
    OutputFile.write(link, bytes("through"));
    assertThat(read.get()).isEqualTo("through");
    assertThat(OutputFile.isWrittenThrough(pipe)).isTrue();
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(names()).containsExactly("link", "pipe");
  }

  @Test
  void writesThroughADeviceAndADescriptor() throws IOException {
    OutputFile.write(Path.of("/dev/null"), bytes("gone"));
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    assertThat(OutputFile.isWrittenThrough(Path.of("/dev/stdout"))).isTrue();
    assertThat(OutputFile.isWrittenThrough(Files.createFile(folder.resolve("file")))).isFalse();
    assertThat(OutputFile.isWrittenThrough(folder.resolve("absent"))).isFalse();
  }

  @Test
  void leavesFilesOfTheUsersOwnAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("out.csv"), "old");
    Path precious = Files.writeString(folder.resolve("precious"), "keep");
    Files.createSymbolicLink(folder.resolve(".out.csv.part"), precious);
    Files.writeString(folder.resolve(".out.csv.tmp"), "mine");
    OutputFile.write(file, bytes("new"));
    assertThat(precious).hasContent("keep");
    assertThat(folder.resolve(".out.csv.tmp")).hasContent("mine");
    assertThat(names()).containsExactly(".out.csv.part", ".out.csv.tmp", "out.csv", "precious");
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertThatThrownBy(
            () ->
                OutputFile.write(
                    file,
                    to -> {
                      to.write(1);
                      throw new IOException("no space");
                    }))
        .hasMessage("no space");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("file");
    assertThatThrownBy(() -> OutputFile.write(folder.resolve("no/file"), bytes("")))
        .hasMessageContaining("its folder does not exist");
    assertThatThrownBy(() -> OutputFile.write(folder, bytes("")))
        .hasMessageContaining("is a folder");
  }

  @Test
  void readersSeeOneWriterOrTheOther() throws Exception {
    Path file = folder.resolve("file");
    byte[] a = bytes("a".repeat(LARGE));
    byte[] b = bytes("b".repeat(LARGE));
    OutputFile.write(file, a);
    try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
      List<Future<?>> done = new ArrayList<>();
      for (byte[] content : List.of(a, b)) {
        done.add(
            writers.submit(
                () -> {
                  for (int i = 0; i < 30; i++) {
                    OutputFile.write(file, content);
                  }
                  return null;
                }));
      }
      while (!done.stream().allMatch(Future::isDone)) {
        assertThat(Files.readAllBytes(file)).isIn(a, b);
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertThat(names()).containsExactly("file");
  }
}
