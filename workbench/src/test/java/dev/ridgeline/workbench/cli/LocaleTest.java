// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The locale that the launcher chooses for the JVM. */
@EnabledOnOs(OS.LINUX)
class LocaleTest {
  private static final Path SCRIPT = Path.of("../ci/utf8-locale.sh").toAbsolutePath();

  @TempDir private Path folder;

  private String run(String locale, String script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euc", ". " + SCRIPT + "; " + script).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("MODEL_HOME", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
  void fileNamesBeyondAsciiWorkWhereTheLocaleIsAscii(String locale) throws Exception {
    // the shell has the bytes of the names, whatever the locale of this JVM
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        String.join(
            " ",
            java,
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --add-modules jdk.incubator.vector",
            "-cp '" + System.getProperty("java.class.path") + "'",
            Main.class.getName());
    Files.writeString(folder.resolve("data.csv"), "gr\u00f6\u00dfe,\u03c1\n1,2\n2,3.5\n3,5\n4,7\n");
    String umlaut = "$'gr\\xc3\\xb6\\xc3\\x9fe \\xcf\\x81'";
    run(
        locale,
        "cd \"$MODEL_HOME\"; mv data.csv "
            + umlaut
            + ".csv; "
            + command
            + " path --quiet --no-report --data "
            + umlaut
            + ".csv --response $'\\xcf\\x81' --out "
            + umlaut);
    assertThat(run(locale, "cd \"$MODEL_HOME\"; cat " + umlaut + "/path.json"))
        .contains("\"response\" : \"\u03c1\"");
  }

  @Test
  void aLocaleThatIsNotAsciiStays() throws Exception {
    assertThat(run("C.UTF-8", "echo \"${LC_ALL-}\"").strip()).isEqualTo("C.UTF-8");
    assertThat(run("C", "locale charmap").strip()).isEqualTo("UTF-8");
  }

  @Test
  void theLauncherUsesTheScript() throws IOException {
    assertThat(List.of(Files.readString(Path.of("../ridgeline")).split("\n")))
        .contains(". \"$root/ci/utf8-locale.sh\"");
  }
}
