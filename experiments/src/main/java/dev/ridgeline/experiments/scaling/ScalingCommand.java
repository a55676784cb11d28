// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.scaling;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.model.DesignOptions;
import dev.ridgeline.experiments.model.PenaltyOptions;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.experiments.model.StudyDefaults;
import dev.ridgeline.experiments.model.TaskOptions;
import dev.ridgeline.experiments.phase.PhaseCell;
import dev.ridgeline.experiments.phase.PhaseResult;
import dev.ridgeline.experiments.phase.PhaseSweep;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import dev.ridgeline.transfer.risk.PhaseTheory;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.CellTask;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import dev.ridgeline.workbench.run.SweepPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The ratio of the optima at one alignment, and what it costs, over growing dimensions. */
@Command(
    name = "scaling",
    description = "The ratio of the optima and the time it takes, over growing dimensions.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline scaling --dimension 100,300,1000 --out out/scaling",
      "  ridgeline scaling --design chi --dimension 1e3,1e5,1e7 --out out/large"
    },
    defaultValueProvider = ScalingCommand.Defaults.class)
public final class ScalingCommand implements Subcommand {
  /** Four dimensions at one alignment. */
  static final class Defaults extends StudyDefaults {
    Defaults() {
      super(Map.of("--dimension", "100,300,1000,3000", "--rho", "0.8"));
    }
  }

  /** One setting over seeds. */
  private record Row(Setting setting, Spread ratio, double theory, double seconds) {}

  @Mixin private StudyOptions options;
  @Mixin private TaskOptions task;
  @Mixin private PenaltyOptions penalties;
  @Mixin private DesignOptions design;

  /** Made by the service loader. */
  public ScalingCommand() {}

  @Override
  public Integer call() {
    List<Setting> settings = task.settingsOfOneCovariance(design.kind());
    long[] seeds = task.seeds();
    LambdaGrid grid = penalties.grid(task.scale());
    double rho = task.alignment();
    int rows = task.targetRows(design.kind());
    double sourceNoise = task.sourceDeviation();
    double targetNoise = task.targetDeviation();
    double targetPenalty = task.targetPenalty();
    return FolderRun.execute(
        options,
        (run, session) -> {
          CellBackend backend = session.cells(run.backend());
          PhaseSweep drawn =
              new PhaseSweep(
                  backend,
                  task.rng(),
                  new double[] {rho},
                  grid,
                  rows,
                  sourceNoise,
                  targetNoise,
                  targetPenalty,
                  false);
          ChiSweep chi =
              new ChiSweep(backend, rho, grid, rows, sourceNoise, targetNoise, targetPenalty);
          ToLongFunction<Setting> bytes = design.isChi() ? chi::bytes : drawn::bytes;
          CellTask<PhaseCell, PhaseResult> sweep = design.isChi() ? chi::run : drawn::run;
          MemoryNeed.of(settings, bytes, Math.min(options.global().threads(), seeds.length))
              .announce();
          List<List<PhaseResult>> results =
              run.sweep(parts(settings, seeds, sweep), PhaseResult.class);
          List<Row> table = new ArrayList<>();
          Set<String> routes = new LinkedHashSet<>();
          for (int s = 0; s < settings.size(); s++) {
            Setting setting = settings.get(s);
            List<PhaseResult> mine = results.get(s);
            routes.add(mine.getFirst().route());
            table.add(run.timed("theory", () -> row(setting, mine, rho, rows, sourceNoise)));
          }
          FolderRun.note(run, task.scale(), routes);
          run.timed("report", () -> write(run, table, rho));
        });
  }

  /** One setting after the other, so that their times can be compared. */
  private static List<SweepPart<PhaseCell, PhaseResult>> parts(
      List<Setting> settings, long[] seeds, CellTask<PhaseCell, PhaseResult> sweep) {
    return settings.stream()
        .map(
            setting ->
                new SweepPart<PhaseCell, PhaseResult>(
                    Arrays.stream(seeds).mapToObj(seed -> PhaseCell.of(setting, seed)).toList(),
                    open -> sweep,
                    (cell, result) -> {}))
        .toList();
  }

  private Row row(
      Setting setting, List<PhaseResult> results, double rho, int rows, double sourceNoise) {
    return new Row(
        setting,
        Spread.of(results.stream().mapToDouble(r -> r.ratio(0)).toArray()),
        theory(setting, rho, rows, sourceNoise),
        results.stream().mapToDouble(r -> r.sweepNanos() * 1e-9).sum());
  }

  /** The closed form is the other one under isotropy, and takes no arrays of the dimension. */
  private double theory(Setting setting, double rho, int rows, double sourceNoise) {
    if (design.isChi()) {
      double gamma = (double) setting.dimension() / setting.sourceSamples();
      return new IsotropicTheory(gamma, sourceNoise, 1).ratio(rho);
    }
    return new PhaseTheory(
            setting.sigma(),
            setting.sourceSamples(),
            sourceNoise,
            rows,
            task.meanTargetPenalty(rows))
        .ratio(rho);
  }

  private void write(Run run, List<Row> table, double rho) {
    CsvFile csv = CsvFile.of("dimension", "gamma", "mean_ratio", "ci95", "theory_ratio", "seconds");
    List<List<String>> figures = new ArrayList<>();
    for (Row row : table) {
      csv.row(
          row.setting().dimension(),
          row.setting().gamma(),
          row.ratio().mean(),
          row.ratio().ci95(),
          row.theory(),
          row.seconds());
      figures.add(
          List.of(
              Integer.toString(row.setting().dimension()),
              row.setting().toString(),
              Figures.of(row.ratio().mean(), row.ratio().ci95()),
              Figures.of(row.theory())));
    }
    run.write("scaling.csv", csv.text());
    run.finding(largest(table));
    Chart chart = chart(table, rho);
    FolderRun.write(run, "scaling", chart);
    if (task.wantsReport()) {
      FolderRun.writePage(run, report(chart, table, figures));
    }
  }

  private static String largest(List<Row> table) {
    Row row = table.getLast();
    return "At dimension "
        + row.setting().dimension()
        + " the mean ratio is "
        + Figures.of(row.ratio().mean(), row.ratio().ci95())
        + ", and theory says "
        + Figures.of(row.theory())
        + ".";
  }

  private static HtmlReport report(Chart chart, List<Row> table, List<List<String>> figures) {
    return HtmlReport.titled("Does the answer depend on the size of the problem?")
        .lead(
            "The ratio of the transfer-optimal to the source-optimal penalty at one alignment, over"
                + " growing dimensions; theory is its limit when dimension and source rows grow"
                + " together.")
        .lead(largest(table))
        .lead(
            "Penalties are the same on every size because they are compared as a ratio; what grows"
                + " is the time, which the file scaling.csv holds.")
        .picture(chart, "Mean ratio and its 95 % interval; theory dashed.")
        .heading("Figures")
        .table(List.of("dimension", "setting", "ratio", "theory"), figures)
        .citation(Citation.PAPER);
  }

  private static Chart chart(List<Row> table, double rho) {
    Chart chart =
        Chart.titled(
                "Phase ratio over the dimension",
                Axis.logAt(
                    "dimension p",
                    table.stream().mapToDouble(row -> row.setting().dimension()).toArray()),
                Axis.log("transfer- / source-optimal penalty"))
            .subtitle(
                "ρ = " + Grid.spelling(rho) + "; bands: 95 % interval of the mean, dashed: theory");
    List<List<Row>> curves = new ArrayList<>();
    for (Row row : table) {
      curves.stream()
          .filter(c -> sameCurve(c.getFirst().setting(), row.setting()))
          .findFirst()
          .orElseGet(
              () -> {
                List<Row> fresh = new ArrayList<>();
                curves.add(fresh);
                return fresh;
              })
          .add(row);
    }
    for (int i = 0; i < curves.size(); i++) {
      List<Row> curve = curves.get(i);
      double[] x = values(curve, row -> row.setting().dimension());
      chart =
          chart
              .with(
                  Series.line(
                          curve.getFirst().setting().toString(),
                          x,
                          values(curve, row -> row.ratio().mean()))
                      .band(
                          values(curve, row -> row.ratio().positiveLow()),
                          values(curve, row -> row.ratio().high()))
                      .markers()
                      .colour(i))
              .with(Series.theory("", x, values(curve, Row::theory)).colour(i));
    }
    return chart.horizontal(1, "source-optimal");
  }

  private static boolean sameCurve(Setting a, Setting b) {
    return a.gamma() == b.gamma() && a.covariance().equals(b.covariance());
  }

  private static double[] values(List<Row> rows, ToDoubleFunction<Row> value) {
    return rows.stream().mapToDouble(value).toArray();
  }
}
