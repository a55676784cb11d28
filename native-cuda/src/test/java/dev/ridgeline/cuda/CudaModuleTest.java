// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda;

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

/** The backend is a service in both worlds: of module-info, and of META-INF/services. */
class CudaModuleTest {
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
    return Stream.of(Ridgeline.class, CudaBackendProvider.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().toString())
        .map(location -> new File(URI.create(location)).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs MAIN in a JVM of its own and returns what it printed. */
  private String run(Path libraries, String... options) throws IOException, InterruptedException {
    Path main = Files.writeString(folder.resolve("Main.java"), MAIN);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dridgeline.cuda.libraries=" + libraries.toAbsolutePath());
    command.addAll(List.of(options));
    command.add(main.toString());
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
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
                "RIDGELINE_CUDA_BINDING",
                "RIDGELINE_CUDA_CROSSOVERS"));
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
  void onTheModulePathItIsFound() throws Exception {
    EmulatedDevice.get();
    assertThat(
            run(
                EmulatedDevice.folder(),
                "--module-path",
                path(),
                "--add-modules",
                "dev.ridgeline.cuda",
                "--enable-native-access=dev.ridgeline.cuda"))
        .contains("cuda: available on Emulated CUDA device")
        .contains("in module dev.ridgeline.cuda")
        .contains("cuda/DUAL/CHOLESKY [1.0, 2.0]")
        .doesNotContain("WARNING: A restricted method");
  }

  @Test
  void onTheClassPathItIsFound() throws Exception {
    EmulatedDevice.get();
    assertThat(
            run(
                EmulatedDevice.folder(),
                "--class-path",
                path(),
                "--enable-native-access=ALL-UNNAMED"))
        .contains("cuda: available on Emulated CUDA device")
        .contains("in unnamed module")
        .contains("cuda/DUAL/CHOLESKY [1.0, 2.0]");
  }

  @Test
  void withoutLibrariesTheReferenceRunsAndTheReasonIsSaid() throws Exception {
    assertThat(run(folder, "--class-path", path(), "--enable-native-access=ALL-UNNAMED"))
        .contains("cuda: unavailable: no CUDA runtime library")
        .contains("-Dridgeline.cuda.libraries=FOLDER")
        .contains("reference/DUAL/CHOLESKY [1.0, 2.0]");
  }
}
