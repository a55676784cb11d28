// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.PenaltyArguments;
import dev.ridgeline.workbench.preprocess.Preprocessing;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableOptions;
import dev.ridgeline.workbench.table.Tables;
import dev.ridgeline.workbench.table.TextFormatOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which columns of a table mean what, and what is made of them: for use as a picocli mixin. */
@Command
final class TableArguments {
  /** With fewer rows there is nothing to leave out. */
  private static final int LEAST_ROWS = 3;

  /** Numbers beyond this have squares, and squares of squares, near the end of the range. */
  private static final double LARGEST = 1e70;

  /** Arrays of the size of the features that a fit holds at once, at most. */
  private static final int COPIES = 5;

  @Option(
      names = "--response",
      required = true,
      split = ",",
      paramLabel = "COLUMN",
      description = "The column to predict; path takes several, each with a penalty of its own.")
  private List<String> responses;

  @Option(
      names = "--features",
      split = ",",
      paramLabel = "COL",
      description = "Columns to predict from (default: all others).")
  private List<String> features;

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "COL",
      description = "Columns that are no features.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--weights",
      paramLabel = "COLUMN",
      description = "Weights of the rows, >= 0 (default: all rows weigh the same).")
  private String weights;

  @Option(names = "--standardize", description = "Measure features in their standard deviations.")
  private boolean standardize;

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      defaultValue = "none",
      converter = Preprocessing.Converter.class,
      description =
          "Of each row, whose features are a curve in their order: none, snv (standard normal"
              + " variate) or sg:WINDOW,ORDER,DERIVATIVE (Savitzky-Golay)"
              + " (default: ${DEFAULT-VALUE}).")
  private Preprocessing preprocessing;

  @Option(
      names = "--expand",
      paramLabel = "HOW",
      defaultValue = "none",
      converter = ExpandOption.Converter.class,
      description =
          "none, poly2 (squares and products) or rff:DIM (random Fourier features)"
              + " (default: ${DEFAULT-VALUE}).")
  private ExpandOption expand;

  @Mixin private PenaltyArguments penalties;

  @Option(names = "--no-report", description = "Leave report.html and the pictures out.")
  private boolean noReport;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      converter = Numbers.Whole.class,
      description = "Seed of whatever is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private TextFormatOptions text;

  LambdaScale scale() {
    return penalties.scale();
  }

  long seed() {
    return seed;
  }

  /** Whether pages and pictures are wanted. */
  boolean report() {
    return !noReport;
  }

  List<String> responses() {
    return responses;
  }

  /** The only response, where a command takes no more. */
  String response() {
    if (responses.size() != 1) {
      throw new BadInputException(
          "--response", String.join(",", responses), "one column; path takes several");
    }
    return responses.getFirst();
  }

  /** What features are made of the columns of the first table, which is looked at. */
  Expansion expansion(Table table, List<String> inputs) {
    return Expansion.of(preprocessing, expand, table, inputs, seed);
  }

  /** Refuses options that say how features are made, beside a model, which brings its own. */
  void requireNoExpansion() {
    if (expand.kind() != Expansion.Kind.NONE) {
      throw new BadInputException(
          "--expand", expand, "no --expand beside a model, which brings its own");
    }
    if (!preprocessing.equals(Preprocessing.NONE)) {
      throw new BadInputException(
          "--preprocess", preprocessing, "no --preprocess beside a model, which brings its own");
    }
  }

  LambdaGrid penalties() {
    return penalties.grid();
  }

  Preparation preparation() {
    return standardize ? Preparation.DEFAULT.standardized() : Preparation.DEFAULT;
  }

  /** A hint about columns that are penalised as they are; at most one. */
  List<String> unevenColumns(Sample sample, List<String> names) {
    return standardize ? List.of() : UnevenColumns.hint(sample, names).stream().toList();
  }

  TableOptions format() {
    return text.options();
  }

  /** Refuses --features beside a model, which knows its own. */
  void requireNoFeatures() {
    if (features != null) {
      throw new BadInputException(
          "--features", String.join(",", features), "no --features beside a model");
    }
  }

  /** The columns to predict from, as the first file has them. */
  List<String> features(Path file) {
    List<String> names = columnNames(file);
    Set<String> wanted = new LinkedHashSet<>();
    for (String response : responses) {
      requireColumn("--response", file, response, names);
      if (!wanted.add(response)) {
        throw new BadInputException("--response", response, "every column once");
      }
    }
    if (weights != null) {
      requireColumn("--weights", file, weights, names);
      if (wanted.contains(weights)) {
        throw new BadInputException("--weights", weights, "another column than --response");
      }
    }
    excluded.forEach(name -> requireColumn("--exclude", file, name, names));
    if (features != null) {
      Set<String> seen = new LinkedHashSet<>();
      for (String name : features) {
        requireColumn("--features", file, name, names);
        if (wanted.contains(name)
            || name.equals(weights)
            || excluded.contains(name)
            || !seen.add(name)) {
          throw new BadInputException(
              "--features",
              name,
              "every feature once, and neither response nor weights nor what --exclude names");
        }
      }
      return List.copyOf(seen);
    }
    List<String> others = new ArrayList<>(names);
    others.removeAll(responses);
    others.remove(weights);
    others.removeAll(excluded);
    if (others.isEmpty()) {
      throw new BadInputException(
          file.toString(),
          String.join(",", responses),
          "a table with a column beside the response");
    }
    return List.copyOf(others);
  }

  /** The header is read apart from the rows, and a pipe has nothing left for them then. */
  private List<String> columnNames(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new BadInputException(
          file.toString(), "a pipe", "a file, which can be read more than once: save it first");
    }
    return Tables.columnNames(file, format());
  }

  private static void requireColumn(String option, Path file, String name, List<String> names) {
    if (!names.contains(name)) {
      throw new BadInputException(option, name, "a column of " + file + ": " + brief(names));
    }
  }

  private static String brief(List<String> names) {
    int shown = 12;
    return String.join(", ", names.subList(0, Math.min(shown, names.size())))
        + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
  }

  /**
   * Reads a file that has the same columns as the first one, in any order.
   *
   * @param strict whether a column that nothing needs is refused, unless --features named those to
   *     take
   */
  Table read(Path file, List<String> inputs, Path first, boolean strict) {
    Set<String> needed = needed(inputs);
    Set<String> names = new LinkedHashSet<>(columnNames(file));
    for (String name : needed) {
      if (!names.contains(name)) {
        boolean feature = inputs.contains(name);
        throw new BadInputException(
            file + " column",
            name,
            feature
                ? "the columns of " + first + ": it is missing; name common ones with --features"
                : "it to be there: "
                    + (responses.contains(name) ? "--response" : "--weights")
                    + " names it");
      }
    }
    for (String name : names) {
      if (strict && features == null && !needed.contains(name) && !excluded.contains(name)) {
        throw new BadInputException(
            file + " column",
            name,
            "the columns of "
                + first
                + ", which has no such; name common ones with --features, or --exclude it");
      }
    }
    Table table = Tables.read(file, format(), needed);
    requireMemory(table, expand.size(inputs.size())); // before anything is copied
    requireSizes(table, needed);
    return table;
  }

  /** Refuses values whose squares leave the range of doubles, and weights below 0. */
  private void requireSizes(Table table, Set<String> needed) {
    for (String name : needed) {
      double[] values = table.column(name);
      for (int i = 0; i < values.length; i++) {
        boolean weight = name.equals(weights);
        if (Math.abs(values[i]) > LARGEST || (weight && values[i] < 0)) {
          throw new BadInputException(
              table.source() + " data row " + (i + 1) + " column " + name,
              values[i],
              weight ? "a weight from 0 to " + LARGEST : "a number up to " + LARGEST + " in size");
        }
      }
    }
  }

  private Set<String> needed(List<String> inputs) {
    Set<String> needed = new LinkedHashSet<>(inputs);
    needed.addAll(responses);
    if (weights != null) {
      needed.add(weights);
    }
    return needed;
  }

  /** Refuses a table that no model can be fitted on. */
  void requireRows(Table table) {
    responses.forEach(response -> requireRows(table, response));
  }

  private void requireRows(Table table, String response) {
    double[] y = table.column(response);
    double[] v = weights == null ? null : table.column(weights);
    int count = 0;
    boolean varies = false;
    double first = Double.NaN;
    for (int i = 0; i < y.length; i++) {
      if (v == null || v[i] > 0) {
        first = count++ == 0 ? y[i] : first;
        varies |= y[i] != first;
      }
    }
    if (count < LEAST_ROWS) {
      String rows = count + (count == 1 ? " row" : " rows");
      throw new BadInputException(
          table.source(),
          v == null ? rows : rows + " of weight above 0",
          LEAST_ROWS + " rows or more");
    }
    if (!varies) {
      throw new BadInputException(
          table.source() + " column " + response, first, "a response that is not constant");
    }
  }

  /** The sample that a table holds. */
  Sample sample(Table table, List<String> inputs, Expansion expansion) {
    requireMemory(table, expansion.size(inputs.size()));
    Sample sample = Sample.of(expansion.apply(table, inputs), table.features(responses));
    return weights == null ? sample : sample.withWeights(table.column(weights));
  }

  /** A fit holds features, tiles of prepared ones, Gram matrices and what lies between them. */
  private static void requireMemory(Table table, long features) {
    long rows = table.rows();
    double needed =
        8.0 * rows * features * COPIES + 16.0 * Math.pow((double) Math.min(rows, features), 2);
    double there = Runtime.getRuntime().maxMemory();
    if (needed > there || rows * features > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          table.source(),
          rows + " rows of " + features + " features",
          String.format(
              Locale.ROOT,
              "what fits into memory: a fit takes about %,.0f MB and there are %,.0f; fewer"
                  + " features or rows, or JDK_JAVA_OPTIONS=-Xmx%.0fg",
              needed / 1e6,
              there / 1e6,
              Math.ceil(needed / 1e9)));
    }
  }
}
