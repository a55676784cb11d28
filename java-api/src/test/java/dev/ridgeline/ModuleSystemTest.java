// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The reference backend is a service in both worlds: of module-info, and of META-INF/services. */
class ModuleSystemTest {
  /** Compiled and run by the launcher of the child, in its unnamed module. */
  private static final String MAIN =
      """
      import dev.ridgeline.*;

      class Main {
        public static void main(String[] args) {
          System.out.println("module " + Ridgeline.class.getModule().getName());
          System.out.println(Ridgeline.probes());
          try (Ridgeline ridgeline = Ridgeline.open()) {
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
    return Stream.of(Ridgeline.class)
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
            List.of("CLASSPATH", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "RIDGELINE_BACKEND"));
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
  void onTheModulePathTheReferenceBackendIsFoundThroughTheModuleDescriptor() throws Exception {
    assertThat(run("--module-path", path(), "--add-modules", "dev.ridgeline"))
        .contains("module dev.ridgeline")
        .contains("[reference: available")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void onTheClassPathTheReferenceBackendIsFoundThroughMetaInf() throws Exception {
    assertThat(run("--class-path", path()))
        .contains("module null")
        .contains("[reference: available")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }
}
