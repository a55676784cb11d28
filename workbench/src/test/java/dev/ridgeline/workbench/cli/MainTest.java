// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "probe", description = "Does what the test says.")
  @SuppressWarnings("UnusedVariable") // options are there to be parsed
  static final class Probe implements Subcommand {
    @Spec private CommandSpec spec;

    @Option(names = "--gamma", converter = Grid.Converter.class, defaultValue = "2.0")
    private Grid gamma;

    @Option(names = "--seeds", converter = Numbers.Count.class, defaultValue = "10")
    private int seeds;

    @Option(names = "--plain")
    private int plain;

    @Option(names = "--out", required = true, paramLabel = "DIR")
    private String out;

    private final Callable<Integer> body;
    private GlobalOptions global;

    Probe(Callable<Integer> body) {
      this.body = body;
    }

    @Override
    public Integer call() throws Exception {
      global = GlobalOptions.of(spec);
      return body.call();
    }
  }

  private final Probe probe = new Probe(() -> ExitCode.DONE);

  private int run(Subcommand command, String... args) {
    CommandLine line = Main.commandLine(List.of(command));
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(args);
  }

  @Test
  void globalOptionsCountBeforeAndAfterTheCommand() {
    assertThat(run(probe, "--quiet", "probe", "--out", "x", "--threads", "3")).isZero();
    assertThat(probe.global.quiet()).isTrue();
    assertThat(probe.global.verbose()).isFalse();
    assertThat(probe.global.threads()).isEqualTo(3);
    assertThat(probe.global.backend()).isEqualTo("auto");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatIsSaidBeforeAndAfterTheCommandIsStillSaid() {
    assertThat(run(probe, "--quiet", "--verbose", "probe", "--out", "x", "--quiet", "--verbose"))
        .isZero();
    assertThat(probe.global.quiet()).isTrue();
    assertThat(probe.global.verbose()).isTrue();
  }

  @Test
  void threadsDefaultToTheCores() {
    run(probe, "probe", "--out", "x");
    assertThat(probe.global.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void systemPropertySetsTheBackendAndTheOptionWins() {
    System.setProperty("ridgeline.backend", "cuda");
    try {
      run(probe, "probe", "--out", "x");
      assertThat(probe.global.backend()).isEqualTo("cuda");
      run(probe, "probe", "--out", "x", "--backend", "cpu-simd");
      assertThat(probe.global.backend()).isEqualTo("cpu-simd");
    } finally {
      System.clearProperty("ridgeline.backend");
    }
  }

  @Test
  void aBlankPropertyOrVariableSetsNoBackend() {
    assertThat(GlobalOptions.backend(null, null)).isEqualTo("auto");
    assertThat(GlobalOptions.backend("", " ")).isEqualTo("auto");
    assertThat(GlobalOptions.backend(" ", "reference")).isEqualTo("reference");
    assertThat(GlobalOptions.backend("cuda", "reference")).isEqualTo("cuda");
  }

  @Test
  void aBadBackendIsRefusedByTheNameOfItsOriginAndHelpStillWorks() {
    assertThatThrownBy(() -> GlobalOptions.backend(null, "gpu"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("variable RIDGELINE_BACKEND 'gpu' is not accepted")
        .hasMessageContaining("auto, reference, cpu-simd, cuda");
    Probe probing = new Probe(() -> new GlobalOptions().backend().toString().length());
    System.setProperty("ridgeline.backend", "gpu");
    try {
      assertThat(run(probing, "probe", "--out", "x")).isEqualTo(2);
      assertThat(err.toString())
          .containsOnlyOnce("\n")
          .contains("property ridgeline.backend 'gpu' is not accepted");
      assertThat(run(probing, "probe", "--help")).isZero();
      assertThat(run(probing, "--help")).isZero();
    } finally {
      System.clearProperty("ridgeline.backend");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "probe --out x --gamma 1:2|--gamma|'1:2'|START:END:COUNT",
        "probe --out x --seeds 0|--seeds|'0'|>= 1",
        "probe --out x --seeds many|--seeds|'many'|>= 1",
        "probe --out x --threads 0|--threads|'0'|>= 1",
        "probe --out x --threads 99999999999|--threads|'99999999999'|>= 1",
        "probe --out x --backend gpu|--backend|'gpu'|auto, reference, cpu-simd, cuda",
        "probe --out x --plain y|--plain|'y'|int",
        "probe --gamma 2|--out|DIR|required",
        "probe --out|--out|DIR|parameter",
        "probe --out x --gama 2|--gama|unknown option|--gamma",
        "probe --outt x|--outt|unknown option|did you mean --out?",
        "probe --out x stray|stray|unknown argument|--help",
        "prob --out x|prob|unknown command|did you mean probe?",
        "prob --help|prob|unknown command|did you mean probe?",
        "--version prob|prob|unknown command|did you mean probe?",
        "probe --help --gama 2|--gama|unknown option|did you mean --gamma?",
        "probe --help stray|stray|unknown argument|--help",
        "help prob|prob|unknown command|did you mean probe?",
        "help probe stray|stray|unknown argument|--help",
        "probe --out x --seeds 1 --seeds 2|--seeds|once|--help",
        "''|no command given|probe|--help",
      })
  void refusesInOneLineWithCode2(String line, String first, String second, String third) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThat(run(probe, args)).isEqualTo(2);
    assertThat(err.toString()).containsOnlyOnce("\n").endsWith("\n").startsWith("ridgeline");
    assertThat(err.toString()).contains(first, second, third);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aValueWithLineBreaksStaysOnOneLine() {
    assertThat(run(probe, "probe", "--out", "x", "--gamma", "1\n2\u001b[31m")).isEqualTo(2);
    assertThat(err.toString()).containsOnlyOnce("\n").doesNotContain("\u001b");
  }

  @Test
  void badInputIsCode2AndFailureIsCode1() {
    Probe bad =
        new Probe(
            () -> {
              throw new BadInputException("--rho", 7, "less");
            });
    assertThat(run(bad, "probe", "--out", "x")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("ridgeline probe: --rho '7' is not accepted: expected less\n");
    err.getBuffer().setLength(0);
    Probe failing =
        new Probe(
            () -> {
              throw new RunFailedException("disk full");
            });
    assertThat(run(failing, "probe", "--out", "x")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("ridgeline probe: disk full\n");
  }

  @Test
  void unexpectedFailureIsOneLineAndVerboseAddsTheTrace() {
    Probe broken =
        new Probe(
            () -> {
              throw new IllegalStateException("odd\nstate");
            });
    assertThat(run(broken, "probe", "--out", "x")).isEqualTo(1);
    assertThat(err.toString()).containsOnlyOnce("\n").contains("IllegalStateException: odd state");
    assertThat(run(broken, "probe", "--out", "x", "--verbose")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat ");
  }

  @Test
  void anErrorIsOneLineWithCode1AndVerboseAddsTheTrace() {
    for (Error error : new Error[] {new OutOfMemoryError("Java heap space"), new LinkageError()}) {
      Probe broken =
          new Probe(
              () -> {
                throw error;
              });
      err.getBuffer().setLength(0);
      assertThat(run(broken, "probe", "--out", "x")).isEqualTo(1);
      assertThat(err.toString())
          .containsOnlyOnce("\n")
          .startsWith("ridgeline probe: ")
          .containsAnyOf("out of memory (Java heap space)", "java.lang.LinkageError");
      assertThat(run(broken, "probe", "--out", "x", "--verbose")).isEqualTo(1);
      assertThat(err.toString()).contains("\tat ");
    }
  }

  @Test
  void helpAndVersionGoToStandardOutputOnEveryLevel() {
    for (String[] args :
        new String[][] {{"--help"}, {"--version"}, {"probe", "--help"}, {"probe", "--version"}}) {
      out.getBuffer().setLength(0);
      assertThat(run(probe, args)).as(String.join(" ", args)).isZero();
      assertThat(out.toString()).contains("ridgeline");
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpListsTheGlobalOptionsOnTheSubcommandToo() {
    run(probe, "probe", "--help");
    assertThat(out.toString())
        .contains("--quiet", "--verbose", "--threads", "--backend", "--gamma", "--out");
  }

  @Test
  void helpOfACommandNeedsNoOptionOfIt() {
    assertThat(run(probe, "help", "probe")).isZero();
    String asked = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run(probe, "probe", "--help")).isZero();
    assertThat(asked).isEqualTo(out.toString()).contains("Does what the test says.");
    out.getBuffer().setLength(0);
    assertThat(run(probe, "help")).isZero();
    assertThat(out.toString()).contains("Commands:", "probe", "Exit codes:", "Examples:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpExplainsGridsWhereThereAreAny() {
    run(probe, "help", "probe");
    assertThat(out.toString()).doesNotContain("GRID is");
    out.getBuffer().setLength(0);
    Main.commandLine().setOut(new PrintWriter(out)).execute("help", "path");
    assertThat(out.toString()).contains("--penalties=GRID", "GRID is a number, a list a,b,c");
  }

  @Test
  void completionKnowsCommandsOptionsAndValues() {
    assertThat(run(probe, "completion")).isZero();
    assertThat(out.toString())
        .contains("complete -F _complete_ridgeline", "probe", "--gamma", "auto")
        .contains("reference");
  }

  @Command(name = "probe", description = "Stands in.")
  static final class Other implements StandIn {
    @Override
    public Integer call() {
      return ExitCode.FAILED;
    }
  }

  @Test
  void aStandInGivesWayToWhatItStandsFor() {
    for (List<Subcommand> both :
        List.of(List.<Subcommand>of(probe, new Other()), List.of(new Other(), probe))) {
      assertThat(Main.commandLine(both).execute("probe", "--out", "x")).isZero();
    }
    assertThat(Main.commandLine(List.of(new Other())).execute("probe")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "backends, backends",
    "--quiet backends --verbose, backends",
    "--threads 2 --backend cuda backends, backends",
    "--backend=cuda backends probe, backends",
    "--help, ''",
    "--threads, ''",
    "--backend backends, ''"
  })
  void theCommandIsTheFirstWordThatIsNoValue(String line, String command) {
    assertThat(GlobalOptions.firstOtherThanGlobal(line.split(" "))).isEqualTo(command);
  }

  @Test
  void onlyTheCommandNamedIsReadAndAllWhenNoneIs() {
    assertThat(Main.commandLineFor("--quiet", "backends").getSubcommands())
        .containsOnlyKeys("backends");
    assertThat(Main.commandLineFor("backend").getSubcommands())
        .containsOnlyKeys(Main.commandLine().getSubcommands().keySet());
  }

  @Test
  void theBackendIsGuessedAsItWillBeRead() {
    assertThat(GlobalOptions.likelyBackend("phase", "--backend", "cuda")).isEqualTo("cuda");
    assertThat(GlobalOptions.likelyBackend("--backend=reference", "phase")).isEqualTo("reference");
    assertThat(GlobalOptions.likelyBackend("phase", "--backend")).isEqualTo("auto");
  }
}
