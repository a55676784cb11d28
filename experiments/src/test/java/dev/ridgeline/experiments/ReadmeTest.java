// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("30 coefficients")
        .contains("from scratch")
        .contains("Recommendation[transfer=true");
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
