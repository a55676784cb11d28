// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Criterion;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Start;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.run.ClusterOptions;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ridge regression of one table for every penalty, the best chosen by cross-validation. */
@Command(
    name = "path",
    description = "Ridge of a table for every penalty, and the best by exact leave-one-out.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline path --data table.csv --response y --out out/path",
      "  ridgeline path --data spectra.npy --response 0,1 --preprocess snv --folds 10 \\",
      "      --out out/spectra",
      "  ridgeline path --data table.csv --response y --group-by shop --pool --out out",
      "  ridgeline path --data table.csv --response y --json --quiet --out out/path"
    })
public final class PathCommand implements Subcommand {
  /** Errors of every row and penalty are kept for intervals while they are this many at most. */
  private static final long KEPT = 8L << 20;

  /** Coefficients of all penalties are drawn while they are this many at most. */
  private static final int DRAWN = 1 << 18;

  @Mixin private ClusterOptions options;
  @Mixin private TableArguments arguments;

  @Option(
      names = "--data",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description =
          "The table: CSV (gz too), .npy or .parquet, a quoted pattern of files, or - for standard"
              + " input; several files are one table.")
  private List<String> data;

  @Mixin private HeldOutArguments heldOut;

  @ArgGroup(exclusive = false)
  private GroupByOptions groupBy;

  @Option(
      names = "--all-coefficients",
      description = "Write the coefficients of every penalty, not of the chosen ones alone.")
  private boolean allCoefficients;

  /** Made by the service loader. */
  public PathCommand() {}

  @Override
  public Integer call() {
    options.answerIn("path.json");
    TableSource source = arguments.open(data);
    options.reads("--data", source.paths());
    if (source.paths().stream().distinct().count() < source.paths().size()) {
      throw new BadInputException("--data", String.join(",", data), "every file once");
    }
    boolean onCluster = options.onCluster();
    if (groupBy != null) {
      if (onCluster) {
        throw new BadInputException(
            "--executor",
            options.clusterName(),
            "local beside --group-by; from Java, SparkGroupRidge fits groups on a cluster");
      }
      options.reads("--prior", groupBy.prior() == null ? List.of() : List.of(groupBy.prior()));
      requireNoFolds();
      return new GroupedPath(options, arguments, groupBy).run(source);
    }
    if (onCluster) {
      return fitOnCluster(source);
    }
    Columns columns = arguments.columns(source, heldOut.groups(), List.of());
    PathPlan plan = PathPlan.of(source, columns, arguments.memory(), heldOut.folds());
    if (options.dryRun()) {
      plan.tell(options);
      return options.printPlan();
    }
    Start.require(plan.flops(arguments.penalties().size())); // sooner than after reading
    if (plan.inPasses()) {
      return fitInPasses(columns, plan);
    }
    boolean once = !source.replayable() && heldOut.groups() == null && heldOut.folds() == null;
    return once && arguments.whyNotInPasses().isEmpty()
        ? fitPipe(columns, plan)
        : fitInMemory(source, columns);
  }

  private void requireNoFolds() {
    if (heldOut.folds() != null) {
      throw new BadInputException("--folds", heldOut.folds(), "no --folds beside --group-by");
    }
    if (heldOut.groups() != null) {
      throw new BadInputException("--groups", heldOut.groups(), "no --groups beside --group-by");
    }
  }

  private Integer fitInMemory(TableSource source, Columns columns) {
    List<String> notes = new ArrayList<>();
    Table table = columns.read(source, source, true, notes);
    columns.requireRows(table);
    Expansion expansion = arguments.expansion(table, columns.inputs());
    Sample sample = columns.sample(table, expansion);
    heldOut.requireIn(source.name(), sample);
    return fit(columns, sample, expansion, notes);
  }

  /** What can be read once alone: in memory, or by folds from where it outgrows that. */
  private Integer fitPipe(Columns columns, PathPlan plan) {
    StreamedTable table = plan.streamed();
    PipedTable piped = PipedTable.read(table, arguments.memory(), arguments.seed());
    columns.requireRows(plan.source().name(), piped.counted());
    List<String> notes = new ArrayList<>(table.notes());
    if (piped.isWhole()) {
      return fit(columns, piped.sample(), table.expansion(), notes);
    }
    notes.add(
        plan.source().name()
            + " outgrew the memory and can be read once alone: "
            + PipedTable.FOLDS
            + " folds judge in place of leave-one-out");
    List<String> features = table.features();
    Preparation preparation = arguments.preparation(features);
    List<NormalEquations> sums = piped.folds();
    Criterion criterion = new Criterion.KFold(sums.size(), arguments.seed());
    return FolderRun.executeProblem(
        options,
        arguments.report(),
        (run, session) -> {
          Ridgeline ridgeline = session.get(run.backend());
          RidgeCv cv = cv(ridgeline, criterion, preparation, features.size(), Long.MAX_VALUE);
          RidgeFit fit = run.timed("fit", "steps", control -> cv.fit(sums, control));
          writeStreamed(
              run,
              columns,
              table.expansion(),
              results(fit, features, notes, sums.size() + "-fold", null));
        });
  }

  private Integer fit(Columns columns, Sample sample, Expansion expansion, List<String> notes) {
    List<String> features = expansion.names(columns.inputs());
    notes.addAll(arguments.unevenColumns(sample, features));
    Preparation preparation = arguments.preparation(features);
    Criterion criterion = heldOut.criterion(arguments.seed());
    long errors = (long) sample.rows() * sample.responses();
    options.work(
        Flops.ofFit(
            sample.rows(), features.size(), sample.responses(), arguments.penalties().size()));
    return FolderRun.executeProblem(
        options,
        arguments.report(),
        (run, session) -> {
          Ridgeline ridgeline = session.get(run.backend());
          RidgeFit fit =
              run.timed(
                  "fit",
                  "steps",
                  control ->
                      cv(ridgeline, criterion, preparation, features.size(), errors)
                          .fit(sample, control));
          PathResults results =
              results(fit, features, notes, heldOut.judged(), UnevenColumns.spreads(sample));
          Optional<CalibratedRange> range = range(ridgeline, fit, sample);
          ModelFile model = new ModelFile(results.model(), columns.inputs(), expansion, range);
          run.timed("report", () -> write(run, results, model));
        });
  }

  private Integer fitInPasses(Columns columns, PathPlan plan) {
    if (heldOut.groups() != null) {
      throw new BadInputException(
          "--groups",
          heldOut.groups(),
          "a table that fits into memory; by groups it is not read in passes");
    }
    StreamedTable streamed = plan.streamed();
    List<String> features = streamed.features();
    Preparation preparation = arguments.preparation(features);
    Criterion criterion = heldOut.criterion(arguments.seed());
    return FolderRun.executeProblem(
        options,
        arguments.report(),
        (run, session) -> {
          run.warn(plan.sentence());
          Ridgeline ridgeline = session.get(run.backend());
          RidgeFit fit =
              run.timed(
                  "fit",
                  "MB",
                  control ->
                      streamed.fit(
                          cv(ridgeline, criterion, preparation, features.size(), Long.MAX_VALUE),
                          ridgeline,
                          criterion,
                          control));
          writeStreamed(
              run,
              columns,
              streamed.expansion(),
              results(fit, features, streamed.notes(), heldOut.judged(), null));
        });
  }

  private Integer fitOnCluster(TableSource source) {
    SpreadTable.requireSpread("--data", source, arguments, heldOut);
    Columns columns = arguments.columns(source);
    columns.requireIn(source, source, true);
    long of = arguments.featuresOf(columns.inputs().size());
    new PathPlan(source, columns, arguments.memory(), null, of, heldOut.folds()).requireProducts();
    Criterion criterion = heldOut.criterion(arguments.seed());
    SpreadTable table = new SpreadTable(source, columns, criterion);
    List<String> features = table.features();
    Preparation preparation = arguments.preparation(features);
    options.plan(table.sentence(options.clusterName()));
    options.plan("Features: " + of + "; responses: " + columns.responses().size() + ".");
    return FolderRun.executeProblem(
        options,
        arguments.report(),
        (run, session) -> {
          RidgeCv cv =
              cv(
                  session.get(run.backend()),
                  criterion,
                  preparation,
                  features.size(),
                  Long.MAX_VALUE);
          RidgeFit fit =
              run.timed(
                  "fit",
                  "parts",
                  control -> table.fit(cv, run, session.cells(run.backend()), control));
          writeStreamed(
              run,
              columns,
              table.expansion(),
              results(fit, features, table.notes(), heldOut.judged(), null));
        });
  }

  /** Rows that are gone tell no range. */
  private void writeStreamed(Run run, Columns columns, Expansion expansion, PathResults results) {
    ModelFile model = new ModelFile(results.model(), columns.inputs(), expansion, Optional.empty());
    run.timed("report", () -> write(run, results, model));
  }

  /** Whether coefficients of every penalty are wanted: in a file, or in the picture. */
  private boolean keepsPath(int features) {
    boolean drawn =
        arguments.report()
            && arguments.responses().size() == 1
            && features <= DRAWN / arguments.penalties().size();
    return allCoefficients || drawn;
  }

  private RidgeCv cv(
      Ridgeline ridgeline,
      Criterion criterion,
      Preparation preparation,
      int features,
      long errorsOfPenalty) {
    RidgeCv cv =
        RidgeCv.on(ridgeline)
            .penalties(arguments.penalties())
            .preparation(preparation)
            .criterion(criterion);
    cv = keepsPath(features) ? cv.keepingAllCoefficients() : cv;
    boolean few = errorsOfPenalty <= KEPT / arguments.penalties().size();
    return criterion instanceof Criterion.LeaveOneOut && few ? cv.keepingErrors() : cv;
  }

  /** Of several responses the least penalty tells the range, which is the narrowest. */
  private static Optional<CalibratedRange> range(Ridgeline ridgeline, RidgeFit fit, Sample sample) {
    double least = IntStream.range(0, fit.responses()).mapToDouble(fit::lambda).min().orElseThrow();
    double mu = fit.lambdas().scale().toNormalEquations(least, sample.rows());
    return CalibratedRange.of(ridgeline, List.of(sample), fit.scales(), mu);
  }

  private PathResults results(
      RidgeFit fit, List<String> features, List<String> notes, String judged, double[] spreads) {
    return new PathResults(
        fit,
        arguments.responses(),
        features,
        arguments.scale(),
        judged,
        notes.stream().map(PathCommand::sentence).toList(),
        spreads,
        keepsPath(features.size()),
        spreads == null);
  }

  /** A clause as a sentence. */
  static String sentence(String note) {
    String text = note.startsWith("columns") ? "The " + note : note;
    return text.endsWith(".") ? text : text + ".";
  }

  private void write(Run run, PathResults results, ModelFile model) {
    run.note("route", results.routes());
    run.note("scale", Labels.of(arguments.scale()));
    run.note("grid", results.fit().lambdas().values());
    run.write("model.json", model.toJson());
    run.write("path.csv", results.scores());
    run.write("coefficients.csv", results.coefficients(allCoefficients));
    run.write("path.json", results.json());
    if (arguments.report()) {
      PathReport.write(run, results);
    }
    results.findings().forEach(run::finding);
    results.warnings().forEach(run::warn);
  }
}
