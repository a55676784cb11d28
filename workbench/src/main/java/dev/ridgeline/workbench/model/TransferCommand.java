// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.model;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.RunOptions;
import dev.ridgeline.workbench.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The source penalty for a transfer between the user's own tables, and whether to transfer. */
@Command(
    name = "transfer",
    description = "Which penalty to train a source with for a target, and whether to transfer.")
public final class TransferCommand implements Subcommand {
  private static final int SOURCE = 0;
  private static final int TARGET = 1;

  /** Target penalties that {@code auto} stands for. */
  private static final int AUTO = 31;

  /** What {@code --choice} takes: which of the four models to keep. */
  enum ChoiceOption {
    RECOMMENDED,
    SCRATCH,
    SOURCE_OPTIMAL,
    TRANSFER_OPTIMAL,
    RESCALED;

    /** The name as typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@code --choice}. */
    static final class Converter extends Labels<ChoiceOption> {
      Converter() {
        super(ChoiceOption.class);
      }
    }
  }

  @Mixin private RunOptions options;
  @Mixin private TableArguments arguments;

  @Option(
      names = "--source",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description = "Tables of the source task, or one model.json in place of them.")
  private List<Path> sources;

  @Option(
      names = "--target",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description = "Tables of the target tasks: CSV, .npy or .parquet.")
  private List<Path> targets;

  @Option(
      names = "--target-penalties",
      paramLabel = "GRID",
      converter = PenaltyOption.Converter.class,
      defaultValue = "auto",
      description =
          "Penalties for leaving the source model; auto follows from the source"
              + " (default: ${DEFAULT-VALUE}).")
  private PenaltyOption targetPenalties;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "More rows of the (one) target, to measure the models on.")
  private Path test;

  @Option(
      names = "--source-rows",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "Use N rows of each source, drawn with --seed (default: all).")
  private Integer sourceRows;

  @Option(
      names = "--target-rows",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description =
          "Use N rows of each target, drawn with --seed, and measure on the others unless --test"
              + " is given (default: all).")
  private Integer targetRows;

  @Option(
      names = "--choice",
      paramLabel = "NAME",
      defaultValue = "recommended",
      converter = ChoiceOption.Converter.class,
      description =
          "The model to keep: recommended, scratch, source-optimal, transfer-optimal or rescaled"
              + " (default: ${DEFAULT-VALUE}).")
  private ChoiceOption choice;

  /** What a person should know of the input, a clause each. */
  private final List<String> notes = new ArrayList<>();

  /** Made by the service loader. */
  public TransferCommand() {}

  @Override
  public Integer call() {
    arguments.response(); // refuses several before anything is read
    if (test != null && targets.size() > 1) {
      throw new BadInputException("--test", test, "one --target beside it");
    }
    return fromModel() ? transferModel() : transferTables();
  }

  private boolean fromModel() {
    boolean model = sources.stream().anyMatch(file -> file.toString().endsWith(".json"));
    if (model && sources.size() > 1) {
      throw new BadInputException("--source", sources, "tables, or one model.json");
    }
    return model;
  }

  private Integer transferModel() {
    if (choice == ChoiceOption.SOURCE_OPTIMAL) {
      throw new BadInputException("--choice", choice, "another: a model has no source penalty");
    }
    ModelFile model = ModelFile.read("--source", sources.getFirst());
    if (!arguments.expand().toString().equals("none")) {
      throw new BadInputException(
          "--expand", arguments.expand(), "no --expand beside a model, which brings its own");
    }
    if (model.model().responses() != 1) {
      throw new BadInputException(
          "--source", sources.getFirst(), "a model of one response: this has several");
    }
    List<String> known = model.inputs();
    List<String> inputs = inputs(model);
    double[] trained = model.model().coefficients();
    double[] prior = trained;
    if (!inputs.equals(known)) {
      prior = new double[inputs.size()];
      for (int j = 0; j < prior.length; j++) {
        int at = known.indexOf(inputs.get(j));
        prior[j] = at < 0 ? 0 : trained[at];
      }
    }
    double[] coefficients = prior;
    List<Split> splits = splits(inputs, model.expansion(), sources.getFirst(), false);
    return run(estimator -> estimator.prior(coefficients), inputs, model.expansion(), splits);
  }

  /**
   * The columns of the first target beside response and weights: the model's coefficients of those
   * it does not know are zero. A model of other features than columns keeps its own.
   */
  private List<String> inputs(ModelFile model) {
    List<String> known = model.inputs();
    if (!model.expansion().names(known).equals(known)) {
      arguments.requireNoFeatures();
      return known;
    }
    List<String> inputs = arguments.features(targets.getFirst());
    List<String> missing = new ArrayList<>(known);
    missing.removeAll(inputs);
    if (!missing.isEmpty()) {
      throw new BadInputException(
          targets.getFirst() + " column", missing.getFirst(), "the columns of the model");
    }
    List<String> added = new ArrayList<>(inputs);
    added.removeAll(known);
    if (!added.isEmpty()) {
      notes.add(
          "the model has no coefficient for "
              + String.join(", ", added)
              + ": its prior there is 0");
    }
    return inputs;
  }

  private Integer transferTables() {
    Path first = sources.getFirst();
    List<String> inputs = arguments.features(first);
    List<Table> tables = new ArrayList<>();
    for (Path file : sources) {
      Table table =
          drawn(arguments.read(file, inputs, first, true), sourceRows, "--source-rows", SOURCE);
      arguments.requireRows(table);
      tables.add(table);
    }
    Matrix x = tables.getFirst().features(inputs);
    Expansion expansion = Expansion.of(arguments.expand(), x, arguments.seed());
    Sample[] samples =
        tables.stream()
            .map(table -> arguments.sample(table, inputs, expansion))
            .toArray(Sample[]::new);
    return run(
        estimator -> estimator.source(samples),
        inputs,
        expansion,
        splits(inputs, expansion, first, true));
  }

  /** What a target is fitted on, and what it is measured on: null if there is nothing. */
  record Split(String name, Sample fit, Sample test) {
    /** The name without its folders, for people. */
    String shortName() {
      return String.valueOf(Path.of(name).getFileName());
    }
  }

  private List<Split> splits(List<String> inputs, Expansion expansion, Path first, boolean strict) {
    List<Split> splits = new ArrayList<>();
    for (Path file : targets) {
      Table table = arguments.read(file, inputs, first, strict);
      Table used = drawn(table, targetRows, "--target-rows", TARGET);
      arguments.requireRows(used);
      Sample measured = null;
      if (test != null) {
        measured = arguments.sample(arguments.read(test, inputs, first, strict), inputs, expansion);
      } else if (used.rows() < table.rows()) {
        measured =
            arguments.sample(table.select(others(table.rows(), targetRows)), inputs, expansion);
      }
      splits.add(new Split(file.toString(), arguments.sample(used, inputs, expansion), measured));
    }
    return splits;
  }

  private Table drawn(Table table, Integer rows, String option, int stream) {
    if (rows == null) {
      return table;
    }
    if (rows > table.rows()) {
      throw new BadInputException(
          option, rows, "at most the " + table.rows() + " rows of " + table.source());
    }
    int[] first = Arrays.copyOf(shuffled(table.rows(), stream), rows);
    Arrays.sort(first);
    return table.select(first);
  }

  private int[] others(int of, int rows) {
    int[] rest = Arrays.copyOfRange(shuffled(of, TARGET), rows, of);
    Arrays.sort(rest);
    return rest;
  }

  /** Sources and targets are shuffled apart: tables may be of the same length. */
  private int[] shuffled(int of, int stream) {
    int[] order = IntStream.range(0, of).toArray();
    SplittableRandom random = new SplittableRandom(2 * arguments.seed() + stream);
    for (int i = of - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private interface Source {
    TransferRidge addTo(TransferRidge estimator);
  }

  private Integer run(Source source, List<String> inputs, Expansion expansion, List<Split> splits) {
    String response = arguments.response();
    return FolderRun.executeProblem(
        options,
        (run, session) -> {
          Ridgeline ridgeline = session.get(run.backend());
          List<ResponseFit> fits =
              run.timed("fit", () -> fit(source, ridgeline, splits)).stream()
                  .map(TransferFit::only)
                  .toList();
          TransferResult result =
              run.timed("advice", () -> TransferResult.of(arguments.scale(), splits, fits, notes));
          for (int t = 0; t < splits.size(); t++) {
            TransferResult.Target target = result.targets().get(t);
            run.write(
                splits.size() == 1 ? "model.json" : "model_" + (t + 1) + ".json",
                new ModelFile(
                        target
                            .model(choice)
                            .named(expansion.names(inputs))
                            .withResponses(List.of(response)),
                        inputs,
                        expansion)
                    .toJson());
          }
          run.note("scale", arguments.scale().toString());
          run.note("grids", result.grids());
          run.note("route", result.targets().getFirst().route());
          run.write("recommendation.json", result.toJson());
          run.write("losses.csv", result.losses());
          run.write("risk_curve.csv", result.curves());
          result.filters().ifPresent(csv -> run.write("filters.csv", csv));
          if (arguments.report()) {
            run.timed("report", () -> TransferReport.write(run, result, response));
          }
          if (!options.global().quiet()) {
            notes.forEach(note -> System.err.println("ridgeline: " + note));
            result
                .targets()
                .forEach(
                    t ->
                        System.err.println(
                            "ridgeline: " + t.split().shortName() + ": " + t.sentence()));
          }
        });
  }

  private List<TransferFit> fit(Source source, Ridgeline ridgeline, List<Split> splits) {
    TransferRidge estimator =
        TransferRidge.on(ridgeline)
            .sourcePenalties(arguments.penalties())
            .targetPenalties(targetPenalties.on(arguments.scale(), AUTO))
            .preparation(arguments.preparation());
    return source.addTo(estimator).fit(splits.stream().map(Split::fit).toList(), RunControl.NONE);
  }
}
