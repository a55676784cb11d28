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
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ShardTest extends RunFixture {
  private final StringWriter merged = new StringWriter();

  private int merge(Path out, List<Path> shards, String... more) {
    List<String> args = new ArrayList<>(List.of("merge", "--quiet", "--out", out.toString()));
    shards.forEach(shard -> args.add(shard.toString()));
    args.addAll(List.of(more));
    merged.getBuffer().setLength(0);
    MergeCommand merge = new MergeCommand(() -> Main.commandLine(List.of(new ProbeStudy())));
    CommandLine line = Main.commandLine(List.of(merge));
    line.setErr(new PrintWriter(merged));
    return line.execute(args.toArray(String[]::new));
  }

  private List<Path> shards(int count, String... more) {
    List<Path> shards = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      List<String> args = new ArrayList<>(List.of(more));
      args.add("--shard=" + i + "/" + count);
      shards.add(finishedRun("shard-" + i, args.toArray(String[]::new)));
    }
    return shards;
  }

  private void refused(Path out, List<Path> shards, String... parts) {
    assertThat(merge(out, shards)).isEqualTo(2);
    assertThat(merged.toString()).containsOnlyOnce("\n").endsWith("\n").contains(parts);
    assertThat(out).doesNotExist();
  }

  @Test
  void shardsPutTogetherAreTheRunThatWasNeverDivided() throws IOException {
    List<Path> shards = shards(4);
    assertThat(content(shards.getFirst()).keySet()).containsOnly("cells.log", "manifest.json");
    Path out = temporary.resolve("out");
    assertThat(merge(out, shards.reversed())).as(merged.toString()).isZero();
    assertThat(ProbeStudy.COMPUTED).hasValue(0);
    assertThat(content(out)).isEqualTo(undisturbed());
    assertThat(Files.readString(out.resolve("manifest.json"))).doesNotContain("--shard");
    assertThat(merge(out, shards, "--resume")).isZero();
    assertThat(merge(out, shards)).isEqualTo(2);
    assertThat(merged.toString()).contains("--out", "--overwrite");
    assertThat(merge(out, shards, "--overwrite")).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void aShardHasEveryNthCell() throws IOException {
    Path second = finishedRun("second", "--shard=2/4");
    List<String> lines = Files.readAllLines(second.resolve("cells.log"));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0) + lines.get(1)).contains("item-1", "item-5");
    // a run of fewer cells than shards has empty ones, which are no less a part of it
    List<Path> shards = shards(3, "--cells=2");
    assertThat(shards.getLast().resolve("cells.log")).isEmptyFile();
    assertThat(merge(temporary.resolve("few"), shards)).as(merged.toString()).isZero();
  }

  @Test
  void anInterruptedShardIsResumedAndNoOtherInItsPlace() throws IOException {
    Path out = temporary.resolve("half");
    ProbeStudy.trouble = "cell";
    assertThat(probe(out, "--shard=4/5", "--threads=1")).isEqualTo(1);
    noTrouble();
    refused(temporary.resolve("out"), List.of(out), "half", "--resume");
    assertThat(probe(out, "--shard=1/5", "--resume")).isEqualTo(2);
    saidOneLineWith("--shard '1/5'", "'4/5'");
    assertThat(probe(out, "--shard=4/5", "--resume")).isZero();
    assertThat(content(out)).containsKey("cells.log");
  }

  @Test
  void whatIsMissingDoubledOrForeignIsNamed() throws IOException {
    List<Path> shards = shards(3);
    Path out = temporary.resolve("out");
    refused(out, shards.subList(0, 1), "missing: 2/3, 3/3");
    Path again = finishedRun("again", "--shard=2/3");
    refused(
        out,
        List.of(shards.get(0), shards.get(1), shards.get(2), again),
        "shard 2/3 is there twice",
        "shard-2",
        "again");
    Path other = finishedRun("other", "--shard=3/3", "--shift=0.25");
    refused(
        out,
        List.of(shards.get(0), shards.get(1), other),
        "other",
        "--shift is 0.25",
        "and 0.5 in");
    Path divided = finishedRun("divided", "--shard=3/4");
    refused(out, List.of(shards.get(0), shards.get(1), divided), "--shard is 3/4");
    refused(out, List.of(finishedRun("whole")), "whole", "--shard has filled");
    refused(out, List.of(temporary.resolve("nowhere")), "nowhere");
    assertThat(probe(temporary.resolve("zero"), "--shard=0/3")).isEqualTo(2);
    saidOneLineWith("--shard", "1 <= I <= N");
  }

  @Test
  void cellsThatAreLostOrDamagedAreNotComputedAgainInSilence() throws IOException {
    List<Path> shards = shards(2);
    Path cells = shards.getLast().resolve("cells.log");
    String whole = Files.readString(cells);
    Path out = temporary.resolve("out");
    Files.writeString(cells, whole.substring(0, whole.indexOf('\n') + 1));
    refused(out, shards, "shard 2/2", "has 1 cells where the run has 3");
    // cells end in any order: the middle line, since a last one would count as cut off
    List<String> lines = new ArrayList<>(whole.lines().toList());
    lines.set(1, lines.get(1).replaceFirst("item-\\d", "item-9"));
    Files.writeString(cells, String.join("\n", lines) + "\n");
    assertThat(merge(out, shards)).isEqualTo(1);
    assertThat(merged.toString()).contains("line 2 is damaged");
    assertThat(out).doesNotExist();
    // sound lines of the other shard
    Files.copy(shards.getFirst().resolve("cells.log"), temporary.resolve("copy"));
    Files.writeString(cells, Files.readString(temporary.resolve("copy")));
    assertThat(merge(out, shards)).isEqualTo(1);
    assertThat(merged.toString()).contains("cells.log", "damaged");
  }

  @Test
  void anExecutorThatIsNotThereIsRefusedBeforeAnythingIsWritten() {
    Path out = temporary.resolve("out");
    assertThat(probe(out, "--executor=spark")).isEqualTo(2);
    saidOneLineWith("--executor 'spark'", "class path");
    assertThat(probe(out, "--master=local[2]")).isEqualTo(2);
    saidOneLineWith("--master", "--executor spark");
    assertThat(probe(out, "--spark-conf=a=b")).isEqualTo(2);
    saidOneLineWith("--spark-conf", "--executor spark");
    assertThat(probe(out, "--executor=spark", "--spark-conf=ab")).isEqualTo(2);
    saidOneLineWith("--spark-conf 'ab'", "KEY=VALUE");
    assertThat(out).doesNotExist();
  }
}
