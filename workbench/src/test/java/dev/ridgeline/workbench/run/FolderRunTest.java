// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.BackendLostException;
import dev.ridgeline.workbench.backends.BackendSession;
import dev.ridgeline.workbench.cli.Main;
import dev.ridgeline.workbench.cli.Subcommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Threads of the backend, and a backend that is lost while a command reports. */
class FolderRunTest {
  @TempDir Path folder;

  private final StringWriter err = new StringWriter();

  /** A command around any work. */
  @Command(name = "work")
  static final class Work implements Subcommand {
    @Mixin private RunOptions options;

    @Option(names = "--cells")
    private boolean cells;

    private final BiConsumer<Run, BackendSession> work;

    Work(BiConsumer<Run, BackendSession> work) {
      this.work = work;
    }

    @Override
    public Integer call() {
      return cells
          ? FolderRun.execute(options, work)
          : FolderRun.executeProblem(options, false, work);
    }
  }

  private int run(BiConsumer<Run, BackendSession> work, String... more) {
    CommandLine line = Main.commandLine(List.of(new Work(work)));
    line.setErr(new PrintWriter(err, true));
    String[] common = {"work", "--quiet", "--out", folder.resolve("out").toString()};
    String[] arguments = new String[common.length + more.length];
    System.arraycopy(common, 0, arguments, 0, common.length);
    System.arraycopy(more, 0, arguments, common.length, more.length);
    return line.execute(arguments);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve("out").resolve(name));
  }

  @ParameterizedTest
  @CsvSource({"4, false, 4", "1, false, 1", "4, true, 1"})
  void oneProblemHasAllThreadsAndACellHasOne(int threads, boolean cells, int expected)
      throws IOException {
    BiConsumer<Run, BackendSession> work =
        (run, session) -> run.write("opened", session.get(run.backend()).toString());
    String count = Integer.toString(threads);
    int code = cells ? run(work, "--cells", "--threads", count) : run(work, "--threads", count);
    assertThat(code).as(err.toString()).isZero();
    assertThat(read("opened")).contains("threads=" + expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void workThatLosesItsBackendWhileItReportsBeginsAgain(boolean cells) throws IOException {
    int[] attempts = new int[1];
    BiConsumer<Run, BackendSession> work =
        (run, session) -> {
          attempts[0]++;
          List<ProbeStudy.Value> values =
              run.sweep(
                  List.of(new ProbeStudy.Item(0, 1)), ProbeStudy.Value.class, ProbeStudy::compute);
          run.write("first.csv", "attempt " + attempts[0] + ", " + values.size());
          if (attempts[0] == 1) {
            run.note("stale", true);
            throw new BackendLostException("cuda", "cudaLaunch returned 700", null);
          }
          run.write("second.csv", "done");
        };
    ProbeStudy.COMPUTED.set(0);
    assertThat(cells ? run(work, "--cells") : run(work)).as(err.toString()).isZero();
    assertThat(read("first.csv")).isEqualTo("attempt 2, 1");
    assertThat(read("second.csv")).isEqualTo("done");
    assertThat(read("manifest.json")).doesNotContain("stale");
    assertThat(ProbeStudy.COMPUTED).as("cells that are finished stay").hasValue(1);
  }

  @Test
  void workThatLosesItsBackendTwiceFailsInOneLine() {
    int code =
        run(
            (run, session) -> {
              throw new BackendLostException("cuda", "cudaLaunch returned 700", null);
            });
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly("ridgeline work: backend cuda failed: cudaLaunch returned 700");
    assertThat(folder.resolve("out").resolve("manifest.json")).doesNotExist();
  }

  @Test
  void jsonThatCannotBeWrittenIsAFailureOfAFinishedRun() throws IOException {
    CommandLine line =
        Main.commandLine(List.of(new Work((run, session) -> run.write("first.csv", "done"))));
    line.setErr(new PrintWriter(err, true));
    line.setOut(new PrintWriter(new FullDevice(), true, StandardCharsets.UTF_8));
    Path out = folder.resolve("out");
    assertThat(line.execute("work", "--quiet", "--json", "--out", out.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "ridgeline work: cannot write to standard output: it is closed, or full; the run itself"
                + " is finished in "
                + out);
    assertThat(read("first.csv")).isEqualTo("done");
    assertThat(line.execute("work", "--json", "--resume", "--out", out.toString())).isEqualTo(1);
  }

  private static final class FullDevice extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
