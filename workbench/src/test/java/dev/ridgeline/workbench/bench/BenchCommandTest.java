// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** bench on works that take no time; nothing here looks at how long they took. */
class BenchCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static BenchPlan.Item item(String work, int n, BenchPlan.Maker maker) {
    return new BenchPlan.Item(work, n + " x " + n, 1, 24.0 * n * n, 0, 0, maker);
  }

  private static List<BenchPlan.Item> items() {
    return new ArrayList<>(
        List.of(
            item("stream", 2, (b, t) -> Verbs.stream(OpenBackend.open(b, t), 2)),
            item("gemm", 9, (b, t) -> Verbs.gemm(OpenBackend.open(b, t), 9)),
            item("gram", 9, (b, t) -> Verbs.gram(OpenBackend.open(b, t), 9)),
            item("factor", 9, (b, t) -> Verbs.factor(OpenBackend.open(b, t), 9)),
            item("small batch", 5, (b, t) -> Verbs.small(OpenBackend.open(b, t), 5, 40)),
            item("path", 6, (b, t) -> Problems.path(Problems.open(b, t), 6, 4, false)),
            item(
                "path with leave-one-out",
                6,
                (b, t) -> Problems.path(Problems.open(b, t), 6, 4, true)),
            item("transfer sweep", 12, (b, t) -> Problems.sweep(Problems.open(b, t), 12, 3, 2))));
  }

  private int run(List<BenchPlan.Item> items, String... args) {
    BenchCommand command = new BenchCommand(new BenchPlan(items, 1e-4, 1e-4));
    CommandLine line = Main.commandLine(List.of(command));
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("bench", "--threads", "2", "--quiet"));
    all.addAll(Arrays.asList(args));
    return line.execute(all.toArray(String[]::new));
  }

  private String to(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void timesEveryWorkOnOneThreadAndOnAllAndComparesRuns() throws IOException {
    assertThat(run(items(), "--backend", "reference", "--out", to("a")))
        .as(err.toString())
        .isZero();
    List<String> lines = Files.readAllLines(folder.resolve("a/bench.csv"));
    assertThat(lines.getFirst())
        .isEqualTo(
            "backend,device,work,size,threads,seconds,spread,gflops,percent_of_peak,"
                + "problems_per_second,bytes_per_second,bytes_up,bytes_down");
    assertThat(lines).hasSize(1 + 2 * items().size()).noneMatch(line -> line.contains("NaN"));
    assertThat(lines.stream().filter(line -> line.contains(",transfer sweep,"))).hasSize(2);
    assertThat(folder.resolve("a/roofline.svg")).exists();
    assertThat(Files.readString(folder.resolve("a/report.html")))
        .contains("FP64", "reference")
        .doesNotContain("Penalties are on"); // it has none
    assertThat(folder.resolve("a/bench_compare.csv")).doesNotExist();

    assertThat(run(items(), "--backend=reference", "--compare", to("a"), "--out", to("b")))
        .isZero();
    List<String> compared = Files.readAllLines(folder.resolve("b/bench_compare.csv"));
    assertThat(compared).hasSize(1 + 2 * items().size());
    assertThat(compared.get(1).split(",", -1)[4])
        .as("seconds of before")
        .isEqualTo(lines.get(1).split(",", -1)[lines.get(1).contains("\"") ? 6 : 5]);
    assertThat(Files.readString(folder.resolve("b/manifest.json"))).contains("Of 16 works in both");
  }

  @Test
  void aWrongResultIsNotTimed() {
    List<BenchPlan.Item> items = items();
    items.add(item("gemm", 1, (b, t) -> Work.of(1, () -> {}, () -> 31, () -> {})));
    assertThat(run(items, "--backend", "reference", "--out", to("wrong")))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("reference, gemm 1 x 1 computed a wrong result");
    assertThat(folder.resolve("wrong/bench.csv")).doesNotExist();
  }

  @Test
  void refusesBeforeAnythingIsWritten() throws IOException {
    Files.createDirectories(folder.resolve("other"));
    Files.writeString(folder.resolve("other/bench.csv"), "backend,work\nreference,gemm\n");
    for (String[] args :
        new String[][] {
          {"--backend", "reference,none"},
          {"--backend", "auto,reference"},
          {"--compare", to("nowhere")},
          {"--compare", to("other")},
          {"--profile", "long"}
        }) {
      List<String> all = new ArrayList<>(Arrays.asList(args));
      all.addAll(List.of("--out", to("refused")));
      assertThat(run(items(), all.toArray(String[]::new)))
          .as(Arrays.toString(args))
          .isEqualTo(ExitCode.BAD_INPUT);
      assertThat(folder.resolve("refused")).doesNotExist();
    }
    assertThat(err.toString()).contains("--compare").contains("bench.csv as bench writes it");
  }

  @Test
  void severalBackendsAreForBenchAlone() {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    assertThat(
            line.execute(
                "path",
                "--backend",
                "reference,cpu-simd",
                "--data",
                "x",
                "--response",
                "y",
                "--out",
                to("p")))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("bench alone takes several");
  }

  @Test
  void mediansAndQuartilesAreThoseOfTheSortedTimes() {
    Stopwatch.Time time = Stopwatch.summary(new double[] {5, 1, 2, 4, 3});
    assertThat(time.seconds()).isEqualTo(3);
    assertThat(time.spread()).isEqualTo(2.0 / 3);
  }
}
