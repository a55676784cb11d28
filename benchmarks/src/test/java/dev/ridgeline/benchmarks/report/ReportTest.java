// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path folder;

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(ReportTest.class.getResource("/results/" + name).toURI());
  }

  @Test
  void readsWhatItWrites() throws IOException, URISyntaxException {
    Results results = Results.read(fixture("gate.json"));
    Path copy = folder.resolve("new/gate.json");
    results.write(copy);
    assertThat(Results.read(copy)).isEqualTo(results);
  }

  @Test
  void makesOneTablePerVerbWithRatioAndShareOfThePeak() throws IOException, URISyntaxException {
    String page = Report.page(Results.read(fixture("quick.json")), null, null);
    assertThat(page)
        .contains("### Gemm\n\n| size | threads | cpu-simd | openblas | ratio |\n")
        .contains("| n=64 | 1 | 10.0 us; 52.4 (50 %) | 20.0 us; 26.2 | 2.00 |\n")
        .contains("| n=960 | 1 | 20.0 ms; 88.5 (84 %) |  |  |\n")
        .contains("### Transfer\n\n| size | threads | cpu-simd |\n")
        .contains("| p=500 | 2 | 2.50 s |\n")
        .contains("FMA peak of one core 105 GFLOP/s")
        .contains("OpenBLAS ran its SkylakeX kernels")
        .doesNotContain("## Targets", "## Networks");
  }

  @Test
  void comparesNetworksWithPyTorchAndTwoAtOnceWithOne() throws IOException, URISyntaxException {
    String page = Report.page(null, null, Results.read(fixture("neural.json")));
    assertThat(page)
        .contains("## Networks\n", "`ci/bench-neural.sh full` (JMH)")
        .contains("### MlpEpoch\n\n| size | threads | ridgeline | pytorch | ratio |\n")
        .contains("| batch=256 | 1 | 400 ms; 49.2 | 500 ms; 39.3 | 1.25 |\n")
        .contains("| network=cnn | 2 | 125 ms |\n")
        .contains(
            "### Throughput over one thread\n",
            "| benchmark | size | threads | peer | throughput |\n")
        .contains("| SideBySide | network=cnn | 2 | ridgeline | 1.92 |\n")
        .doesNotContain("## Targets", "## Verbs", "| MlpEpoch |");
  }

  @Test
  void saysWhichTargetsAreMissed() throws IOException, URISyntaxException {
    String page = Report.page(null, Results.read(fixture("gate.json")), null);
    assertThat(page)
        .contains("1 of 3 figures meet their target")
        .contains(
            "| P1 | dgemm n=64 | 1 | openblas | 10.0 us | 12.0 us | 1.20 | 1.10 | 1.00 | met |")
        .contains(
            "| P3 | 10000 systems n=16 | 2 | openblas | 5.00 ms | 10.0 ms | 2.00 | 2.10 | 3.00 |"
                + " **missed** |");
  }

  @Test
  void aFigureThatIsNoNumberMisses() throws IOException, URISyntaxException {
    assertThat(Results.read(fixture("gate.json")).verdicts())
        .extracting(Verdict::pass)
        .containsExactly(true, false, false);
  }

  @Test
  void writesThePageFromAFolder() throws IOException, URISyntaxException {
    Path page = folder.resolve("performance.md");
    Report.main(new String[] {fixture("gate.json").getParent().toString(), page.toString()});
    assertThat(Files.readString(page)).contains("## Targets", "### Gemm", "### MlpEpoch");
  }
}
