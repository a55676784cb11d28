// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages of {@code path} and {@code transfer} show, and where. */
class ReportPagesTest {
  private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\">");

  @TempDir private Path folder;

  private Path table(String name, long seed, int rows, double slope) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      double b = 100 * random.nextGaussian();
      double c = random.nextGaussian();
      double y = slope * (a - 0.03 * b) + 0.5 * random.nextGaussian();
      text.append(a).append(',').append(b).append(',').append(c).append(',').append(y).append('\n');
    }
    return Files.writeString(folder.resolve(name), text.toString());
  }

  private String page(String... line) throws IOException {
    List<String> all = new ArrayList<>(List.of(line));
    all.addAll(List.of("--quiet", "--overwrite", "--out", folder.resolve("out").toString()));
    CommandRun.of(all.toArray(String[]::new)).succeeded();
    return Files.readString(folder.resolve("out/report.html"));
  }

  @Test
  void thePageOfAPathAnswersFirstAndShowsTheCoefficients() throws IOException {
    String page = page("path", "--data", table("t.csv", 1, 60, 1).toString(), "--response", "y");
    assertThat(page.indexOf("Best penalty: ")).isBetween(0, page.indexOf("<figure"));
    assertThat(page)
        .contains("<dt>Rows</dt><dd>60</dd>", "<dt>Features</dt><dd>3</dd>")
        .contains("Penalty, mean scale", "Penalty, sum scale", "cannot tell from it")
        .contains("Penalties are on the mean scale: λ times the number of rows is what")
        .contains("Coefficients over the penalty", "times the standard deviations")
        .contains("\"name\":\"b\"", "Loss over degrees of freedom", "\"low\":[");
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    String page = page("path", "--data", table("t.csv", 1, 60, 1).toString(), "--response", "y");
    List<String> links = LINK.matcher(page).results().map(found -> found.group(1)).toList();
    assertThat(links).contains("path.csv", "model.json", "path.svg", "manifest.json");
    for (String link : links) {
      assertThat(folder.resolve("out").resolve(link)).exists();
    }
  }

  @Test
  void theCommandMakesTheSamePageAgain() throws IOException {
    Path data = table("it's t.csv", 1, 60, 1);
    String page =
        page("path", "--standardize", "--response", "y", "--threads", "2", "--data", "" + data);
    Matcher command = Pattern.compile("<pre tabindex=\"0\">(ridgeline .*?)</pre>").matcher(page);
    assertThat(command.find()).isTrue();
    String line = command.group(1).replace("&#39;", "'");
    assertThat(line)
        .isEqualTo(
            "ridgeline path --data '%s' --response y --standardize --out DIR"
                .formatted(data.toString().replace("'", "'\\''")));
    assertThat(page("path", "--data", "" + data, "--response", "y", "--standardize"))
        .isEqualTo(page);
  }

  @Test
  void thePageOfATransferHasBothPanelsAndTheRowsHeldOut() throws IOException {
    String page =
        page(
            "transfer",
            "--source",
            table("s.csv", 2, 80, 1).toString(),
            "--target",
            table("t.csv", 3, 60, 1).toString(),
            "--target-rows",
            "25",
            "--response",
            "y");
    assertThat(page.indexOf("class=\"answer\"")).isBetween(0, page.indexOf("<figure"));
    assertThat(page)
        .contains("<dt>Mean squared error on 35 rows held out</dt>")
        .contains("<dd>80 of the source, 25 of the target</dd>")
        .contains("{\"title\":\"Target\"", "{\"title\":\"Source\"")
        .contains("Posterior of the source penalty", "Predicted against actual")
        .hasSizeLessThan(300_000);
    // held out before leave-one-out
    assertThat(page.indexOf("rows held out</dt>"))
        .isLessThan(page.indexOf("Loss by leave-one-out"));
  }

  @Test
  void manyTargetsAreATableSortedByGainAndASectionEach() throws IOException {
    List<String> targets = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      targets.add(table("t%02d.csv".formatted(t), 10 + t, 20, t % 3 == 0 ? -1 : 1).toString());
    }
    String source = table("s.csv", 2, 80, 1).toString();
    String page =
        page(
            "transfer",
            "--source",
            source,
            "--target",
            String.join(",", targets),
            "--response",
            "y");
    assertThat(page).contains("of 12 targets: transfer", "<dt>Features</dt><dd>3</dd>");
    String table = page.substring(page.indexOf("<caption>Gain"), page.indexOf("</table>"));
    List<String> rows =
        Pattern.compile("<tr><td>(.*?)</tr>")
            .matcher(table)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(rows).hasSize(12);
    double before = Double.POSITIVE_INFINITY;
    for (String row : rows) {
      String[] cells = row.split("</td><td[^>]*>", -1);
      double gain = Double.parseDouble(cells[3]);
      assertThat(gain).isLessThanOrEqualTo(before);
      before = gain;
      // the model is that of the target
      int t = Integer.parseInt(cells[0].substring(1, 3));
      assertThat(row).contains("model_" + (t + 1) + ".json");
    }
    assertThat(page.split("<details>", -1)).hasSize(1 + 12 + 1);
    assertThat(page).hasSizeLessThan(130_000 + 12 * 37_000); // 2 MB for fifty
  }
}
