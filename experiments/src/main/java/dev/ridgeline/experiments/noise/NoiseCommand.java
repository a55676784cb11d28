// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.noise;

import dev.ridgeline.experiments.benefit.BenefitDesign;
import dev.ridgeline.experiments.benefit.BenefitOptions;
import dev.ridgeline.experiments.benefit.BenefitReport;
import dev.ridgeline.experiments.benefit.BenefitStudy;
import dev.ridgeline.experiments.benefit.BenefitStudy.Entry;
import dev.ridgeline.experiments.benefit.SourcePenalty;
import dev.ridgeline.experiments.model.DesignOptions;
import dev.ridgeline.experiments.model.PenaltyOptions;
import dev.ridgeline.experiments.model.StudyDefaults;
import dev.ridgeline.experiments.model.TaskOptions;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Does transfer help, as the source gets noisier? Ridgeless it stops at a point; tuned it never.
 */
@Command(
    name = "noise",
    description = "The benefit of transfer over the source noise, for three source penalties.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline noise --out out/noise",
      "  ridgeline noise --source-noise 0.25:3:24 --rho 0.6 --out out/noise"
    },
    defaultValueProvider = NoiseCommand.Defaults.class)
public final class NoiseCommand implements Subcommand {
  /** Twelve noises at one alignment. */
  static final class Defaults extends StudyDefaults {
    Defaults() {
      super(Map.of("--source-noise", "0.25:3:12", "--rho", "0.8"));
    }
  }

  /** How far below zero the picture goes, in units of the largest benefit. */
  private static final double DEEPEST = 3;

  private static final List<SourcePenalty> KINDS = List.of(SourcePenalty.values());

  @Mixin private StudyOptions options;
  @Mixin private TaskOptions task;
  @Mixin private PenaltyOptions penalties;
  @Mixin private BenefitOptions benefit;

  /** Made by the service loader. */
  public NoiseCommand() {}

  @Override
  public Integer call() {
    BenefitDesign design =
        new BenefitDesign(
            task.setting(DesignOptions.Kind.DRAWN),
            KINDS,
            penalties.grid(task.scale()),
            task.sourceDeviations(),
            new int[] {task.targetRows(DesignOptions.Kind.DRAWN)},
            new double[] {task.targetDeviation()},
            task.alignments(),
            task.targetPenalty());
    BenefitStudy study = new BenefitStudy(design, task.rng(), task.seeds());
    return FolderRun.execute(
        options,
        (run, session) -> {
          BenefitStudy.Table table = study.compute(run, session);
          run.timed("report", () -> write(run, design, table));
        });
  }

  private void write(Run run, BenefitDesign design, BenefitStudy.Table table) {
    run.write("noise.csv", csv(design, table, KINDS.indexOf(benefit.sourcePenalty())));
    for (SourcePenalty kind : KINDS) {
      if (kind != benefit.sourcePenalty()) {
        String name = "noise_" + kind.toString().replace('-', '_') + ".csv";
        run.write(name, csv(design, table, KINDS.indexOf(kind)));
      }
    }
    List<String> findings = findings(design, table);
    findings.forEach(run::finding);
    Chart chart = chart(design, table);
    FolderRun.write(run, "noise", chart);
    if (task.wantsReport()) {
      BenefitReport.write(
          run,
          "Does a noisy source still help?",
          findings,
          chart,
          "Benefit over the standard deviation of the source noise at ρ = "
              + Grid.spelling(design.rho()[0])
              + "."
              + cut(design, table),
          List.of("source penalty", "source noise", "ρ", "benefit", "seeds that gain", "theory"),
          rows(design, table));
    }
  }

  private static String csv(BenefitDesign design, BenefitStudy.Table table, int kind) {
    CsvFile csv =
        CsvFile.of(
            "source_noise",
            "rho",
            "transfer_benefit_mean",
            "transfer_benefit_ci95",
            "helps_fraction",
            "theory_benefit",
            "theory_helps");
    for (int s = 0; s < design.sourceNoises().length; s++) {
      for (int r = 0; r < design.rho().length; r++) {
        Entry entry = table.at(kind, s, 0, 0, r);
        csv.row(
            design.sourceNoises()[s],
            design.rho()[r],
            entry.benefit().mean(),
            entry.benefit().ci95(),
            entry.helpsFraction(),
            entry.theoryBenefit(),
            entry.theoryHelps());
      }
    }
    return csv.text();
  }

  private static double[] curve(
      BenefitDesign design, BenefitStudy.Table table, int kind, ToDoubleFunction<Entry> value) {
    return IntStream.range(0, design.sourceNoises().length)
        .mapToDouble(s -> value.applyAsDouble(table.at(kind, s, 0, 0, 0)))
        .toArray();
  }

  private static Chart chart(BenefitDesign design, BenefitStudy.Table table) {
    Chart chart =
        Chart.titled(
                "Benefit of transfer over the source noise",
                Axis.linear("standard deviation of the source noise σ₀"),
                visible(design, table))
            .subtitle(
                "ρ = "
                    + Grid.spelling(design.rho()[0])
                    + ", "
                    + design.setting()
                    + "; bands: 95 %, dashed: theory"
                    + (floor(design, table) < 0 ? "; cut off below" : ""));
    for (int kind = 0; kind < KINDS.size(); kind++) {
      chart =
          chart
              .with(
                  Series.line(
                          KINDS.get(kind).toString(),
                          design.sourceNoises(),
                          curve(design, table, kind, e -> e.benefit().mean()))
                      .band(
                          curve(design, table, kind, e -> e.benefit().low()),
                          curve(design, table, kind, e -> e.benefit().high()))
                      .colour(kind))
              .with(
                  Series.theory(
                          "",
                          design.sourceNoises(),
                          curve(design, table, kind, Entry::theoryBenefit))
                      .colour(kind));
    }
    return chart.horizontal(0, "from scratch");
  }

  /** A noisy ridgeless source loses so much that it leaves the picture: the others set the axis. */
  private static Axis visible(BenefitDesign design, BenefitStudy.Table table) {
    Axis axis = Axis.linear("scratch risk − transfer risk");
    double floor = floor(design, table);
    return floor < 0 ? axis.between(floor, 1.1 * highest(design, table)) : axis;
  }

  /** Where the picture ends below; NaN where it holds every value. */
  private static double floor(BenefitDesign design, BenefitStudy.Table table) {
    double floor = -DEEPEST * highest(design, table);
    return floor < 0 && lowest(design, table, NoiseCommand::lower) < floor ? floor : Double.NaN;
  }

  private static double lower(Entry entry) {
    return Math.min(entry.benefit().low(), entry.theoryBenefit());
  }

  private static double highest(BenefitDesign design, BenefitStudy.Table table) {
    return Math.max(0, -lowest(design, table, e -> -e.benefit().high()));
  }

  private static double lowest(
      BenefitDesign design, BenefitStudy.Table table, ToDoubleFunction<Entry> value) {
    return IntStream.range(0, KINDS.size())
        .mapToObj(kind -> curve(design, table, kind, value))
        .flatMapToDouble(Arrays::stream)
        .filter(Double::isFinite)
        .min()
        .orElse(0);
  }

  /** What the caption says of values that the picture does not show. */
  private static String cut(BenefitDesign design, BenefitStudy.Table table) {
    double floor = floor(design, table);
    return floor < 0
        ? " The still picture ends below at "
            + Figures.of(floor)
            + "; means go down to "
            + Figures.of(lowest(design, table, e -> e.benefit().mean()))
            + ", as the table says."
        : "";
  }

  private static List<String> findings(BenefitDesign design, BenefitStudy.Table table) {
    List<String> findings = new ArrayList<>();
    for (int kind = 0; kind < KINDS.size(); kind++) {
      int k = kind;
      long helps =
          IntStream.range(0, design.sourceNoises().length)
              .filter(s -> table.at(k, s, 0, 0, 0).benefit().mean() > 0)
              .count();
      findings.add(
          "A "
              + KINDS.get(kind)
              + " source helps on average at ρ = "
              + Grid.spelling(design.rho()[0])
              + " for "
              + helps
              + " of "
              + design.sourceNoises().length
              + " noise levels.");
    }
    return findings;
  }

  private static List<List<String>> rows(BenefitDesign design, BenefitStudy.Table table) {
    List<List<String>> rows = new ArrayList<>();
    for (int kind = 0; kind < KINDS.size(); kind++) {
      for (int s = 0; s < design.sourceNoises().length; s++) {
        for (int r = 0; r < design.rho().length; r++) {
          Entry entry = table.at(kind, s, 0, 0, r);
          rows.add(
              List.of(
                  KINDS.get(kind).toString(),
                  Grid.spelling(design.sourceNoises()[s]),
                  Grid.spelling(design.rho()[r]),
                  Figures.of(entry.benefit().mean(), entry.benefit().ci95()),
                  Figures.of(entry.helpsFraction()),
                  Figures.of(entry.theoryBenefit())));
        }
      }
    }
    return rows;
  }
}
