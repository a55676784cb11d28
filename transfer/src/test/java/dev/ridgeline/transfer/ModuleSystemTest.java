// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
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
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transfer sweep runs as a named module and from the class path, and finds its backend. */
class ModuleSystemTest {
  /** Compiled and run by the launcher of the child, in its unnamed module. */
  private static final String MAIN =
      """
      import dev.ridgeline.*;
      import dev.ridgeline.transfer.*;

      class Main {
        public static void main(String[] args) {
          System.out.println("module " + TransferRidge.class.getModule().getName());
          double[][] x = {{1, 0}, {0, 1}, {1, 1}};
          double[] y = {1, 2, 3.5};
          LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 0.1, 1);
          try (Ridgeline ridgeline = Ridgeline.open()) {
            TransferSweep sweep =
                TransferRidge.on(ridgeline)
                    .source(x, y)
                    .target(x, y)
                    .sourcePenalties(grid)
                    .targetPenalties(grid)
                    .fit();
            System.out.println(ridgeline.backend().name() + " " + sweep.recommendation().transfer());
          }
          double[] dense = {2, 1, 1, 2};
          System.out.println("eigenvalues " + Covariance.dense(dense, 2).eigenvalues().length);
        }
      }
      """;

  @TempDir Path folder;

  private static String path() {
    return Stream.of(
            Ridgeline.class,
            TransferRidge.class,
            FastMath.class,
            BrentOptimizer.class,
            JsonFactory.class)
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
  void onTheModulePathASweepFindsItsBackendThroughModuleDescriptors() throws Exception {
    assertThat(run("--module-path", path(), "--add-modules", "dev.ridgeline.transfer"))
        .contains("module dev.ridgeline.transfer")
        .contains("reference true")
        .contains("eigenvalues 2");
  }

  @Test
  void onTheClassPathASweepFindsItsBackendThroughMetaInf() throws Exception {
    assertThat(run("--class-path", path()))
        .contains("module null")
        .contains("reference true")
        .contains("eigenvalues 2");
  }
}
