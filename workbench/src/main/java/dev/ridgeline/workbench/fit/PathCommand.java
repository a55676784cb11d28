// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Criterion;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import dev.ridgeline.workbench.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
      "  ridgeline path --data table.csv --response y --json --quiet --out out/path"
    })
public final class PathCommand implements Subcommand {
  /** Errors of every row and penalty are kept for intervals while they are this many at most. */
  private static final long KEPT = 8L << 20;

  @Mixin private RunOptions options;
  @Mixin private TableArguments arguments;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The table: CSV, .npy or .parquet.")
  private Path data;

  @Option(
      names = "--folds",
      paramLabel = "K",
      converter = Numbers.Count.class,
      description = "Judge penalties by K folds drawn with --seed (default: leave-one-out).")
  private Integer folds;

  @Option(
      names = "--all-coefficients",
      description = "Write the coefficients of every penalty, not of the chosen ones alone.")
  private boolean allCoefficients;

  /** Made by the service loader. */
  public PathCommand() {}

  @Override
  public Integer call() {
    options.answerIn("path.json");
    options.reads("--data", List.of(data));
    List<String> inputs = arguments.features(data);
    Table table = arguments.read(data, inputs, data, true);
    arguments.requireRows(table);
    Expansion expansion = arguments.expansion(table, inputs);
    Sample sample = arguments.sample(table, inputs, expansion);
    Criterion criterion = criterion(sample.rows());
    return FolderRun.executeProblem(
        options,
        arguments.report(),
        (run, session) -> {
          Ridgeline ridgeline = session.get(run.backend());
          RidgeFit fit =
              run.timed(
                  "fit", "steps", control -> cv(ridgeline, criterion, sample).fit(sample, control));
          PathResults results = results(fit, sample, expansion.names(inputs));
          Optional<CalibratedRange> range = range(ridgeline, fit, sample);
          ModelFile model = new ModelFile(results.model(), inputs, expansion, range);
          run.timed("report", () -> write(run, results, model));
        });
  }

  private RidgeCv cv(Ridgeline ridgeline, Criterion criterion, Sample sample) {
    RidgeCv cv =
        RidgeCv.on(ridgeline)
            .penalties(arguments.penalties())
            .preparation(arguments.preparation())
            .criterion(criterion);
    cv = allCoefficients ? cv.keepingAllCoefficients() : cv;
    long errors = (long) sample.rows() * sample.responses() * arguments.penalties().size();
    return folds == null && errors <= KEPT ? cv.keepingErrors() : cv;
  }

  /** Of several responses the least penalty tells the range, which is the narrowest. */
  private static Optional<CalibratedRange> range(Ridgeline ridgeline, RidgeFit fit, Sample sample) {
    double least = IntStream.range(0, fit.responses()).mapToDouble(fit::lambda).min().orElseThrow();
    double mu = fit.lambdas().scale().toNormalEquations(least, sample.rows());
    return CalibratedRange.of(ridgeline, List.of(sample), fit.scales(), mu);
  }

  private Criterion criterion(int rows) {
    if (folds == null) {
      return Criterion.leaveOneOut();
    }
    if (folds < 2 || folds > rows) {
      throw new BadInputException("--folds", folds, "2 to " + rows + ", the number of rows");
    }
    return new Criterion.KFold(folds, arguments.seed());
  }

  private PathResults results(RidgeFit fit, Sample sample, List<String> features) {
    return new PathResults(
        fit,
        arguments.responses(),
        features,
        arguments.scale(),
        folds == null ? "leave-one-out" : folds + "-fold",
        arguments.unevenColumns(sample, features).stream()
            .map(hint -> "The " + hint + ".")
            .toList());
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
