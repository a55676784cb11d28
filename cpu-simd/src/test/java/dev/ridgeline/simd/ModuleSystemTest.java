// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.Ridgeline;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The backend is a service in both worlds: of module-info, and of META-INF/services; and where the
 * Vector API is missing it says so, while the reference runs.
 */
class ModuleSystemTest {
  /** Compiled and run by the launcher of the child, in its unnamed module. */
  private static final String MAIN =
      """
      import dev.ridgeline.*;

      class Main {
        public static void main(String[] args) {
          Ridgeline.probes().forEach(System.out::println);
          try (Ridgeline ridgeline = Ridgeline.open()) {
            System.out.println("in " + ridgeline.backend().getClass().getModule());
            double[][] x = {{1, 0}, {0, 1}};
            RidgePath path =
                ridgeline.path(
                    RidgeProblem.of(x, new double[] {4, 8}), LambdaGrid.of(LambdaScale.SUM, 3));
            System.out.println(path.route(0, 0) + " " + java.util.Arrays.toString(path.coefficients(0)));
          }
        }
      }
      """;

  @TempDir Path folder;

  private static String path() {
    return Stream.of(Ridgeline.class, SimdBackendProvider.class)
        .map(
            type ->
                new File(
                    URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString())))
        .map(File::getAbsolutePath)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs MAIN in a JVM of its own, in an empty folder, and returns what it printed. */
  private String run(String... options) throws IOException, InterruptedException {
    Path main = Files.writeString(folder.resolve("Main.java"), MAIN);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add(main.toString());
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Files.createDirectory(folder.resolve("empty")).toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "CLASSPATH",
                "JDK_JAVA_OPTIONS",
                "JAVA_TOOL_OPTIONS",
                "RIDGELINE_BACKEND",
                "RIDGELINE_SIMD"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s printed%n%s", command, printed).isZero();
    return printed;
  }

  @Test
  void onTheModulePathItBringsTheVectorApiWithIt() throws Exception {
    assertThat(run("--module-path", path(), "--add-modules", "dev.ridgeline.simd"))
        .contains("cpu-simd: available on ")
        .contains("in module dev.ridgeline.simd")
        .contains("cpu-simd/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void onTheClassPathItRunsWhereTheVectorApiIsAdded() throws Exception {
    assertThat(run("--class-path", path(), "--add-modules", "jdk.incubator.vector"))
        .contains("cpu-simd: available on ")
        .contains("in unnamed module")
        .contains("cpu-simd/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void withoutTheVectorApiItSaysWhatToAdd() throws Exception {
    assertThat(run("--class-path", path()))
        .contains(
            "cpu-simd: unavailable: the module jdk.incubator.vector is not resolved; "
                + "add --add-modules jdk.incubator.vector")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void theKillSwitchLeavesTheReference() throws Exception {
    assertThat(
            run(
                "--class-path",
                path(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Dridgeline.simd=false"))
        .contains("cpu-simd: unavailable: switched off by ridgeline.simd=false")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }
}
