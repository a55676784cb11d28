// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import dev.ridgeline.workbench.backends.BackendSession;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.cli.TargetPenaltyArguments;
import dev.ridgeline.workbench.run.ClusterOptions;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The source penalty for a transfer between the user's own tables, and whether to transfer. */
@Command(
    name = "transfer",
    description = "Which penalty to train a source with for a target, and whether to transfer.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline transfer --source old.csv --target new.csv --response y --out out",
      "  ridgeline transfer --prior out/old/model.json --target new.csv --response y \\",
      "      --out out/prior",
      "  ridgeline transfer --source a.csv,b.csv --target c.csv,d.csv --response y \\",
      "      --standardize --penalties logspace:1e-4:1e4:81 --json --out out/several",
      "  ridgeline transfer --source old.csv --target new.csv --response y \\",
      "      --groups batch --folds 5 --out out/batches"
    })
public final class TransferCommand implements Subcommand {
  @Mixin private ClusterOptions options;
  @Mixin private TableArguments arguments;

  /** What a transfer takes over the fits of its tables, measured. */
  private static final double TRANSFER = 1.4;

  /** Arrays of a coefficient for every source penalty that are there at once. */
  private static final int COPIES = 4;

  @Mixin private TargetPenaltyArguments targetPenalties;
  @Mixin private HeldOutArguments heldOut;

  /** Where the prior comes from: one of the two. */
  private static final class Origin {
    @Option(
        names = "--source",
        required = true,
        split = ",",
        paramLabel = "FILE",
        description = "Tables of the source task, each a file, a quoted pattern of files, or -.")
    private List<String> sources = List.of();

    @Option(
        names = "--prior",
        required = true,
        paramLabel = "FILE",
        description =
            "Models trained elsewhere, in place of --source: a table feature,PRIOR[,PRIOR..] or a"
                + " model.json.")
    private Path prior;
  }

  @ArgGroup(multiplicity = "1")
  private Origin origin;

  @Option(
      names = "--target",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description = "Tables of the target tasks: CSV (gz too), .npy, .parquet, or -.")
  private List<String> targets;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "More rows of the (one) target, to measure the models on.")
  private String test;

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
      completionCandidates = ChoiceOption.Converter.class,
      description =
          "The model to keep: recommended, average, scratch, source-optimal, transfer-optimal or"
              + " rescaled (default: ${DEFAULT-VALUE}).")
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
    List<String> files = new ArrayList<>(origin.sources);
    files.addAll(targets);
    if (test != null) {
      files.add(test);
    }
    if (files.stream().filter(TableSource.STANDARD_INPUT::equals).count() > 1) {
      throw new BadInputException("--target", "-", "standard input once: it is one table");
    }
    Path prior = prior();
    options.answerIn("recommendation.json");
    options.reads("--prior", origin.prior == null ? List.of() : List.of(origin.prior));
    boolean onCluster = options.onCluster();
    if (prior == null) {
      return onCluster ? transferOnCluster() : transferTables();
    }
    if (onCluster) {
      throw new BadInputException(
          "--executor", options.clusterName(), "local beside a prior: no source is read");
    }
    return transferPriors(prior);
  }

  /** The file of priors; null beside source tables. A model in place of a source table is one. */
  private Path prior() {
    List<String> sources = origin.sources;
    if (sources.stream().noneMatch(PriorFile::isModel)) {
      return origin.prior;
    }
    if (sources.size() > 1) {
      throw new BadInputException("--source", sources, "tables; --prior takes one model.json");
    }
    return Path.of(sources.getFirst());
  }

  private Integer transferPriors(Path file) {
    if (choice == ChoiceOption.SOURCE_OPTIMAL) {
      throw new BadInputException("--choice", choice, "another: a prior has no source penalty");
    }
    if (sourceRows != null) {
      throw new BadInputException(
          "--source-rows", sourceRows, "source tables: a prior has no rows");
    }
    TableSource first = open("--target", targets.getFirst());
    Columns columns = arguments.columns(first, heldOut.groups(), List.of());
    Expansion expansion;
    PriorFile priors;
    Table read = null;
    if (PriorFile.isModel(file.toString())) {
      ModelFile model = ModelFile.read("--prior", file);
      arguments.requireNoExpansion();
      priors = PriorFile.of(file, model, arguments.response());
      expansion = model.expansion();
      if (!expansion.isIdentity()) { // a model of other features than columns keeps its own
        arguments.requireNoFeatures();
        columns = columns.withInputs(model.inputs(), expansion.encoding());
      }
    } else {
      priors = PriorFile.read(file, arguments.format());
      read = columns.read(first, first, false, notes);
      expansion = arguments.expansion(read, columns.inputs());
    }
    List<String> features = expansion.names(columns.inputs());
    Matrix coefficients = priors.on(features, notes);
    List<TargetRows> splits = splits(columns, expansion, first, read, false);
    notes.addAll(arguments.unevenColumns(splits.getFirst().fit(), features));
    Matrix covariance = priors.covariance() == null ? null : priors.covarianceOn(features);
    return run(
        new Source.Given(
            priors.names(),
            estimator ->
                covariance == null
                    ? estimator.priors(coefficients)
                    : estimator.prior(coefficients.column(0), covariance)),
        columns.inputs(),
        expansion,
        splits);
  }

  private TableSource open(String option, String file) {
    TableSource table = arguments.open(List.of(file));
    options.reads(option, table.paths());
    return table;
  }

  private Integer transferTables() {
    List<TableSource> sources = new ArrayList<>();
    origin.sources.forEach(file -> sources.add(open("--source", file)));
    TableSource first = sources.getFirst();
    Columns columns = arguments.columns(first, heldOut.groups(), List.of());
    RowDraw draw = RowDraw.ofSources(sourceRows, arguments.seed());
    List<Table> tables = new ArrayList<>();
    for (TableSource file : sources) {
      Table all = columns.read(file, first, true, notes);
      Table table = sourceRows == null ? all : all.select(draw.rows(all));
      columns.requireRows(table);
      columns.requireVariation(table);
      tables.add(table);
    }
    Expansion expansion = arguments.expansion(tables.getFirst(), columns.inputs());
    Sample[] samples =
        tables.stream().map(table -> columns.sample(table, expansion)).toArray(Sample[]::new);
    for (int s = 0; s < samples.length; s++) {
      heldOut.requireIn(sources.get(s).name(), samples[s]);
    }
    notes.addAll(arguments.unevenColumns(samples[0], expansion.names(columns.inputs())));
    return run(
        new Source.Tables(List.of(samples)),
        columns.inputs(),
        expansion,
        splits(columns, expansion, first, null, true));
  }

  /** Sources are read on a cluster, which sums come back from; targets are small. */
  private Integer transferOnCluster() {
    if (sourceRows != null) {
      throw new BadInputException(
          "--source-rows", sourceRows, "all rows beside --executor: none are drawn there");
    }
    if (arguments.standardize() && origin.sources.size() > 1) {
      throw new BadInputException(
          "--source", origin.sources, "one table beside --standardize and --executor");
    }
    List<TableSource> sources = new ArrayList<>();
    for (String file : origin.sources) {
      TableSource source = open("--source", file);
      SpreadTable.requireSpread("--source", source, arguments, heldOut);
      sources.add(source);
    }
    TableSource first = sources.getFirst();
    Columns columns = arguments.columns(first);
    long features = arguments.featuresOf(columns.inputs().size());
    List<SpreadTable> tables = new ArrayList<>();
    for (TableSource source : sources) {
      columns.requireIn(source, first, true);
      new PathPlan(source, columns, arguments.memory(), null, features, heldOut.folds())
          .requireProducts();
      SpreadTable table = new SpreadTable(source, columns, heldOut.criterion(arguments.seed()));
      options.plan(table.sentence(options.clusterName()));
      tables.add(table);
    }
    Expansion expansion = tables.getFirst().expansion();
    return run(
        new Source.Spread(tables),
        columns.inputs(),
        expansion,
        splits(columns, expansion, first, null, true));
  }

  /**
   * The targets.
   *
   * @param read the first of them, where it was read already; null: not yet
   */
  private List<TargetRows> splits(
      Columns columns, Expansion expansion, TableSource first, Table read, boolean strict) {
    RowDraw draw = RowDraw.ofTargets(targetRows, arguments.seed());
    List<TargetRows> splits = new ArrayList<>();
    for (String file : targets) {
      Table table =
          read != null && splits.isEmpty()
              ? read
              : columns.read(open("--target", file), first, strict, notes);
      int[] rows = draw.rows(table);
      Table used = rows.length == table.rows() ? table : table.select(rows);
      columns.requireRows(used);
      columns.requireVariation(used);
      Sample measured = null;
      if (test != null) {
        Table others = columns.read(open("--test", test), first, strict, notes);
        measured = columns.sample(others, expansion);
      } else if (used.rows() < table.rows()) {
        measured = columns.sample(table.select(draw.others(table)), expansion);
      }
      Sample sample = columns.sample(used, expansion);
      heldOut.requireIn(used.source(), sample);
      splits.add(new TargetRows(file, rows, sample, measured));
    }
    return splits;
  }

  /** Where the models come from that a target starts from. */
  private sealed interface Source {
    /** Tables whose rows are here. */
    record Tables(List<Sample> samples) implements Source {}

    /** Tables that a cluster reads. */
    record Spread(List<SpreadTable> tables) implements Source {}

    /** Models trained elsewhere, by name. */
    record Given(List<String> names, UnaryOperator<TransferRidge> adding) implements Source {}

    default List<Sample> samples() {
      return List.of();
    }

    default List<String> names() {
      return List.of();
    }

    /** How many tables there are. */
    default int size() {
      return switch (this) {
        case Tables here -> here.samples().size();
        case Spread there -> there.tables().size();
        case Given none -> 0;
      };
    }
  }

  private Integer run(
      Source source, List<String> inputs, Expansion expansion, List<TargetRows> splits) {
    String response = arguments.response();
    List<String> features = expansion.names(inputs);
    Preparation preparation = arguments.preparation(features);
    List<Sample> samples = splits.stream().map(TargetRows::fit).toList();
    requireMemory(source, splits, features.size());
    if (!(source instanceof Source.Spread)) {
      options.work(flops(source.samples(), splits, features.size()));
    }
    return FolderRun.executeProblem(
        options,
        arguments.report(),
        (run, session) -> {
          Ridgeline ridgeline = session.get(run.backend());
          List<ResponseFit> fits =
              run
                  .timed(
                      "fit",
                      source instanceof Source.Spread ? "parts" : "tables",
                      control -> {
                        TransferRidge estimator = estimator(ridgeline, preparation);
                        return switch (source) {
                          case Source.Tables here ->
                              estimator
                                  .source(here.samples().toArray(Sample[]::new))
                                  .fit(samples, control);
                          case Source.Given given ->
                              given.adding().apply(estimator).fit(samples, control);
                          case Source.Spread there ->
                              fit(estimator, there, run, session, samples, control);
                        };
                      })
                  .stream()
                  .map(TransferFit::only)
                  .toList();
          TransferResult result =
              run.timed(
                  "advice",
                  () ->
                      TransferResult.of(
                          arguments.scale(),
                          heldOut.judged(),
                          splits,
                          fits,
                          features,
                          source.names(),
                          notes));
          for (int t = 0; t < splits.size(); t++) {
            TransferResult.Target target = result.targets().get(t);
            run.write(
                splits.size() == 1 ? "model.json" : "model_" + (t + 1) + ".json",
                new ModelFile(
                        target.model(choice).named(features).withResponses(List.of(response)),
                        inputs,
                        expansion,
                        range(ridgeline, source, target))
                    .toJson());
          }
          run.note("scale", Labels.of(arguments.scale()));
          run.note("grids", result.grids());
          run.note("route", result.targets().getFirst().route());
          run.write("recommendation.json", result.toJson());
          run.write("losses.csv", result.losses());
          run.write("risk_curve.csv", result.curves());
          result.filters().ifPresent(csv -> run.write("filters.csv", csv));
          if (arguments.report()) {
            run.timed("report", () -> TransferReport.write(run, result, response));
          }
          notes.forEach(run::warn);
          for (TransferResult.Target target : result.targets()) {
            target.sharedRows().ifPresent(run::warn);
            run.finding(target.split().shortName() + ": " + target.sentence());
          }
        });
  }

  /**
   * The rows that a model stands on: those of its target and, unless it is from scratch, of the
   * source tables. Their penalty is the least that a source takes for itself, or that of scratch.
   * Sources whose rows are not here tell no range.
   */
  private Optional<CalibratedRange> range(
      Ridgeline ridgeline, Source source, TransferResult.Target target) {
    ResponseFit fit = target.fit();
    List<Sample> samples = new ArrayList<>();
    double mu =
        fit.targetPenalties()
            .scale()
            .toNormalEquations(fit.scratch().lambdaTarget(), target.split().fit().rows());
    if (source.size() > 0 && !target.choice(choice).fromScratch()) {
      if (source instanceof Source.Spread) {
        return Optional.empty();
      }
      samples.addAll(source.samples());
      mu =
          fit.sources().fits().stream()
              .mapToDouble(
                  own -> own.lambdas().scale().toNormalEquations(own.lambda(0), own.rows()))
              .min()
              .orElseThrow();
    }
    samples.add(target.split().fit());
    return CalibratedRange.of(ridgeline, samples, fit.design().scales(), mu);
  }

  private double flops(List<Sample> sources, List<TargetRows> targets, int features) {
    int penalties = arguments.penalties().size();
    double flops = 0;
    for (Sample source : sources) {
      flops += Flops.ofFit(source.rows(), features, 1, penalties);
    }
    double priors = Math.max(1, sources.size()) * (double) penalties;
    for (TargetRows target : targets) {
      flops += Flops.ofAverage(target.fit().rows(), features, priors, sources.size());
    }
    return flops;
  }

  /** Refuses tables whose fits would not fit into memory together, before a folder is taken. */
  private void requireMemory(Source source, List<TargetRows> splits, int features) {
    double needed = source.size() * 8.0 * features * arguments.penalties().size() * COPIES;
    needed += source instanceof Source.Spread ? source.size() * 16.0 * features * features : 0;
    for (Sample sample : source.samples()) {
      needed += Columns.memoryOfFit(sample.rows(), features);
    }
    double largest = 0; // targets come one after the other
    for (TargetRows split : splits) {
      largest = Math.max(largest, Columns.memoryOfFit(split.fit().rows(), features));
    }
    Columns.requireMemory(
        splits.getFirst().name(),
        source.size() + " sources and a target of " + features + " features",
        TRANSFER * (needed + largest),
        arguments.memory());
    options.plan(
        String.format(
            Locale.ROOT,
            "Sources: %d; targets: %d; features: %d; fitted in memory: about %,.0f MB of"
                + " %,.0f.",
            source.size(),
            splits.size(),
            features,
            TRANSFER * (needed + largest) / 1e6,
            (double) arguments.memory() / 1e6));
  }

  private List<TransferFit> fit(
      TransferRidge estimator,
      Source.Spread source,
      Run run,
      BackendSession session,
      List<Sample> targets,
      RunControl control) {
    List<Function<RidgeCv, RidgeFit>> sources = new ArrayList<>();
    for (SpreadTable table : source.tables()) {
      sources.add(cv -> table.fit(cv, run, session.cells(run.backend()), control));
    }
    RunControl quiet = new RunControl(control.cancelled(), RunControl.NONE.progress());
    List<TransferFit> fits = estimator.sourcesElsewhere(sources).fit(targets, quiet);
    for (SpreadTable table : source.tables()) {
      table.requireVariation();
      notes.addAll(table.notes());
    }
    return fits;
  }

  private TransferRidge estimator(Ridgeline ridgeline, Preparation preparation) {
    return TransferRidge.on(ridgeline)
        .sourcePenalties(arguments.penalties())
        .targetPenalties(targetPenalties.grid(arguments.scale()))
        .preparation(preparation)
        .criterion(heldOut.criterion(arguments.seed()));
  }
}
