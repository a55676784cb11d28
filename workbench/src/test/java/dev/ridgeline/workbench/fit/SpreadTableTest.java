// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that an executor reads in parts of 64 KB, beside the same tables in memory. */
class SpreadTableTest {
  private static final int ROWS = 6000; // some 500 KB of text

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Weights of 0 among others, and holes in b. */
  private static String table() {
    StringBuilder text = new StringBuilder("a,b,c,w,y,z\n");
    Random random = new Random(21);
    for (int i = 0; i < ROWS; i++) {
      double a = 1e3 + random.nextGaussian();
      double b = a + 0.1 * random.nextGaussian();
      double c = 100 * random.nextGaussian();
      double y = a - 2 * b + 0.01 * c + random.nextGaussian();
      text.append(a).append(',').append(i % 13 == 5 ? "NA" : String.valueOf(b)).append(',');
      text.append(c).append(',').append(i % 4).append(',').append(y).append(',');
      text.append(3 * c + random.nextGaussian()).append('\n');
    }
    return text.toString();
  }

  private CommandRun path(String data, String name, List<String> how) {
    List<String> line = new ArrayList<>(List.of("path", "--data", data, "--quiet"));
    line.addAll(List.of("--out", folder.resolve(name).toString(), "--no-report"));
    line.addAll(how);
    return CommandRun.of(line.toArray(String[]::new));
  }

  private static List<String> spread(List<String> how) {
    List<String> more = new ArrayList<>(how);
    more.addAll(List.of("--executor", "sent", "--memory", "4m", "--overwrite"));
    return more;
  }

  private void assertSame(String data, List<String> how) throws IOException {
    List<String> here = new ArrayList<>(how);
    here.addAll(List.of("--memory", "1g", "--overwrite"));
    path(data, "here", here).succeeded();
    path(data, "there", spread(how)).succeeded();
    for (String file : List.of("path.csv", "coefficients.csv")) {
      List<String> expected = Files.readAllLines(folder.resolve("here").resolve(file));
      List<String> actual = Files.readAllLines(folder.resolve("there").resolve(file));
      assertThat(actual).hasSameSizeAs(expected);
      assertThat(actual.getFirst()).isEqualTo(expected.getFirst());
      for (int i = 1; i < expected.size(); i++) {
        String[] own = actual.get(i).split(",", -1);
        String[] other = expected.get(i).split(",", -1);
        assertThat(own[0]).isEqualTo(other[0]);
        // degrees of freedom and condition of sums are those of sums
        int most = file.equals("path.csv") ? 3 : other.length;
        for (int j = 1; j < most; j++) {
          double value = Double.parseDouble(other[j]);
          assertThat(Double.parseDouble(own[j]))
              .as("%s, row %d, column %d", file, i, j)
              .isCloseTo(value, within(1e-9 * Math.max(1e-3, Math.abs(value))));
        }
      }
    }
    for (String field : List.of("rows", "criterion", "warnings")) {
      assertThat(CommandRun.json(folder.resolve("there/path.json")).path(field))
          .isEqualTo(CommandRun.json(folder.resolve("here/path.json")).path(field));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--folds 7",
        "--weights w",
        "--weights w --folds 3 --seed 5",
        "--standardize --unpenalised c",
        "--no-intercept --penalties 0.1,1,10",
        "--expand poly2 --features a,c --penalties 0.01,1",
        "--preprocess snv --features a,b,c --folds 4 --penalties 0.01,1"
      })
  void theNumbersOfOneProcess(String how) throws IOException {
    Path data = write("t.csv", table());
    String all = how + " --response y,z --missing drop-rows --all-coefficients --standardize";
    String once = all.replaceFirst("--standardize (.*)--standardize", "$1--standardize");
    assertSame(data.toString(), List.of(once.strip().split(" +", -1)));
  }

  private static final List<String> ROWS_KEPT = List.of("--response", "y", "--standardize");

  private static String full() {
    return table().replace(",NA,", ",1000.5,");
  }

  @Test
  void textOfEveryKind() throws IOException {
    String text = full();
    assertSame(write("crlf.csv", text.replace("\n", "\r\n")).toString(), ROWS_KEPT);
    assertSame(write("blank.csv", text.replace("9\n", "9\n\n").strip()).toString(), ROWS_KEPT);
    String semicolons = text.replace(',', ';').replace('.', ',');
    assertSame(write("semicolons.csv", semicolons).toString(), ROWS_KEPT);
    String[] lines = text.split("(?<=\n)", 2);
    String head = "\uFEFF# a comment\n" + lines[0];
    assertSame(write("comment.csv", head + lines[1]).toString(), ROWS_KEPT);
  }

  /**
   * Names that hold line breaks, and lines that look like rows: where parts begin is guessed wrong.
   */
  @Test
  void lineBreaksInQuotes() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : full().strip().split("\n", -1)) {
      boolean header = text.isEmpty();
      text.append(header ? "name," : "\"1,2,3,4,5,6,7\n\"\"1,2,3,4,5,6,7\n8\",").append(line);
      text.append('\n');
    }
    List<String> how = List.of("--response", "y", "--standardize", "--exclude", "name");
    String data = write("quoted.csv", text.toString()).toString();
    assertSame(data, how);
    List<String> folds = new ArrayList<>(how);
    folds.addAll(List.of("--folds", "5"));
    assertSame(data, folds);
  }

  @Test
  void filesOfEveryKind() throws IOException {
    String text = full();
    int half = text.indexOf('\n', text.length() / 2) + 1;
    String header = text.substring(0, text.indexOf('\n') + 1);
    write("part-1.csv", text.substring(0, half));
    String[] names = header.strip().split(",", -1);
    StringBuilder turned = new StringBuilder("y,z,a,b,c,w\n"); // another order of the columns
    for (String line : text.substring(half).strip().split("\n", -1)) {
      String[] cells = line.split(",", -1);
      turned.append(String.join(",", cells[4], cells[5], cells[0], cells[1], cells[2], cells[3]));
      turned.append('\n');
    }
    assertThat(names).hasSize(6);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(turned.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve("part-2.csv.gz"), packed.toByteArray());
    assertSame(
        folder.resolve("part-*").toString(),
        List.of("--response", "y", "--folds", "6", "--standardize"));

    double[][] rows =
        Arrays.stream(text.strip().split("\n", -1))
            .skip(1)
            .map(
                line ->
                    Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    String shape = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, 6), }".formatted(ROWS);
    int length = 128;
    ByteBuffer array =
        ByteBuffer.allocate(length + ROWS * 6 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
    array.put(
        (shape + " ".repeat(117 - shape.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    for (double[] row : rows) {
      for (double value : row) {
        array.putDouble(value);
      }
    }
    Files.write(folder.resolve("t.npy"), array.array());
    assertSame(
        folder.resolve("t.npy").toString(),
        List.of("--response", "4", "--folds", "6", "--standardize"));
  }

  @Test
  void aBadRowIsRefusedWithItsLineAsInOneProcess() throws IOException {
    String[] lines = full().strip().split("\n", -1);
    String[] bad = {"1,x,3,4,5,6", "1,2,3,4,5", "1,2,3,4,5,1e71", "1,\"2,3,4,5,6", "1,,3,4,5,6"};
    for (String row : bad) {
      String[] damaged = lines.clone();
      damaged[5500] = row;
      Path data = write("bad.csv", "\n" + String.join("\n", damaged) + "\n");
      List<String> how = List.of("--response", "z", "--features", "a,b,c,y");
      CommandRun here = path(data.toString(), "none", how);
      CommandRun there = path(data.toString(), "none", spread(how));
      assertThat(here.code()).isEqualTo(2);
      assertThat(there.code()).as(there.errors()).isEqualTo(2);
      assertThat(there.errors()).isEqualTo(here.errors());
      assertThat(folder.resolve("none/path.csv")).doesNotExist();
    }
  }

  @Test
  void whatNoClusterDoesIsRefusedByName() throws IOException {
    String data = write("t.csv", full()).toString();
    for (String[] wrong :
        new String[][] {
          {"--groups c", "--groups"},
          {"--group-by c", "--executor"},
          {"--expand rff:20", "--expand rff:20"},
          {"--missing mean", "--missing mean"},
          {"--categorical c", "--categorical c"},
          {"--folds 6001", "--folds"},
          {"--folds 1", "--folds"}
        }) {
      List<String> how = new ArrayList<>(List.of("--response", "y"));
      how.addAll(List.of(wrong[0].split(" ", -1)));
      CommandRun run = path(data, "none", spread(how));
      assertThat(run.code()).as(wrong[0]).isEqualTo(2);
      assertThat(run.errors().lines()).hasSize(1);
      assertThat(run.errors()).contains(wrong[1]);
    }
    InputStream original = System.in;
    try {
      System.setIn(new ByteArrayInputStream("a,y\n1,2\n".getBytes(StandardCharsets.UTF_8)));
      CommandRun pipe = path("-", "none", spread(List.of("--response", "y")));
      assertThat(pipe.errors()).contains("--data").contains("pipe");
    } finally {
      System.setIn(original);
    }
    String wide = write("wide.csv", "a,b,c,d,y\n1,2,3,4,5\n2,3,1,5,1\n6,2,1,3,1\n").toString();
    CommandRun few = path(wide, "none", spread(List.of("--response", "y")));
    assertThat(few.code()).isEqualTo(2);
    assertThat(few.errors()).contains("3 rows of 4 features");
  }

  private CommandRun transfer(String name, String how) {
    List<String> line = new ArrayList<>(List.of("transfer", "--response", "y", "--quiet"));
    line.addAll(List.of("--out", folder.resolve(name).toString(), "--no-report", "--overwrite"));
    line.addAll(List.of(how.split(" ", -1)));
    return CommandRun.of(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --folds 4", " --standardize --exclude z", " --unpenalised c"})
  void aTransferFromSourcesInPartsHasTheNumbersOfOneProcess(String how) throws IOException {
    String[] lines = full().strip().split("\n", -1);
    write("source.csv", String.join("\n", Arrays.copyOf(lines, 5001)) + "\n");
    write("target.csv", lines[0] + "\n" + String.join("\n", Arrays.copyOfRange(lines, 5001, 5061)));
    String tables =
        "--source " + folder.resolve("source.csv") + " --target " + folder.resolve("target.csv");
    transfer("here", tables + how).succeeded();
    transfer("there", tables + how + " --executor sent --memory 4m").succeeded();
    // what is told from the rows of a source alone is left out
    for (String file : List.of("losses.csv", "risk_curve.csv")) {
      List<String> expected = Files.readAllLines(folder.resolve("here").resolve(file));
      List<String> actual = Files.readAllLines(folder.resolve("there").resolve(file));
      assertThat(actual).as(file).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        String[] own = actual.get(i).split(",", -1);
        String[] other = expected.get(i).split(",", -1);
        for (int j = 0; j < other.length; j++) {
          if (i == 0 || !other[j].matches("-?[0-9.E-]+")) {
            assertThat(own[j]).as("%s, row %d", file, i).isEqualTo(other[j]);
          } else {
            double value = Double.parseDouble(other[j]);
            assertThat(Double.parseDouble(own[j]))
                .as("%s, row %d, column %d", file, i, j)
                .isCloseTo(value, within(1e-7 * Math.max(1e-3, Math.abs(value))));
          }
        }
      }
    }
    JsonNode here = CommandRun.json(folder.resolve("here/recommendation.json"));
    JsonNode there = CommandRun.json(folder.resolve("there/recommendation.json"));
    assertThat(there.findPath("decision")).isEqualTo(here.findPath("decision"));
    double expected = here.findPath("lambda_source_optimal").asDouble();
    assertThat(there.findPath("lambda_source_optimal").asDouble())
        .isCloseTo(expected, within(1e-9 * expected))
        .isPositive();
  }

  @Test
  void whatNoClusterDoesForATransferIsRefusedByName() throws IOException {
    Path table = write("t.csv", full());
    String head = full().lines().limit(40).collect(Collectors.joining("\n"));
    String target = " --target " + write("target.csv", head) + " --executor sent --memory 4m";
    String constant = full().replaceAll("(?m)^(([^,]*,){4})[-0-9.E]+", "$17");
    Path flat = write("flat.csv", constant);
    for (String[] wrong :
        new String[][] {
          {"--source " + table + " --source-rows 9", "--source-rows"},
          {"--source " + table + "," + table + " --standardize", "--standardize"},
          {"--source " + table + " --groups w", "--groups"},
          {"--source " + table + " --folds 6001", "--folds"},
          {"--source " + flat, "flat.csv column y"},
          {"--prior " + table, "--executor"}
        }) {
      CommandRun run = transfer("none", wrong[0] + target);
      assertThat(run.code()).as(wrong[0]).isEqualTo(2);
      assertThat(run.errors().lines()).as(run.errors()).hasSize(1);
      assertThat(run.errors()).contains(wrong[1]);
      assertThat(folder.resolve("none/recommendation.json")).doesNotExist();
    }
  }

  @Test
  void aDryRunNamesTheExecutorAndTheParts() throws IOException {
    String data = write("t.csv", full()).toString();
    List<String> how = spread(List.of("--response", "y", "--folds", "5"));
    how.addAll(List.of("--master", "here", "--dry-run"));
    CommandRun run = path(data, "none", how);
    assertThat(run.code()).as(run.errors()).isZero();
    assertThat(run.output())
        .containsPattern("sums of 5 folds by sent at here, in ([2-9]|1\\d) parts\\.")
        .contains("Nothing was computed");
    assertThat(folder.resolve("none")).doesNotExist();
  }
}
