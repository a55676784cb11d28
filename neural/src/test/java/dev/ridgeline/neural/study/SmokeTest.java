// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.neural.data.GeneratedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every study on small data in the real formats, from the command line to its files. */
class SmokeTest {
  @TempDir private static Path data;
  @TempDir private Path folder;

  @BeforeAll
  static void writeData() throws IOException {
    GeneratedData.all(data);
  }

  private CommandRun run(String line, String... more) {
    List<String> added = new ArrayList<>(List.of("--data", data.toString()));
    added.addAll(List.of(more));
    return CommandRun.quiet(folder.resolve("out"), line, added.toArray(String[]::new));
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve("out").resolve(name));
  }

  private void assertStudy(String name, int epochs) throws IOException {
    CommandRun run = run("neural " + name + " --profile smoke");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(lines(name + "_raw.csv"))
        .hasSize(1 + 2 * 2)
        .first()
        .isEqualTo(
            "seed,weight_decay,source_acc,transfer_acc_standard,transfer_acc_l2sp,scratch_acc");
    assertThat(lines(name + "_summary.csv"))
        .hasSize(1 + 2)
        .first()
        .isEqualTo(
            "weight_decay,source_acc_mean,source_acc_sd,transfer_acc_standard_mean,"
                + "transfer_acc_standard_sd,transfer_acc_l2sp_mean,transfer_acc_l2sp_sd,"
                + "scratch_acc_mean,scratch_acc_sd");
    List<String> distances = lines(name + "_param_distances.csv");
    assertThat(distances)
        .hasSize(1 + 2 * 2 * (1 + epochs))
        .first()
        .isEqualTo("seed,weight_decay,epoch,distance_standard,distance_l2sp");
    assertThat(distances.get(1)).isEqualTo("0,0.0,0,0.0,0.0");
    assertThat(distances.get(2)).startsWith("0,0.0,1,").doesNotEndWith(",0.0");
    for (String file :
        List.of(
            "_optima.csv", "_benefit.csv", "_accuracy.svg", "_accuracy.png", "_distances.svg")) {
      assertThat(folder.resolve("out").resolve(name + file)).isNotEmptyFile();
    }
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("seeds a shift is")
        .contains("sha256:")
        .doesNotContain(data.toString());
  }

  @Test
  void mnist() throws IOException {
    assertStudy("mnist", 2);
  }

  @Test
  void cifar10() throws IOException {
    assertStudy("cifar10", 2);
  }

  @Test
  void newsgroups() throws IOException {
    assertStudy("newsgroups", 2);
  }

  @Test
  @Tag("long")
  void independence() throws IOException {
    CommandRun run =
        run("neural independence --data-sets mnist --profile smoke --fractions 0.1,0.5 --seeds 1");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(lines("independence_raw.csv"))
        .hasSize(1 + 2 * 2)
        .first()
        .isEqualTo("data_set,fraction,seed,weight_decay,source_acc,transfer_acc,scratch_acc");
    // the source is trained once for both fractions
    String small = lines("independence_raw.csv").get(1);
    String large = lines("independence_raw.csv").get(3);
    assertThat(small).startsWith("mnist,0.1,0,0.0,");
    assertThat(large).startsWith("mnist,0.5,0,0.0,");
    assertThat(small.split(",", -1)[4]).isEqualTo(large.split(",", -1)[4]);
    assertThat(lines("independence_optima.csv")).hasSize(3);
  }

  @Test
  @Tag("long")
  void qualityShift() throws IOException {
    CommandRun run = run("neural quality-shift --profile smoke --corruptions none,blur --seeds 1");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(lines("quality_shift_raw.csv"))
        .hasSize(1 + 2 * 2)
        .first()
        .isEqualTo("corruption,seed,weight_decay,source_acc,transfer_acc,scratch_acc");
    assertThat(lines("quality_shift_raw.csv").get(3)).startsWith("blur,0,0.0,");
  }

  @Test
  @Tag("long")
  void regularizers() throws IOException {
    CommandRun run =
        run("neural regularizers --profile smoke --regularizers dropout,epochs --seeds 1");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(lines("regularizers_raw.csv"))
        .hasSize(1 + 9 + 2)
        .first()
        .isEqualTo("regularizer,seed,strength,source_acc,transfer_acc,scratch_acc");
    assertThat(lines("regularizers_raw.csv").get(10)).startsWith("epochs,0,1.0,");
    assertThat(folder.resolve("out/regularizers_dropout.svg")).isNotEmptyFile();
  }

  @Test
  void explicitOptionsOverrideTheProfileAndValidationAddsItsColumns() throws IOException {
    CommandRun run =
        run(
            "neural mnist --profile smoke --seeds 1 --weight-decays 1e-3 --source-epochs 1"
                + " --transfer-epochs 3 --fractions 0.5 --select validation --rng numpy-legacy");
    assertThat(run.err()).isEmpty();
    assertThat(lines("mnist_raw.csv"))
        .hasSize(2)
        .first()
        .asString()
        .endsWith(
            "source_validation_acc,transfer_validation_acc_standard,transfer_validation_acc_l2sp");
    assertThat(lines("mnist_param_distances.csv")).hasSize(1 + 4);
    assertThat(lines("mnist_summary.csv").get(1)).matches("0.001,[^,]+,,[^,]+,,[^,]+,,[^,]+,");
  }

  @Test
  @Tag("long")
  void theSameWhateverRunsBesideAndOnceResumedNothingIsComputed() throws IOException {
    String line = "neural mnist --profile smoke --seeds 1";
    assertThat(run(line, "--parallel", "1").code()).isZero();
    var alone = CommandRun.comparable(folder.resolve("out"));
    assertThat(run(line, "--resume").code()).isZero();
    assertThat(CommandRun.comparable(folder.resolve("out"))).isEqualTo(alone);
    assertThat(run(line, "--overwrite", "--parallel", "3").code()).isZero();
    assertThat(CommandRun.comparable(folder.resolve("out"))).isEqualTo(alone);
    CommandRun other = run(line, "--resume", "--source-epochs", "3");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("--source-epochs").contains("'2'");
  }

  @Test
  void aRunIsNotResumedOnOtherData() throws IOException {
    Path mine = folder.resolve("data");
    GeneratedData.mnist(mine);
    String[] line = {
      "neural",
      "mnist",
      "--profile",
      "smoke",
      "--seeds",
      "1",
      "--quiet",
      "--resume",
      "--data",
      mine.toString(),
      "--out",
      folder.resolve("out").toString()
    };
    assertThat(CommandRun.of(line).code()).isZero();
    Path images = mine.resolve("mnist/train-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(images);
    bytes[100] ^= 1;
    Files.write(images, bytes);
    CommandRun other = CommandRun.of(line);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("data 'sha256:");
  }

  @Test
  void whatIsNotAcceptedIsNamedAndNothingIsWritten() {
    assertRefused("neural mnist --weight-decays 1e-3,1e-4", "--weight-decays", "ascending");
    assertRefused("neural mnist --weight-decays=-1", "--weight-decays", "penalties >= 0");
    assertRefused("neural mnist --fractions 0", "--fractions", "value > 0");
    assertRefused("neural mnist --fractions 1.5", "--fractions", "at most 1");
    assertRefused("neural cifar10 --fractions 0.1,0.2", "--fractions", "independence");
    assertRefused("neural mnist --seeds 0", "--seeds", "whole number >= 1");
    assertRefused("neural mnist --profile fast", "--profile", "smoke, quick, paper");
    assertRefused("neural newsgroups --rng numpy-legacy", "--rng", "default");
    assertRefused("neural mnist --backend cuda", "--backend", "ND4J");
    assertRefused("neural independence --data-sets wine", "--data-sets", "mnist, cifar10");
    assertRefused("neural quality-shift --corruptions rain", "--corruptions", "noise");
    assertRefused(
        "neural mnist --fractions 0.001 --select validation", "--fractions", "at least two");
  }

  private void assertRefused(String line, String... parts) {
    CommandRun run = run(line);
    assertThat(run.code()).as(line).isEqualTo(2);
    assertThat(run.err()).as(line).contains(parts);
    assertThat(run.err().strip().lines()).as(line).hasSize(1);
    assertThat(folder.resolve("out")).as(line).doesNotExist();
  }
}
