// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code path --executor spark}: the numbers and refusals of one process, in parts of 64 KB. */
class PathOnSparkTest {
  private static final String[] SPARK = {
    "--executor", "spark", "--master", "local[2]", "--memory", "4m", "--no-report"
  };

  @TempDir private Path folder;

  private Path table(String damage) throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 8000; i++) {
      double a = 1e4 + random.nextGaussian();
      double b = random.nextGaussian();
      text.append(a).append(',').append(i == 7000 ? damage : String.valueOf(b)).append(',');
      text.append(a - 2 * b + random.nextGaussian()).append('\n');
    }
    return Files.writeString(folder.resolve("table.csv"), text.toString());
  }

  private List<String> rows(String run, String file) throws IOException {
    return Files.readAllLines(folder.resolve(run).resolve(file));
  }

  private void assertSame(String file, int columns) throws IOException {
    List<String> expected = rows("local", file);
    List<String> actual = rows("spark", file);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 1; i < expected.size(); i++) {
      String[] other = expected.get(i).split(",", -1);
      String[] own = actual.get(i).split(",", -1);
      for (int j = 1; j < columns; j++) {
        double value = Double.parseDouble(other[j]);
        assertThat(Double.parseDouble(own[j]))
            .as("%s, row %d, column %d", file, i, j)
            .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --folds 5 --standardize"})
  void theNumbersOfOneProcessWhateverTheCluster(String how) throws IOException {
    String line = "path --response y --data " + table("0.5") + how;
    CommandRun.succeed(folder.resolve("local"), line, "--no-report");
    CommandRun.succeed(folder.resolve("spark"), line, SPARK);
    assertSame("path.csv", 3);
    assertSame("coefficients.csv", 5);
    String[] one = SPARK.clone();
    one[3] = "local[1]";
    CommandRun.succeed(folder.resolve("one"), line, one);
    for (String file : List.of("path.csv", "coefficients.csv", "model.json")) {
      assertThat(rows("one", file)).as(file).isEqualTo(rows("spark", file));
    }
  }

  @Test
  void aBadRowIsOneLineWithItsPlace() throws IOException {
    String line = "path --response y --data " + table("x");
    CommandRun local = CommandRun.quiet(folder.resolve("local"), line);
    CommandRun spark = CommandRun.quiet(folder.resolve("spark"), line, SPARK);
    assertThat(spark.code()).isEqualTo(2);
    assertThat(spark.err()).isEqualTo(local.err()).contains("line 7002, column b");
  }
}
