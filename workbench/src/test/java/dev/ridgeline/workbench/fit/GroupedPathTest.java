// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupedPathTest {
  @TempDir private Path folder;

  private CommandRun path(Path data, String name, String... more) {
    return CommandRun.path(data, folder.resolve(name), more);
  }

  private List<String> groups(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("groups.csv"));
  }

  /** Rows of three shops on two days, in turn; the shop 007 on day 2 has two rows alone. */
  private Path shops() throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("shop,day,a,b,y\n");
    String[] shops = {"B", "007", "A,1"};
    for (int i = 0; i < 60; i++) {
      int shop = i % 3;
      int day = 1 + (i / 3) % 2;
      if (shop == 1 && day == 2 && i > 12) {
        continue;
      }
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double y = shop == 2 && day == 1 ? 4 : shop + day * a - b + 0.1 * random.nextGaussian();
      text.append('"').append(shops[shop]).append("\",").append(day);
      text.append(',').append(a).append(',').append(b).append(',').append(y).append('\n');
    }
    return Files.writeString(folder.resolve("shops.csv"), text.toString());
  }

  @Test
  void everyGroupIsARowInTheOrderOfItsFirst() throws IOException {
    path(shops(), "out", "--group-by", "shop,day").succeeded();

    List<String> rows = groups("out");
    assertThat(rows.getFirst()).isEqualTo("shop,day,rows,status,lambda,loss,intercept,a,b");
    assertThat(rows).hasSize(7);
    assertThat(rows.get(1)).startsWith("B,1,10,ok,");
    assertThat(rows.get(2)).startsWith("007,1,10,ok,");
    assertThat(rows.get(3)).isEqualTo("\"A,1\",1,10,constant_response,,0.0,4.0,0.0,0.0");
    assertThat(rows.get(5)).isEqualTo("007,2,2,too_few_rows,,,,,");
    JsonNode json = CommandRun.json(folder.resolve("out/path.json"));
    assertThat(json.path("groups").asInt()).isEqualTo(6);
    assertThat(json.path("responses").path(0).path("statuses").path("ok").asInt()).isEqualTo(4);
    assertThat(json.path("warnings").toString()).contains("1 group has the status too_few_rows");
    assertThat(folder.resolve("out/report.html")).exists();
  }

  @Test
  void aGroupIsThePathOfItsRowsAlone() throws IOException {
    Path all = shops();
    List<String> lines = Files.readAllLines(all);
    StringBuilder own = new StringBuilder("a,b,y\n");
    for (String line : lines) {
      if (line.startsWith("\"B\",2,")) {
        own.append(line.substring("\"B\",2,".length())).append('\n');
      }
    }
    Path alone = Files.writeString(folder.resolve("alone.csv"), own.toString());

    path(all, "groups", "--group-by", "shop,day", "--penalties", "1e-3,1e-2,0.1,1").succeeded();
    path(alone, "alone", "--penalties", "1e-3,1e-2,0.1,1").succeeded();

    String[] group =
        groups("groups").stream()
            .filter(line -> line.startsWith("B,2,"))
            .findFirst()
            .orElseThrow()
            .split(",", -1);
    String[] single =
        Files.readAllLines(folder.resolve("alone/coefficients.csv")).get(1).split(",", -1);
    assertThat(group[4]).isEqualTo(single[1]);
    for (int j = 0; j < 3; j++) {
      assertThat(Double.parseDouble(group[6 + j]))
          .isCloseTo(Double.parseDouble(single[2 + j]), within(1e-10));
    }
  }

  @Test
  void sharedPooledAndGivenPriors() throws IOException {
    Path data = shops();
    Path prior = Files.writeString(folder.resolve("prior.csv"), "feature,old\na,1.5\nb,-1\n");

    path(data, "share", "--group-by", "shop,day", "--share-penalty").succeeded();
    path(data, "pool", "--group-by", "shop,day", "--pool").succeeded();
    path(data, "prior", "--group-by", "shop,day", "--prior", prior.toString(), "--penalties", "1e9")
        .succeeded();
    CommandRun both =
        path(data, "both", "--group-by", "shop", "--pool", "--prior", prior.toString());
    CommandRun alone = path(data, "alone", "--pool");

    assertThat(
            groups("share").stream()
                .skip(1)
                .map(line -> line.replaceAll("\".*\"", "q"))
                .filter(line -> line.contains(",ok,"))
                .map(line -> line.split(",", -1)[4])
                .distinct())
        .hasSize(1);
    JsonNode pooled = CommandRun.json(folder.resolve("pool/path.json")).path("responses").path(0);
    assertThat(pooled.path("prior").path("b").asDouble())
        .isCloseTo(-1, within(0.2)); // one group of six has the slope 0
    String[] held = groups("prior").get(1).split(",", -1);
    assertThat(Double.parseDouble(held[7])).isCloseTo(1.5, within(1e-6));
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.errors()).contains("--pool");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.errors()).contains("--group-by");
  }

  @Test
  void aPriorOfOtherFeaturesThanColumnsIsRefused() throws IOException {
    Path data = shops();
    path(data, "squares", "--exclude", "shop,day", "--expand", "poly2").succeeded();

    CommandRun run =
        path(
            data,
            "none",
            "--group-by",
            "shop",
            "--exclude",
            "day",
            "--prior",
            folder.resolve("squares/model.json").toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).contains("--prior").contains("a model of columns as they are");
  }

  /** A second response, three times the first and one more in the shop B. */
  private Path twoResponses() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(shops())) {
      String y = line.substring(line.lastIndexOf(',') + 1);
      boolean other = line.startsWith("\"B\"");
      text.append(line).append(',');
      text.append(y.equals("y") ? "z" : 3 * Double.parseDouble(y) + (other ? 1 : 0)).append('\n');
    }
    return Files.writeString(folder.resolve("two.csv"), text.toString());
  }

  @Test
  void severalResponsesAreARowEachAndThoseOfOneAtATime() throws IOException {
    Path data = twoResponses();
    for (String sharing : new String[] {"--share-penalty", "--pool", "--no-report"}) {
      path(data, "both" + sharing, "--group-by", "shop,day", "--response", "z", sharing)
          .succeeded();
      path(data, "y" + sharing, "--group-by", "shop,day", "--exclude", "z", sharing).succeeded();

      List<String> rows = groups("both" + sharing);
      assertThat(rows.getFirst())
          .isEqualTo("shop,day,response,rows,status,lambda,loss,intercept,a,b");
      assertThat(rows).hasSize(13);
      List<String> single = groups("y" + sharing);
      for (int group = 1; group < single.size(); group++) {
        String[] own = single.get(group).replace("A,1", "A1").split(",", -1);
        String[] first = rows.get(2 * group - 1).replace("A,1", "A1").split(",", -1);
        String[] second = rows.get(2 * group).replace("A,1", "A1").split(",", -1);
        assertThat(first[2] + second[2]).isEqualTo("yz");
        assertThat(first[4]).isEqualTo(own[3]);
        if (own[3].equals("ok")) {
          for (int j = 0; j < 2; j++) {
            double b = Double.parseDouble(own[7 + j]);
            assertThat(Double.parseDouble(first[8 + j])).isCloseTo(b, within(1e-9));
            assertThat(Double.parseDouble(second[8 + j])).isCloseTo(3 * b, within(1e-6));
          }
        }
      }
    }
    JsonNode json = CommandRun.json(folder.resolve("both--pool/path.json"));
    assertThat(json.path("responses")).hasSize(2);
    assertThat(json.path("warnings").toString()).contains("z: 1 group has the status");
  }

  @Test
  void aPriorOfSeveralResponsesNamesThem() throws IOException {
    Path data = twoResponses();
    Path prior = Files.writeString(folder.resolve("p.csv"), "feature,z,y\na,6,2\nb,-3,-1\n");
    Path other = Files.writeString(folder.resolve("o.csv"), "feature,z,w\na,6,2\nb,-3,-1\n");
    String[] more = {"--group-by", "shop", "--exclude", "day", "--penalties", "1e9"};

    path(data, "prior", with(more, "--response", "z", "--prior", prior.toString())).succeeded();
    CommandRun bad = path(data, "bad", with(more, "--response", "z", "--prior", other.toString()));

    String[] y = groups("prior").get(1).split(",", -1);
    String[] z = groups("prior").get(2).split(",", -1);
    assertThat(Double.parseDouble(y[7])).isCloseTo(2, within(1e-6));
    assertThat(Double.parseDouble(z[8])).isCloseTo(-3, within(1e-6));
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.errors()).contains("--prior").contains("a column for every response: y, z");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void parquetWithoutItsModuleIsRefusedBeforeAnythingIsRead() throws IOException {
    CommandRun run = path(shops(), "out", "--group-by", "shop", "--groups-as", "parquet");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors().strip().lines()).hasSize(1);
    assertThat(run.errors()).contains("--groups-as").contains("./ridgeline, which fetches it");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void columnsNamedAsThoseOfTheTableOfGroupsAreRenamed() throws IOException {
    String text = Files.readString(shops()).replace("shop,day,a,b", "rows,status_,status,loss");
    Path data = Files.writeString(folder.resolve("names.csv"), text);

    path(data, "out", "--group-by", "rows,status_").succeeded();

    assertThat(groups("out").getFirst())
        .isEqualTo("rows_,status_,rows,status,lambda,loss,intercept,status__,loss_");
    assertThat(CommandRun.json(folder.resolve("out/path.json")).path("warnings").toString())
        .contains("a column rows of its own: that of the data is rows_ there");
  }

  /** Rows of many groups in turn, so that no block holds a group whole. */
  private Path longTable() throws IOException {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder("shop,day,a,b,y\n");
    for (int i = 0; i < 30_000; i++) {
      int shop = i % 7;
      double a = 100 + random.nextGaussian();
      double b = random.nextGaussian();
      double y = shop + shop * a - b + random.nextGaussian();
      text.append('s').append(shop).append(',').append(i % 3).append(',').append(a);
      text.append(',').append(b).append(',').append(y).append('\n');
    }
    return Files.writeString(folder.resolve("long.csv"), text.toString());
  }

  @Test
  void aTableBeyondTheMemoryIsFittedFromSumsOfItsGroups() throws IOException {
    Path data = longTable();
    String[] some = {"--group-by", "shop,day", "--penalties", "1e-4,1e-2,1"};

    CommandRun dry = path(data, "dry", with(some, "--memory", "400k", "--dry-run"));
    path(data, "passes", with(some, "--memory", "400k")).succeeded();
    path(data, "fixed", "--group-by", "shop,day", "--penalties", "1", "--memory", "400k")
        .succeeded();
    path(data, "memory", "--group-by", "shop,day", "--penalties", "1").succeeded();
    path(data, "pool", with(some, "--pool")).succeeded();
    path(data, "poolPasses", with(some, "--pool", "--memory", "400k")).succeeded();

    assertThat(dry.code()).isZero();
    assertThat(dry.output()).contains("for the sums of every group").contains("Features: 2");
    assertThat(folder.resolve("dry")).doesNotExist();
    JsonNode json = CommandRun.json(folder.resolve("passes/path.json"));
    assertThat(json.path("criterion").asText()).isEqualTo("generalised cross-validation");
    assertThat(json.path("rows").asInt()).isEqualTo(30_000);
    assertThat(json.path("groups").asInt()).isEqualTo(21);
    assertThat(CommandRun.json(folder.resolve("poolPasses/path.json")).path("criterion").asText())
        .isEqualTo("evidence");
    same("fixed", "memory");
    same("poolPasses", "pool");
  }

  /** Groups, their order, rows, penalties and coefficients: losses are by another criterion. */
  private void same(String one, String other) throws IOException {
    List<String> expected = groups(other);
    List<String> found = groups(one);
    assertThat(found).hasSameSizeAs(expected);
    assertThat(found.getFirst()).isEqualTo(expected.getFirst());
    for (int row = 1; row < expected.size(); row++) {
      String[] a = expected.get(row).split(",", -1);
      String[] b = found.get(row).split(",", -1);
      assertThat(Arrays.copyOf(b, 4)).isEqualTo(Arrays.copyOf(a, 4));
      for (int at : new int[] {4, 6, 7, 8}) {
        double value = Double.parseDouble(a[at]);
        assertThat(Double.parseDouble(b[at]))
            .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
      }
    }
  }

  @Test
  void whatSumsOfGroupsCannotAnswerIsRefusedInOneLine() throws IOException {
    Path data = longTable();
    Path many = Files.writeString(folder.resolve("many.csv"), manyGroups());

    CommandRun levels =
        path(data, "levels", "--group-by", "shop", "--categorical", "day", "--memory", "400k");
    CommandRun groups = path(many, "many", "--group-by", "g", "--memory", "400k");
    List<String> lines = new ArrayList<>(Files.readAllLines(data));
    lines.set(12_006, lines.get(12_006).replaceFirst("s.", ""));
    Path hole = Files.write(folder.resolve("hole.csv"), lines);
    CommandRun empty = path(hole, "hole", "--group-by", "shop", "--memory", "400k");

    for (CommandRun run : List.of(levels, groups, empty)) {
      assertThat(run.code()).as(run.errors()).isEqualTo(2);
    }
    assertThat(levels.errors()).contains("beside --categorical day");
    assertThat(groups.errors()).contains("many.csv").contains("groups in the first");
    assertThat(empty.errors()).contains("hole.csv").contains("12006").contains("no text");
    assertThat(folder.resolve("levels")).doesNotExist();
    assertThat(folder.resolve("many/groups.csv")).doesNotExist();
    assertThat(folder.resolve("hole/groups.csv")).doesNotExist();
  }

  private static String manyGroups() {
    StringBuilder text = new StringBuilder("g,a,y\n");
    for (int i = 0; i < 40_000; i++) {
      text.append(i / 2).append(',').append(i % 5).append(',').append(i % 7).append('\n');
    }
    return text.toString();
  }
}
