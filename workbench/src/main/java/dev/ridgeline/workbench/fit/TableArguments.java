// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.PenaltyArguments;
import dev.ridgeline.workbench.preprocess.Preprocessing;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableOptions;
import dev.ridgeline.workbench.table.TableSource;
import dev.ridgeline.workbench.table.TextFormatOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which columns of a table mean what, and what is made of them: for use as a picocli mixin. */
@Command
final class TableArguments {
  /** A name of a column, in quotes where it holds a comma. */
  static final class ColumnName implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
      return quoted ? text.substring(1, text.length() - 1) : text;
    }
  }

  @Option(
      names = "--response",
      required = true,
      split = ",",
      converter = ColumnName.class,
      paramLabel = "COLUMN",
      description = "The column to predict; path takes several, each with a penalty of its own.")
  private List<String> responses;

  @Option(
      names = "--features",
      split = ",",
      converter = ColumnName.class,
      paramLabel = "COL",
      description =
          "Columns to predict from (default: all others); quote a name that holds a comma.")
  private List<String> features;

  @Option(
      names = "--exclude",
      split = ",",
      converter = ColumnName.class,
      paramLabel = "COL",
      description = "Columns that are no features.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--categorical",
      split = ",",
      converter = ColumnName.class,
      paramLabel = "COL",
      description =
          "Features of text: each level but the first becomes a column COL=LEVEL of 0 and 1.")
  private List<String> categorical = new ArrayList<>();

  @Option(
      names = "--missing",
      paramLabel = "HOW",
      defaultValue = "refuse",
      converter = Missing.Converter.class,
      description =
          "Cells without a value: refuse, drop-rows, or mean, which fills features and is kept in"
              + " the model (default: ${DEFAULT-VALUE}).")
  private Missing missing;

  @Option(
      names = "--unpenalised",
      split = ",",
      converter = ColumnName.class,
      paramLabel = "COL",
      description = "Features that the penalty leaves alone.")
  private List<String> unpenalised = new ArrayList<>();

  @Option(
      names = "--penalty-factor",
      split = ",",
      converter = PenaltyFactor.Converter.class,
      paramLabel = "COL=F",
      description = "A feature's own multiple of the penalty, >= 0; 0 is unpenalised.")
  private List<PenaltyFactor> penaltyFactors = new ArrayList<>();

  @Option(names = "--no-intercept", description = "Fit through the origin.")
  private boolean noIntercept;

  @Option(
      names = "--weights",
      converter = ColumnName.class,
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
  @Mixin private WorkOptions work;

  LambdaScale scale() {
    return penalties.scale();
  }

  long seed() {
    return seed;
  }

  /** Bytes that tables and fits may take. */
  long memory() {
    return work.memory();
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
    Encoding encoding =
        Encoding.of(table, inputs, Set.copyOf(categorical), missing == Missing.MEAN);
    return Expansion.of(encoding, preprocessing, expand, table, inputs, seed);
  }

  /** Number of features from so many columns of numbers. */
  long featuresOf(int inputs) {
    return expand.size(inputs);
  }

  /** The option, if any, that needs a look at the whole table before its first row is used. */
  Optional<String> whyNotInPasses() {
    if (expand.kind() == Expansion.Kind.RFF) {
      return Optional.of("--expand " + expand);
    }
    if (!categorical.isEmpty()) {
      return Optional.of("--categorical " + String.join(",", categorical));
    }
    return missing == Missing.MEAN ? Optional.of("--missing mean") : Optional.empty();
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
    if (!categorical.isEmpty()) {
      throw new BadInputException(
          "--categorical",
          String.join(",", categorical),
          "no --categorical beside a model, which brings its own");
    }
    if (missing == Missing.MEAN) {
      throw new BadInputException(
          "--missing",
          Labels.of(missing),
          "refuse or drop-rows beside a model, which fills itself");
    }
  }

  boolean standardize() {
    return standardize;
  }

  LambdaGrid penalties() {
    return penalties.grid();
  }

  /** What is done to the features first, by their names. */
  Preparation preparation(List<String> names) {
    Preparation how = Preparation.DEFAULT;
    how = standardize ? how.standardized() : how;
    how = noIntercept ? how.withoutIntercept() : how;
    double[] factors = new double[names.size()];
    Arrays.fill(factors, 1);
    Set<String> named = new LinkedHashSet<>();
    unpenalised.forEach(column -> set(factors, names, "--unpenalised", column, 0, named));
    penaltyFactors.forEach(
        own -> set(factors, names, "--penalty-factor", own.column(), own.factor(), named));
    int[] free = new int[0];
    boolean even = true;
    for (int j = 0; j < factors.length; j++) {
      if (factors[j] == 0) {
        free = Arrays.copyOf(free, free.length + 1);
        free[free.length - 1] = j;
        factors[j] = 1;
      }
      even &= factors[j] == 1;
    }
    if (free.length == names.size()) {
      throw new BadInputException(
          penaltyFactors.isEmpty() ? "--unpenalised" : "--penalty-factor",
          "no penalty for any feature",
          "one that is penalised; --penalties 0 fits all without a penalty");
    }
    how = free.length == 0 ? how : how.unpenalised(free);
    return even ? how : how.penaltyFactors(factors);
  }

  /** A categorical column stands for its levels. */
  private static void set(
      double[] factors,
      List<String> names,
      String option,
      String column,
      double factor,
      Set<String> named) {
    if (!named.add(column)) {
      throw new BadInputException(
          option, column, "every column once, in --unpenalised or --penalty-factor");
    }
    boolean found = false;
    for (int j = 0; j < factors.length; j++) {
      if (names.get(j).equals(column) || names.get(j).startsWith(column + "=")) {
        factors[j] = factor;
        found = true;
      }
    }
    if (!found) {
      throw new BadInputException(option, column, "a feature: " + brief(names));
    }
  }

  /** A hint about columns that are penalised as they are; at most one. */
  List<String> unevenColumns(Sample sample, List<String> names) {
    return standardize || !penaltyFactors.isEmpty()
        ? List.of()
        : UnevenColumns.hint(sample, names).stream().toList();
  }

  TableOptions format() {
    return text.options();
  }

  /** Opens one table. */
  TableSource open(List<String> files) {
    return TableSource.open(files, format());
  }

  /** Refuses --features beside a model, which knows its own. */
  void requireNoFeatures() {
    if (features != null) {
      throw new BadInputException(
          "--features", String.join(",", features), "no --features beside a model");
    }
  }

  /** What the columns mean, as the first table has them. */
  Columns columns(TableSource first) {
    return columns(first, null, List.of());
  }

  /**
   * What the columns mean, as the first table has them.
   *
   * @param groups column of labels of rows that belong together; null: none
   * @param keys columns of text that split the table
   */
  Columns columns(TableSource first, String groups, List<String> keys) {
    List<String> names = first.names();
    Set<String> taken = new LinkedHashSet<>();
    for (String response : responses) {
      requireColumn("--response", first, response, names);
      if (!taken.add(response)) {
        throw new BadInputException("--response", response, "every column once");
      }
    }
    take("--weights", weights, first, taken);
    take("--groups", groups, first, taken);
    keys.forEach(key -> take("--group-by", key, first, taken));
    excluded.forEach(name -> requireColumn("--exclude", first, name, names));
    List<String> inputs = features == null ? others(first, taken) : chosen(first, taken);
    for (String column : categorical) {
      if (!inputs.contains(column)) {
        throw new BadInputException("--categorical", column, "a feature: " + brief(inputs));
      }
    }
    return new Columns(
        responses, inputs, weights, groups, keys, Set.copyOf(categorical), missing, this);
  }

  private static void take(String option, String name, TableSource first, Set<String> taken) {
    if (name != null) {
      requireColumn(option, first, name, first.names());
      if (!taken.add(name)) {
        throw new BadInputException(option, name, "a column that no other option names");
      }
    }
  }

  private List<String> chosen(TableSource first, Set<String> taken) {
    Set<String> seen = new LinkedHashSet<>();
    for (String name : features) {
      requireColumn("--features", first, name, first.names());
      if (taken.contains(name) || excluded.contains(name) || !seen.add(name)) {
        throw new BadInputException(
            "--features",
            name,
            "every feature once, and neither response nor weights nor what --exclude names");
      }
    }
    return List.copyOf(seen);
  }

  private List<String> others(TableSource first, Set<String> taken) {
    Set<String> others = new LinkedHashSet<>(first.names());
    others.removeAll(taken);
    excluded.forEach(others::remove);
    if (others.isEmpty()) {
      throw new BadInputException(
          first.name(), String.join(",", responses), "a table with a column beside the response");
    }
    return List.copyOf(others);
  }

  /** Whether a column of another table that nothing needs is no mistake. */
  boolean mayStay(String column) {
    return features != null || excluded.contains(column);
  }

  private static void requireColumn(
      String option, TableSource table, String name, List<String> names) {
    if (!names.contains(name)) {
      throw new BadInputException(
          option, name, "a column of " + table.name() + ": " + brief(names));
    }
  }

  /** The first few names. */
  static String brief(List<String> names) {
    int shown = 12;
    return String.join(", ", names.subList(0, Math.min(shown, names.size())))
        + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
  }
}
