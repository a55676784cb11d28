// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathOptionsTest {
  @TempDir private Path folder;

  private Path out(String name) {
    return folder.resolve(name);
  }

  private CommandRun path(Path data, String name, String... more) {
    return CommandRun.path(data, folder.resolve(name), more);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private JsonNode model(String name) throws IOException {
    return CommandRun.json(out(name).resolve("model.json"));
  }

  private List<String> predictions(String model, Path input) throws IOException {
    Path to = folder.resolve(model + "-predictions.csv");
    CommandRun.of(
            "predict",
            "--model",
            out(model).resolve("model.json").toString(),
            "--input",
            input.toString(),
            "--output",
            to.toString(),
            "--quiet")
        .succeeded();
    return Files.readAllLines(to);
  }

  /** y = 1 + 2 a, 5 more at Rome, 3 less at Oslo. */
  private static String towns(int rows) {
    StringBuilder text = new StringBuilder("town,a,y\n");
    Random random = new Random(5);
    String[] names = {"Rome", "Bern", "Oslo"};
    double[] offsets = {5, 0, -3};
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      text.append(names[i % 3]).append(',').append(a).append(',');
      text.append(1 + 2 * a + offsets[i % 3]).append('\n');
    }
    return text.toString();
  }

  @Test
  void aCategoricalColumnBecomesAColumnForEveryLevelButTheFirst() throws IOException {
    Path data = file("towns.csv", towns(30));

    path(data, "towns", "--categorical", "town", "--penalties", "1e-12").succeeded();

    JsonNode model = model("towns");
    List<String> header = Files.readAllLines(out("towns").resolve("coefficients.csv"));
    assertThat(header.getFirst()).isEqualTo("response,lambda,intercept,town=Oslo,town=Rome,a");
    assertThat(model.path("encoded").path("town").toString())
        .isEqualTo("[\"Bern\",\"Oslo\",\"Rome\"]");
    List<String> predicted =
        predictions("towns", file("new.csv", "a,town\n0,Rome\n1,Bern\n0.5,Oslo\n"));
    assertThat(Double.parseDouble(predicted.get(1))).isCloseTo(6, within(1e-6));
    assertThat(Double.parseDouble(predicted.get(2))).isCloseTo(3, within(1e-6));
    assertThat(Double.parseDouble(predicted.get(3))).isCloseTo(-1, within(1e-6));
  }

  @Test
  void aLevelThatTheModelDoesNotKnowIsRefused() throws IOException {
    path(file("towns.csv", towns(30)), "towns", "--categorical", "town").succeeded();

    CommandRun run =
        CommandRun.of(
            "predict",
            "--model",
            out("towns").resolve("model.json").toString(),
            "--input",
            file("new.csv", "a,town\n0,Rome\n0,Paris\n").toString(),
            "--output",
            folder.resolve("p.csv").toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).contains("data row 2 column town").contains("Paris");
    assertThat(folder.resolve("p.csv")).doesNotExist();
  }

  @Test
  void missingValuesAreRefusedDroppedOrFilled() throws IOException {
    StringBuilder full = new StringBuilder("a,b,y\n");
    StringBuilder holes = new StringBuilder("a,b,y\n");
    Random random = new Random(6);
    for (int i = 0; i < 20; i++) {
      double a = random.nextInt(9);
      double b = random.nextInt(9);
      String row = a + "," + b + "," + (a - b + random.nextGaussian()) + "\n";
      full.append(row);
      holes.append(row);
      if (i % 5 == 0) {
        holes.append("3,NA,2.5\n");
      }
    }
    Path with = file("holes.csv", holes.toString());

    CommandRun refused = path(with, "refused");
    path(with, "dropped", "--missing", "drop-rows").succeeded();
    path(file("full.csv", full.toString()), "full").succeeded();
    path(with, "filled", "--missing", "mean").succeeded();

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.errors()).contains("line 3").contains("column b");
    assertThat(Files.readString(out("dropped").resolve("path.csv")))
        .isEqualTo(Files.readString(out("full").resolve("path.csv")));
    assertThat(CommandRun.json(out("dropped").resolve("path.json")).path("warnings").toString())
        .contains("4 of 24 rows lack a value");
    double mean = model("filled").path("filled").path("b").asDouble();
    List<String> predicted = predictions("filled", file("new.csv", "a,b\n1,\n1," + mean + "\n"));
    assertThat(predicted.get(1)).isEqualTo(predicted.get(2));
  }

  @Test
  void aFactorOfZeroAndUnpenalisedAreOne() throws IOException {
    Path data = file("t.csv", CommandRun.table(7, 25, 1, 0.5));

    path(data, "factor", "--penalty-factor", "b=0,a=2", "--penalties", "50").succeeded();
    path(data, "free", "--unpenalised", "b", "--penalty-factor", "a=2", "--penalties", "50")
        .succeeded();
    CommandRun unknown = path(data, "none", "--penalty-factor", "z=1");
    CommandRun negative = path(data, "none", "--penalty-factor", "a=-1");

    String coefficients = Files.readString(out("factor").resolve("coefficients.csv"));
    assertThat(coefficients).isEqualTo(Files.readString(out("free").resolve("coefficients.csv")));
    String[] row = coefficients.split("\n", -1)[1].split(",", -1);
    assertThat(Math.abs(Double.parseDouble(row[4]))).isGreaterThan(1); // b, not penalised
    assertThat(Math.abs(Double.parseDouble(row[3]))).isLessThan(0.1); // a, twice
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.errors()).contains("--penalty-factor").contains("z");
    assertThat(negative.code()).isEqualTo(2);
    assertThat(out("none")).doesNotExist();
  }

  @Test
  void aNameThatHoldsACommaStandsInQuotesAndNoColumnIsNamedTwice() throws IOException {
    String text = CommandRun.table(17, 25, 1, 0.5);
    Path plain = file("plain.csv", text);
    Path odd = file("odd.csv", text.replaceFirst("a,b,", "\"a,1\",b,"));

    path(plain, "plain", "--penalty-factor", "a=2,c=0", "--penalties", "9").succeeded();
    path(odd, "odd", "--penalty-factor", "\"a,1\"=2,c=0", "--penalties", "9").succeeded();
    CommandRun twice = path(plain, "none", "--unpenalised", "a", "--penalty-factor", "a=3");
    CommandRun size = path(plain, "none", "--memory", "12x");

    assertThat(coefficients("odd")).isEqualTo(coefficients("plain"));
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.errors()).contains("every column once");
    assertThat(size.code()).isEqualTo(2);
    assertThat(size.errors()).contains("12x").doesNotContain("dev.ridgeline");
  }

  @Test
  void withoutAnInterceptNothingIsAdded() throws IOException {
    Path data = file("t.csv", CommandRun.table(8, 25, 1, 0.5));

    path(data, "origin", "--no-intercept").succeeded();

    assertThat(predictions("origin", file("zero.csv", "a,b,c,d\n0,0,0,0\n")).get(1))
        .isIn("0.0", "-0.0");
  }

  @Test
  void rowsOfOneGroupAreLeftOutTogether() throws IOException {
    StringBuilder text = new StringBuilder("who,a,y\n");
    Random random = new Random(9);
    for (int i = 0; i < 24; i++) {
      double a = random.nextGaussian();
      // two rows of a person are copies, which leave-one-out takes for a good prediction
      String row = "p" + i + "," + a + "," + (a + 3 * random.nextGaussian()) + "\n";
      text.append(row).append(row);
    }
    Path data = file("people.csv", text.toString());

    path(data, "rows", "--exclude", "who").succeeded();
    path(data, "people", "--groups", "who").succeeded();
    path(data, "folds", "--groups", "who", "--folds", "4").succeeded();
    CommandRun many = path(data, "many", "--groups", "who", "--folds", "30");

    JsonNode byRow = CommandRun.json(out("rows").resolve("path.json"));
    JsonNode byPerson = CommandRun.json(out("people").resolve("path.json"));
    assertThat(byPerson.path("criterion").asText()).isEqualTo("leave-one-who-out");
    assertThat(byPerson.path("responses").get(0).path("loss").asDouble())
        .isGreaterThan(byRow.path("responses").get(0).path("loss").asDouble());
    assertThat(CommandRun.json(out("folds").resolve("path.json")).path("criterion").asText())
        .isEqualTo("4-fold by who");
    assertThat(many.code()).isEqualTo(2);
    assertThat(many.errors()).contains("2 to 24, the number of groups");
  }

  @Test
  void aConstantResponseIsPredictedAsTheConstant() throws IOException {
    Path data = file("flat.csv", "a,y\n1,7\n2,7\n4,7\n3,7\n");

    path(data, "flat").succeeded();

    assertThat(predictions("flat", file("new.csv", "a\n9\n")).get(1)).isEqualTo("7.0");
  }

  @Test
  void severalFilesAreOneTable() throws IOException {
    String all = CommandRun.table(10, 30, 1, 0.5);
    String[] lines = all.strip().split("\n", -1);
    StringBuilder first = new StringBuilder(lines[0] + "\n");
    StringBuilder second = new StringBuilder(lines[0] + "\n");
    for (int i = 1; i < lines.length; i++) {
      (i <= 12 ? first : second).append(lines[i]).append('\n');
    }
    Path one = file("part-1.csv", first.toString());
    Path two = file("part-2.csv", second.toString());

    path(file("all.csv", all), "all").succeeded();
    path(Path.of(one + "," + two), "parts").succeeded();
    path(folder.resolve("part-*.csv"), "pattern").succeeded();

    String expected = Files.readString(out("all").resolve("path.csv"));
    assertThat(Files.readString(out("parts").resolve("path.csv"))).isEqualTo(expected);
    assertThat(Files.readString(out("pattern").resolve("path.csv"))).isEqualTo(expected);
  }

  @Test
  void aTableBeyondTheMemoryIsReadInPasses() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    Random random = new Random(11);
    for (int i = 0; i < 30_000; i++) {
      double a = 5 + random.nextGaussian();
      double b = a + 0.1 * random.nextGaussian();
      double c = 100 * random.nextGaussian();
      double y = a - 2 * b + 0.01 * c + random.nextGaussian();
      text.append(a + "," + b + "," + c + "," + y + "\n");
    }
    Path data = file("large.csv", text.toString());

    path(data, "memory").succeeded();
    path(data, "passes", "--memory", "3m").succeeded();
    CommandRun dry = path(data, "dry", "--memory", "3m", "--dry-run");
    CommandRun tooMuch = path(data, "none", "--memory", "3m", "--expand", "rff:50");

    JsonNode whole = CommandRun.json(out("memory").resolve("path.json")).path("responses").get(0);
    JsonNode passes = CommandRun.json(out("passes").resolve("path.json")).path("responses").get(0);
    double loss = whole.path("loss").asDouble();
    assertThat(passes.path("lambda").asDouble())
        .isCloseTo(whole.path("lambda").asDouble(), within(1e-9));
    assertThat(passes.path("loss").asDouble()).isCloseTo(loss, within(1e-9 * loss));
    double[] expected = coefficients("memory");
    assertThat(coefficients("passes")).containsExactly(expected, within(1e-9));
    assertThat(CommandRun.json(out("passes").resolve("path.json")).path("rows").asInt())
        .isEqualTo(30_000);
    assertThat(dry.code()).isZero();
    assertThat(dry.output()).contains("it is read twice").contains("Nothing was computed");
    assertThat(out("dry")).doesNotExist();
    assertThat(tooMuch.code()).isEqualTo(2);
    assertThat(tooMuch.errors()).contains("--expand rff:50");
  }

  /** Rows that lack a value have no number, and those of weight 0 have: the folds are the same. */
  @Test
  void foldsAreThoseOfATableInMemory() throws IOException {
    StringBuilder text = new StringBuilder("a,b,w,y\n");
    Random random = new Random(12);
    for (int i = 0; i < 30_000; i++) {
      double a = 5 + random.nextGaussian();
      String b = i % 11 == 0 ? "" : String.valueOf(a + 0.1 * random.nextGaussian());
      text.append(a + "," + b + "," + i % 3 + "," + (a + random.nextGaussian()) + "\n");
    }
    Path data = file("large.csv", text.toString());
    String rows = "--weights w --missing drop-rows --folds 5 --memory ";

    path(data, "memory", (rows + "1g").split(" ", -1)).succeeded();
    path(data, "passes", (rows + "3m").split(" ", -1)).succeeded();
    CommandRun dry = path(data, "none", (rows + "3m --dry-run").split(" ", -1));
    CommandRun one = path(data, "none", "--exclude", "b,w", "--folds", "1", "--memory", "1500k");

    assertThat(dry.output()).contains("it is read once, for the sums of 5 folds");
    double[] losses = column("memory", 2);
    assertThat(column("passes", 2)).usingComparatorWithPrecision(1e-9).containsExactly(losses);
    assertThat(coefficients("passes")).containsExactly(coefficients("memory"), within(1e-9));
    assertThat(one.code()).isEqualTo(2);
    assertThat(one.errors()).contains("--folds").contains("2 or more");
  }

  private double[] column(String name, int column) throws IOException {
    return Files.readAllLines(out(name).resolve("path.csv")).stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
        .toArray();
  }

  @Test
  void whatFitsNeitherWayIsRefusedBeforeItStarts() throws IOException {
    int p = 600;
    StringBuilder wide = new StringBuilder();
    for (int j = 0; j < p; j++) {
      wide.append('x').append(j).append(',');
    }
    wide.append("y\n");
    Random random = new Random(12);
    for (int i = 0; i < 700; i++) {
      for (int j = 0; j <= p; j++) {
        wide.append(random.nextInt(1000)).append(j == p ? '\n' : ',');
      }
    }
    Path data = file("wide.csv", wide.toString());

    CommandRun passes = path(data, "none", "--memory", "5m");
    CommandRun square = path(data, "none", "--memory", "5m", "--expand", "poly2");

    assertThat(passes.code()).isEqualTo(2);
    assertThat(passes.errors()).contains("600 features").contains("their products take");
    assertThat(square.code()).isEqualTo(2);
    assertThat(square.errors()).contains("what fits into memory");
    assertThat(out("none")).doesNotExist();
  }

  @Test
  void standardInputIsFittedInMemoryOrByFolds() throws IOException {
    String text = CommandRun.table(14, 5000, 1, 0.5);
    path(file("t.csv", text), "file").succeeded();
    piped(text, "piped").succeeded();
    piped(text, "outgrown", "--memory", "400k").succeeded();

    assertThat(coefficients("piped")).isEqualTo(coefficients("file"));
    JsonNode outgrown = CommandRun.json(out("outgrown").resolve("path.json"));
    assertThat(outgrown.path("criterion").asText()).isEqualTo("10-fold");
    assertThat(outgrown.path("rows").asInt()).isEqualTo(5000);
    assertThat(outgrown.path("warnings").toString()).contains("outgrew the memory");
    double loss =
        CommandRun.json(out("file").resolve("path.json")).at("/responses/0/loss").asDouble();
    assertThat(outgrown.at("/responses/0/loss").asDouble()).isCloseTo(loss, within(0.01 * loss));
  }

  private CommandRun piped(String text, String name, String... more) {
    InputStream original = System.in;
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return path(Path.of("-"), name, more);
    } finally {
      System.setIn(original);
    }
  }

  @Test
  void rowsThatAPipeDropsAreSaidAndThoseOfWeightZeroDoNotCount() throws IOException {
    String text = "a,w,y\n1,1,2\n,1,3\n3,0,4\n4,1,6\n5,1,9\n7,1,8\n";

    piped(text, "dropped", "--weights", "w", "--missing", "drop-rows").succeeded();
    CommandRun few = piped("a,w,y\n1,1,2\n2,1,3\n3,0,4\n", "none", "--weights", "w");

    assertThat(CommandRun.json(out("dropped").resolve("path.json")).path("warnings").toString())
        .contains("1 of 6 rows lack a value and are left out");
    assertThat(few.code()).isEqualTo(2);
    assertThat(few.errors()).contains("2 rows of weight above 0");
  }

  @Test
  void oneFeatureAtLeastIsPenalised() throws IOException {
    Path data = file("t.csv", CommandRun.table(7, 25, 1, 0.5));

    CommandRun factors = path(data, "none", "--penalty-factor", "a=0,b=0,c=0,d=0");
    CommandRun free = path(data, "none", "--unpenalised", "a,b,c,d");

    for (CommandRun run : new CommandRun[] {factors, free}) {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.errors()).contains("--penalties 0 fits all without a penalty");
    }
    assertThat(factors.errors()).contains("--penalty-factor");
    assertThat(free.errors()).contains("--unpenalised");
  }

  private double[] coefficients(String name) throws IOException {
    String[] row = Files.readAllLines(out(name).resolve("coefficients.csv")).get(1).split(",", -1);
    double[] numbers = new double[row.length - 1];
    for (int i = 1; i < row.length; i++) {
      numbers[i - 1] = Double.parseDouble(row[i]);
    }
    return numbers;
  }
}
