// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs {@link ProbeStudy} and looks at what it leaves behind. */
abstract class RunFixture {
  @TempDir Path temporary;

  private final StringWriter err = new StringWriter();

  @BeforeEach
  void noTrouble() {
    ProbeStudy.trouble = "nothing";
    ProbeStudy.COMPUTED.set(0);
  }

  /** Runs the study into the folder, quietly, and returns its exit code. */
  int probe(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("probe", "--quiet", "--out", out.toString()));
    args.addAll(List.of(more));
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine(List.of(new ProbeStudy()));
    line.setErr(new PrintWriter(err));
    return line.execute(args.toArray(String[]::new));
  }

  /** Leaves the state of a run that stopped at a place of the study. */
  Path stoppedAt(String place) {
    Path out = temporary.resolve("stopped-" + place);
    ProbeStudy.trouble = place;
    assertThat(probe(out)).isEqualTo(1);
    noTrouble();
    return out;
  }

  Path finishedRun(String name, String... more) {
    Path out = temporary.resolve(name);
    assertThat(probe(out, more)).as(() -> said()).isZero();
    ProbeStudy.COMPUTED.set(0);
    return out;
  }

  /** What the last run said on standard error. */
  String said() {
    return err.toString();
  }

  void saidOneLineWith(String... parts) {
    assertThat(said()).containsOnlyOnce("\n").endsWith("\n").contains(parts);
  }

  /** The content of all files by name, folders descended into; the manifest by presence only. */
  static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        content.put(name, name.equals("manifest.json") ? "" : hex(file));
      }
    }
    return content;
  }

  private static String hex(Path file) throws IOException {
    return HexFormat.of().formatHex(Files.readAllBytes(file));
  }

  /** A run that was never disturbed. */
  Map<String, String> undisturbed() throws IOException {
    Path out = temporary.resolve("undisturbed");
    if (!Files.exists(out)) {
      finishedRun("undisturbed");
    }
    return content(out);
  }
}
