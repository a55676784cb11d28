// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.Keys;

/** What figures say when arrow keys move along them, beside the numbers of the run. */
final class BrowserReadings {
  /** Values are read out with six digits. */
  private static final double ROUNDING = 1e-5;

  /** A value that is read out, and the name of its curve. */
  record Value(String name, double value) {}

  /** What is read out at a place. */
  record Reading(double x, List<Value> values) {}

  /** The numbers that a figure was given: places in their order, and there those of each curve. */
  private static final String GIVEN =
      """
      return Array.from(document.querySelectorAll('figure.answers'), function (figure) {
        const given = JSON.parse(figure.querySelector('script').textContent);
        const shown = (value, axis) => value !== null && (!axis.log || value > 0);
        const places = new Set(given.series.flatMap(s => s.x.filter(x => shown(x, given.x))));
        return {title: given.title, places: Array.from(places).sort((a, b) => a - b).map(place => ({
          x: place,
          values: given.series.map(s => s.y.filter((y, i) => s.x[i] === place && shown(y, given.y)))
            .filter(values => values.length > 0)
        }))};
      });
      """;

  private BrowserReadings() {}

  /** Goes through the page by keyboard alone; returns what is wrong. */
  static List<String> check(BrowserPage page, Path run) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<?> figures = (List<?>) page.script(GIVEN);
    boolean[] reached = new boolean[figures.size()];
    int stops =
        page.number("return document.querySelectorAll('a, button, input, [tabindex]').length");
    for (int i = 0; i <= stops; i++) {
      page.press(Keys.TAB);
      int figure =
          page.number(
              "return"
                  + " Array.from(document.querySelectorAll('.plot')).indexOf(document.activeElement)");
      if (figure >= 0 && !reached[figure]) {
        reached[figure] = true;
        wrong.addAll(figure(page, run, figure, (Map<?, ?>) figures.get(figure)));
      }
    }
    for (int i = 0; i < reached.length; i++) {
      if (!reached[i]) {
        wrong.add("Tab does not reach '" + ((Map<?, ?>) figures.get(i)).get("title") + "'");
      }
    }
    return wrong;
  }

  private static List<String> figure(BrowserPage page, Path run, int figure, Map<?, ?> given)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    List<?> places = (List<?>) given.get("places");
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      page.press(Keys.ARROW_RIGHT);
      String said = said(page, figure);
      Map<?, ?> place = (Map<?, ?>) places.get(i);
      Reading reading = reading(said);
      if (reading == null || !agrees(reading, place)) {
        wrong.add("step " + (i + 1) + " reads '" + said + "' where the figure has " + place);
      } else {
        readings.add(reading);
      }
    }
    if (places.size() > 1) {
      page.press(Keys.ARROW_LEFT);
      Reading back = reading(said(page, figure));
      double x = number(((Map<?, ?>) places.get(places.size() - 2)).get("x"));
      if (back == null || !near(back.x(), x)) {
        wrong.add("the left arrow does not go back to " + x);
      }
    }
    // coefficients and degrees of freedom are in other files
    boolean losses = String.valueOf(given.get("title")).startsWith("Ridge path");
    if (losses && Files.exists(run.resolve("path.csv"))) {
      wrong.addAll(ofPath(readings, run.resolve("path.csv")));
    }
    if (Files.exists(run.resolve("phase_summary.csv"))) {
      wrong.addAll(ofPhase(readings, run));
    }
    // a page repeats a mistake at every place: the first ones tell it
    return wrong.stream().limit(3).map(w -> "'" + given.get("title") + "': " + w).toList();
  }

  private static String said(BrowserPage page, int figure) {
    String script =
        "return document.querySelectorAll('.plot')[arguments[0]].parentNode"
            + ".querySelector('[aria-live]').textContent";
    return (String) page.script(script, figure);
  }

  /** Of {@code label: number · label: number ..}, the first one the place; null of other text. */
  private static Reading reading(String said) {
    List<Value> values = new ArrayList<>();
    for (String part : said.split(" \u00b7 ")) {
      int colon = part.lastIndexOf(": ");
      try {
        values.add(
            new Value(
                part.substring(0, Math.max(0, colon)),
                Double.parseDouble(part.substring(colon + 1))));
      } catch (NumberFormatException notRead) {
        return null;
      }
    }
    return new Reading(values.getFirst().value(), values.subList(1, values.size()));
  }

  private static boolean agrees(Reading reading, Map<?, ?> place) {
    List<?> curves = (List<?>) place.get("values");
    if (!near(reading.x(), number(place.get("x"))) || reading.values().size() != curves.size()) {
      return false;
    }
    for (int i = 0; i < curves.size(); i++) {
      double value = reading.values().get(i).value();
      if (((List<?>) curves.get(i)).stream().noneMatch(y -> near(value, number(y)))) {
        return false;
      }
    }
    return true;
  }

  /** Losses of {@code path.csv}; of several responses relative to the least of each. */
  private static List<String> ofPath(List<Reading> readings, Path csv) throws IOException {
    List<Map<String, String>> rows = Csv.rows(csv);
    List<String> responses = rows.stream().map(row -> row.get("response")).distinct().toList();
    List<String> wrong = new ArrayList<>();
    if (readings.stream().mapToInt(r -> r.values().size()).sum() != rows.size()) {
      wrong.add("not as many values as path.csv has");
    }
    for (Reading reading : readings) {
      for (Value value : reading.values()) {
        boolean single = responses.size() == 1;
        List<Map<String, String>> own =
            rows.stream().filter(r -> single || r.get("response").equals(value.name())).toList();
        double least = own.stream().mapToDouble(r -> number(r.get("loss"))).min().orElse(1);
        boolean found =
            own.stream()
                .filter(row -> near(number(row.get("lambda")), reading.x()))
                .anyMatch(
                    row -> near(number(row.get("loss")) / (single ? 1 : least), value.value()));
        if (!found) {
          wrong.add("path.csv has no " + value + " at " + reading.x());
        }
      }
    }
    return wrong;
  }

  /** Ratios of {@code phase_summary.csv}, and medians where outliers rule, of {@code phase.csv}. */
  private static List<String> ofPhase(List<Reading> readings, Path run) throws IOException {
    List<Map<String, String>> summary = Csv.rows(run.resolve("phase_summary.csv"));
    List<Map<String, String>> seeds = Csv.rows(run.resolve("phase.csv"));
    // without optima between grid points, those of the grid are drawn as lines
    boolean exact = summary.stream().anyMatch(row -> !row.get("mean_ratio_exact").isEmpty());
    String mean = exact ? "mean_ratio_exact" : "mean_ratio";
    String ratio = exact ? "ratio_exact" : "ratio";
    List<String> wrong = new ArrayList<>();
    for (Reading reading : readings) {
      List<Map<String, String>> here =
          summary.stream().filter(row -> near(number(row.get("rho")), reading.x())).toList();
      for (Value value : reading.values()) {
        boolean found =
            here.stream()
                .anyMatch(
                    row -> {
                      if (value.name().equals("theory")) {
                        return near(number(row.get("theory_ratio")), value.value());
                      }
                      if (value.name().endsWith("(median)")) {
                        return near(median(seeds, row, ratio), value.value());
                      }
                      if (value.name().startsWith("transfer-")) { // dots: choices on the grid
                        return near(number(row.get("mean_ratio")), value.value())
                            || near(median(seeds, row, "ratio"), value.value());
                      }
                      return near(number(row.get(mean)), value.value());
                    });
        if (!found) {
          wrong.add("phase_summary.csv has no " + value + " at " + reading.x());
        }
      }
    }
    return wrong;
  }

  private static double median(
      List<Map<String, String>> seeds, Map<String, String> setting, String column) {
    double[] ratios =
        seeds.stream()
            .filter(
                row ->
                    List.of("gamma", "covariance", "rho").stream()
                        .allMatch(name -> row.get(name).equals(setting.get(name))))
            .mapToDouble(row -> number(row.get(column)))
            .sorted()
            .toArray();
    int middle = ratios.length / 2;
    return ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
  }

  private static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    String text = String.valueOf(value);
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  /** Result files without quoted fields, as the runs of ci/browser.sh write them. */
  private static final class Csv {
    static List<Map<String, String>> rows(Path csv) throws IOException {
      List<String> lines = Files.readAllLines(csv);
      List<String> header = Arrays.asList(lines.getFirst().split(","));
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split(",", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
          row.put(header.get(i), fields[i]);
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
