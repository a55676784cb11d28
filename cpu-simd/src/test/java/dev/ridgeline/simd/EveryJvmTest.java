// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bits interpreted and compiled, in scalar twins and vector kernels of any width, under
 * the collectors that people name.
 */
final class EveryJvmTest {
  @TempDir Path folder;

  private static String[] withVectors(String... options) {
    List<String> all = new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector"));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  private String run(boolean shrunk, String kernels, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-Dtests.minThresholds=" + shrunk));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(VerbBits.class.getName(), kernels));
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(errors, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s said%n%s", command, said).isZero();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void computesTheSameBits(boolean shrunk) throws Exception {
    String interpreted = run(shrunk, "twins", withVectors("-Xint"));
    assertThat(interpreted.lines()).hasSizeGreaterThan(10);
    assertThat(run(shrunk, "twins", withVectors())).as("compiled twins").isEqualTo(interpreted);
    assertThat(run(shrunk, "twins", "-Dridgeline.simd=twins", "-XX:TieredStopAtLevel=1"))
        .as("without the Vector API and C2")
        .isEqualTo(interpreted);
    assertThat(run(shrunk, "kernels", withVectors("-XX:+UseG1GC")))
        .as("vector kernels, G1")
        .isEqualTo(interpreted);
    assertThat(run(shrunk, "kernels", withVectors("-XX:UseAVX=2", "-XX:+UseZGC")))
        .as("256 bit, ZGC")
        .isEqualTo(interpreted);
    assertThat(run(shrunk, "kernels", withVectors("-XX:UseAVX=1", "-XX:+UseSerialGC")))
        .as("128 bit, the serial collector")
        .isEqualTo(interpreted);
  }
}
