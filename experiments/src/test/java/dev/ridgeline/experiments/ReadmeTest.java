// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder;

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  @Test
  void theLibraryExampleCompilesAndRuns() throws Exception {
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertThat(block.find()).isTrue();
    Path source = Files.writeString(folder.resolve("Example.java"), block.group(1));
    String said =
        run(List.of(tool("java"), "-cp", System.getProperty("java.class.path"), source.toString()));
    assertThat(said)
        .contains("30 coefficients")
        .contains("from scratch")
        .contains("Transfer: the source model as it is beats training from scratch")
        .contains("The recommended model is ");
  }

  @Test
  void theExampleProjectCompilesAndRuns() throws Exception {
    Path sources = ROOT.resolve("docs/examples/transfer/src/main/java/example");
    String path = System.getProperty("java.class.path");
    List<String> javac =
        new ArrayList<>(List.of(tool("javac"), "-Xlint:all", "-Werror", "-cp", path));
    javac.addAll(List.of("-d", folder.toString()));
    try (var files = Files.list(sources)) {
      files.map(Path::toString).sorted().forEach(javac::add);
    }
    run(javac);
    String classes = folder + File.pathSeparator + path;
    assertThat(run(List.of(tool("java"), "-cp", classes, "example.ChooseThePenalty")))
        .contains("The recommended model is ")
        .contains("predicted 500 rows from a model on disk");
    assertThat(run(List.of(tool("java"), "-cp", classes, "example.SweepTrial")).lines())
        .filteredOn(line -> line.startsWith("source rows"))
        .hasSize(8);
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    for (Path page : List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"))) {
      Matcher link =
          Pattern.compile("]\\(([^)#:]+)\\)").matcher(Files.readString(ROOT.resolve(page)));
      while (link.find()) {
        assertThat(ROOT.resolve(link.group(1))).as("%s links to %s", page, link.group(1)).exists();
      }
    }
  }
}
