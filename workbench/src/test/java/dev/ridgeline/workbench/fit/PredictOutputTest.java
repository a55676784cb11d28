// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What predict writes to, and what it never writes to. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class PredictOutputTest {
  @TempDir private Path folder;
  private Path model;
  private Path input;
  private String expected;

  @BeforeEach
  void trained() throws IOException {
    input = Files.writeString(folder.resolve("input.csv"), CommandRun.table(1, 40, 1, 0.3));
    Path out = folder.resolve("out");
    CommandRun.of(
            "path",
            "--data",
            input.toString(),
            "--response",
            "y",
            "--no-report",
            "--quiet",
            "--out",
            out.toString())
        .succeeded();
    model = Files.move(out.resolve("model.json"), folder.resolve("model.json"));
    Path plain = folder.resolve("plain.csv");
    predict(plain).succeeded();
    expected = Files.readString(plain);
    Files.delete(plain);
  }

  private CommandRun predict(Path output, String... more) {
    List<String> args =
        new ArrayList<>(List.of("predict", "--model", model.toString(), "--output"));
    args.addAll(List.of(output.toString(), "--input", input.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void saysWhatItDidAndWhere() {
    Path output = folder.resolve("predicted.csv");
    CommandRun run = predict(output);
    assertThat(run.output().lines()).containsExactly("Predicted 40 rows.", "report: " + output);
    assertThat(run.errors()).isEmpty();
    assertThat(predict(output, "--overwrite", "--quiet").output()).isEmpty();
  }

  @Test
  void aDashIsStandardOutputAndNothingElseIsThere() {
    CommandRun run = predict(Path.of("-"));
    assertThat(run.code()).as(run.errors()).isZero();
    assertThat(run.output()).isEqualTo(expected);
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void descriptorOneIsStandardOutputByEveryName() {
    for (String name : List.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")) {
      CommandRun run = predict(Path.of(name));
      assertThat(run.code()).as(run.errors()).isZero();
      assertThat(run.output()).as(name).isEqualTo(expected);
    }
  }

  @Test
  void aDeviceIsWrittenToAndSoIsAPipe() throws Exception {
    CommandRun device = predict(Path.of("/dev/null"), "--overwrite");
    assertThat(device.code()).as(device.errors()).isZero();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (String more : List.of("--overwrite", "--quiet")) {
      Process reader = new ProcessBuilder("cat", pipe.toString()).start();
      CompletableFuture<String> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      predict(pipe, more).succeeded();
      assertThat(read.get()).isEqualTo(expected);
      assertThat(Files.isRegularFile(pipe)).isFalse();
    }
  }

  @Test
  void aFullDeviceIsAFailureInOneLine() {
    Path full = Path.of("/dev/full");
    if (Files.exists(full)) {
      CommandRun run = predict(full);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.errors()).startsWith("ridgeline predict: cannot write /dev/full (");
      assertThat(run.errors().lines()).hasSize(1);
    }
  }

  @Test
  void aLinkIsFollowedAndAModeIsKept() throws IOException {
    Path old = Files.writeString(folder.resolve("old.csv"), "old");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("old.csv"));
    assertThat(predict(link).code()).as("without --overwrite").isEqualTo(2);
    assertThat(old).hasContent("old");
    predict(link, "--overwrite").succeeded();
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(old)).isEqualTo(expected);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(old)))
        .isEqualTo("rw-------");
  }

  @Test
  void theInputAndTheModelAreNeverTheOutput() throws IOException {
    String table = Files.readString(input);
    String trained = Files.readString(model);
    Path toInput = Files.createSymbolicLink(folder.resolve("soft"), input);
    Path sameModel = Files.createLink(folder.resolve("hard"), model);
    for (Path output :
        List.of(input, model, toInput, sameModel, folder.resolve("out/../input.csv"))) {
      CommandRun run = predict(output, "--overwrite");
      assertThat(run.code()).as(output.toString()).isEqualTo(2);
      assertThat(run.errors()).startsWith("ridgeline predict: --output").contains("another file");
      assertThat(run.errors().lines()).hasSize(1);
    }
    assertThat(input).hasContent(table);
    assertThat(Files.readString(model)).isEqualTo(trained);
  }

  @Test
  void filesBesideTheOutputStay() throws IOException {
    Path mine = Files.writeString(folder.resolve(".predicted.csv.part"), "mine");
    predict(folder.resolve("predicted.csv")).succeeded();
    assertThat(mine).hasContent("mine");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".predicted.csv.part", "input.csv", "model.json", "out", "predicted.csv");
    }
  }
}
