// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.Main;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help of every command. */
class HelpTest {
  static Stream<String> commands() {
    return new TreeSet<>(Main.commandLine().getSubcommands().keySet()).stream();
  }

  @Test
  void allCommandsAreListedAndNeuralToo() {
    String help = CommandRun.of("--help").out();
    assertThat(commands()).contains("neural", "help", "completion").hasSizeGreaterThan(13);
    commands().forEach(command -> assertThat(help).contains("\n  " + command + " "));
    assertThat(CommandRun.of("neurl").err()).contains("did you mean neural?");
    assertThat(CommandRun.of("trasnfer", "--help").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFits80ColumnsAndItsExamplesAreAccepted(String command) {
    CommandRun run = CommandRun.of("help", command);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    List<String> examples =
        Arrays.stream(run.out().split("Examples:\n", -1)[1].replace("\\\n", " ").split("\n", -1))
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(example).contains("ridgeline " + command);
      if (example.startsWith("ridgeline")) {
        String[] words = example.replaceFirst(" > .*", "").split(" +", -1);
        CommandLine.ParseResult parsed =
            Main.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length));
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command);
      }
    }
  }

  @Test
  void theExamplesOfTheRootAreAccepted() {
    String help = CommandRun.of("--help").out();
    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    List<String> examples = help.split("Examples:\n", -1)[1].lines().map(String::strip).toList();
    assertThat(examples).hasSizeGreaterThan(2).allMatch(line -> line.startsWith("ridgeline "));
    for (String example : examples) {
      String[] words = example.split(" +", -1);
      Main.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length));
    }
  }
}
