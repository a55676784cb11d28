// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the launcher chooses between the two starts, and what it does to standard descriptors. */
@EnabledOnOs(OS.LINUX)
class StartScriptTest {
  private static final Path SCRIPT = Path.of("../ci/start.sh").toAbsolutePath();

  private static String run(String before, String script) throws Exception {
    String whole =
        before + "; JDK25=/none launcher=/none caches=/none; . " + SCRIPT + "; " + script;
    ProcessBuilder builder = new ProcessBuilder("bash", "-euc", whole).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("RIDGELINE_") || name.contains("JAVA_"));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  @ParameterizedTest
  @CsvSource({
    ":, small",
    "RIDGELINE_START=large, large",
    "RIDGELINE_SIMD=false, large",
    "RIDGELINE_SIMD=false RIDGELINE_START=small, large",
    "JDK_JAVA_OPTIONS=-Dridgeline.simd=false, large",
    "JDK_JAVA_OPTIONS=-Xint RIDGELINE_START=small, large",
    "JDK_JAVA_OPTIONS='--add-modules jdk.incubator.vector', large",
    "JDK_JAVA_OPTIONS=-Xmx1g, small",
  })
  void whoHasAMindOfTheirOwnAboutVectorsGetsTheLargeStart(String set, String expected)
      throws Exception {
    assertThat(run(set, "may_be_small path --data x.csv && echo small || echo large"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
  void aCollectorOfTheUserReplacesOurs(String variable) throws Exception {
    String both = "echo \"${small_jvm[*]} ${large_jvm[*]}\"";
    assertThat(run(":", both)).contains("-XX:+UseSerialGC", "-XX:+UseParallelGC");
    assertThat(run(variable + "=-XX:+UseG1GC", both)).doesNotContain("-XX:+Use");
  }

  @Test
  void aDescriptorThatIsClosedIsNotThatOfTheNextFile() throws Exception {
    String names = "readlink /proc/self/fd/0 /proc/self/fd/2 >&8";
    assertThat(run("exec 8>&1 0<&- 1>&- 2>&-", names)).isEqualTo("/dev/null\n/dev/null");
    assertThat(run("exec 8>&1 1>&-", "echo x 2>/dev/null || echo failed >&8")).isEqualTo("failed");
  }
}
