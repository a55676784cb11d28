// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program in a JVM of its own, for tests of module descriptors and of META-INF/services. The
 * child compiles and runs the source text in its unnamed module, in an empty folder, without the
 * environment variables that would choose a backend or add options.
 */
public final class ChildJvm {
  /**
   * Prints {@code module NAME} of java-api, the probes, {@code in MODULE} of the backend, and the
   * route and coefficients of a ridge regression whose solution is 1, 2.
   */
  public static final String ONE_RIDGE =
      """
      import dev.ridgeline.*;

      class Main {
        public static void main(String[] args) {
          System.out.println("module " + Ridgeline.class.getModule().getName());
          System.out.println(Ridgeline.probes());
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

  private static final Set<String> OPTIONS =
      Set.of("CLASSPATH", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");

  private final Path folder;
  private final String main;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * A program that has not run yet.
   *
   * @param folder empty, for the program and what it prints
   * @param main source text of a class {@code Main}
   */
  public ChildJvm(Path folder, String main) {
    this.folder = folder;
    this.main = main;
  }

  /**
   * The class or module path that holds some types.
   *
   * @param types one of each jar or folder
   * @return the locations, separated as the platform does
   */
  public static String path(Class<?>... types) {
    return Stream.of(types)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().toString())
        .map(location -> new File(URI.create(location)).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Sets a variable of the child's environment.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public ChildJvm with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Runs the program, and fails unless it ends within a minute with exit status 0.
   *
   * @param options of the JVM
   * @return what it printed, to either stream
   * @throws IOException when the folder cannot be written
   * @throws InterruptedException when the caller is interrupted
   */
  public String run(String... options) throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("Main.java"), main);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add(source.toString());
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Files.createDirectory(folder.resolve("empty")).toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> OPTIONS.contains(name) || name.startsWith("RIDGELINE_"));
    builder.environment().putAll(environment);
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
}
