// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.model;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.Criterion;
import dev.ridgeline.transfer.estimator.Interval;
import dev.ridgeline.transfer.estimator.LinearModel;
import dev.ridgeline.transfer.estimator.RidgeCv;
import dev.ridgeline.transfer.estimator.RidgeCvFit;
import dev.ridgeline.transfer.estimator.Sample;
import dev.ridgeline.transfer.estimator.Solution;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.LostBackend;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import dev.ridgeline.workbench.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ridge regression of one table for every penalty, the best chosen by cross-validation. */
@Command(
    name = "path",
    description = "Ridge of a table for every penalty, and the best by exact leave-one-out.")
public final class PathCommand implements Subcommand {
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

  /** Made by the service loader. */
  public PathCommand() {}

  @Override
  public Integer call() {
    List<String> inputs = arguments.features(data);
    Table table = arguments.read(data, inputs, data, true);
    arguments.requireRows(table);
    Matrix x = table.features(inputs);
    Expansion expansion = Expansion.of(arguments.expand(), x, arguments.seed());
    Sample sample = arguments.sample(table, inputs, expansion);
    Criterion criterion = criterion(sample.rows());
    return FolderRun.execute(
        options,
        (run, session) -> {
          Ridgeline ridgeline = session.get(run.backend());
          RidgeCvFit fit =
              run.timed(
                  "fit",
                  () ->
                      LostBackend.retry(
                          () ->
                              RidgeCv.on(ridgeline)
                                  .penalties(arguments.penalties())
                                  .preparation(arguments.preparation())
                                  .criterion(criterion)
                                  .fit(sample)));
          run.timed("report", () -> write(run, fit, inputs, expansion, sample));
        });
  }

  private Criterion criterion(int rows) {
    if (folds == null) {
      return new Criterion.LeaveOneOut();
    }
    if (folds < 2 || folds > rows) {
      throw new BadInputException("--folds", folds, "2 to " + rows + ", the number of rows");
    }
    return new Criterion.KFold(folds, arguments.seed());
  }

  private void write(
      Run run, RidgeCvFit fit, List<String> inputs, Expansion expansion, Sample sample) {
    List<String> names = expansion.names(inputs);
    LambdaGrid grid = fit.lambdas();
    int best = fit.best(0);
    LinearModel model = fit.model(best, 0).named(names);
    Solution solution = fit.solution(best, 0);
    run.note("route", solution.route().toString());
    run.note("scale", arguments.scale().toString());
    run.write("model.json", new ModelFile(model, arguments.response(), inputs, expansion).toJson());
    run.write("path.csv", scores(fit));
    run.write("coefficients.csv", coefficients(fit, names));
    Chart chart = chart(fit);
    FolderRun.write(run, "path", chart);
    Interval same = fit.indistinguishable(0);
    List<String> findings = new ArrayList<>();
    findings.add(
        "The best penalty is "
            + Figures.of(grid.get(best))
            + ": its "
            + judged()
            + " mean squared error is "
            + Figures.of(fit.scores(0)[best])
            + ", and "
            + Figures.of(fit.effectiveDegreesOfFreedom(best))
            + " degrees of freedom are used.");
    findings.add(
        "Penalties from "
            + Figures.of(same.low())
            + " to "
            + Figures.of(same.high())
            + " cannot be told from it on these "
            + sample.rows()
            + " rows.");
    if (fit.atEdge(0)) {
      findings.add("It lies at the edge of the grid: widen --penalties.");
    }
    HtmlReport report = HtmlReport.titled("Ridge path of " + arguments.response());
    findings.forEach(report::lead);
    run.write(
        "report.html",
        report
            .picture(chart, "The " + judged() + " loss over the penalty; the best is marked.")
            .heading("Solution")
            .paragraph(
                "Route "
                    + solution.route()
                    + ", condition "
                    + Figures.of(solution.condition())
                    + ", relative residual of the normal equations "
                    + Figures.of(solution.residual())
                    + ".")
            .heading("Parameters")
            .paragraph(FolderRun.inWords(run))
            .parameters(run.parameters())
            .html());
    if (!options.global().quiet()) {
      findings.forEach(finding -> System.err.println("ridgeline: " + finding));
    }
  }

  private String judged() {
    return folds == null ? "leave-one-out" : folds + "-fold";
  }

  private static String scores(RidgeCvFit fit) {
    CsvFile csv = CsvFile.of("lambda", "loss", "degrees_of_freedom", "condition");
    double[] scores = fit.scores(0);
    for (int l = 0; l < scores.length; l++) {
      csv.row(fit.lambdas().get(l), scores[l], fit.effectiveDegreesOfFreedom(l), fit.condition(l));
    }
    return csv.text();
  }

  private static String coefficients(RidgeCvFit fit, List<String> names) {
    List<String> header = new ArrayList<>(List.of("lambda", "intercept"));
    header.addAll(names);
    CsvFile csv = CsvFile.of(header.toArray(String[]::new));
    for (int l = 0; l < fit.lambdas().size(); l++) {
      LinearModel model = fit.model(l, 0);
      List<Object> row = new ArrayList<>(List.of(fit.lambdas().get(l), model.intercept()));
      Arrays.stream(model.coefficients()).forEach(row::add);
      csv.row(row.toArray());
    }
    return csv.text();
  }

  private Chart chart(RidgeCvFit fit) {
    return Chart.titled(
            "Ridge path of " + arguments.response(),
            Axis.log("penalty λ (" + arguments.scale() + " scale)"),
            Axis.linear(judged() + " mean squared error"))
        .with(Series.line("loss", fit.lambdas().values(), fit.scores(0)))
        .vertical(fit.lambda(0), "best");
  }
}
