// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.independence;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.benefit.BenefitDesign;
import dev.ridgeline.experiments.benefit.BenefitReport;
import dev.ridgeline.experiments.benefit.BenefitStudy;
import dev.ridgeline.experiments.benefit.BenefitStudy.Entry;
import dev.ridgeline.experiments.benefit.SourcePenalty;
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
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Does the answer to "transfer or not" depend on the target sample? Isotropic, ridgeless: no. */
@Command(
    name = "independence",
    description = "The sign of the benefit over target sample size and target noise.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline independence --out out/independence",
      "  ridgeline independence --target-samples 10,50 --target-noise 0.1 --out out/few"
    },
    defaultValueProvider = IndependenceCommand.Defaults.class)
public final class IndependenceCommand implements Subcommand {
  /** At this source noise ridgeless transfer helps above rho = 0.75: both signs are seen. */
  static final class Defaults extends StudyDefaults {
    Defaults() {
      super(
          Map.of(
              "--target-samples", "10,50,250,1000",
              "--target-noise", "0.1,0.5,1",
              "--source-noise", "0.5",
              "--rho", "0.5,0.6,0.7,0.8,0.9,1,1.1,1.2"));
    }
  }

  @Mixin private StudyOptions options;
  @Mixin private TaskOptions task;

  /** Made by the service loader. */
  public IndependenceCommand() {}

  @Override
  public Integer call() {
    BenefitDesign design =
        new BenefitDesign(
            task.setting(),
            List.of(SourcePenalty.RIDGELESS),
            LambdaGrid.of(task.scale(), 1),
            new double[] {task.sourceDeviation()},
            task.targetRowCounts(),
            task.targetDeviations(),
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

  private static boolean signAgrees(Entry entry) {
    return Math.signum(entry.benefit().mean()) == Math.signum(entry.theoryBenefit());
  }

  private void write(Run run, BenefitDesign design, BenefitStudy.Table table) {
    CsvFile csv =
        CsvFile.of(
            "target_samples",
            "target_noise",
            "rho",
            "transfer_benefit_mean",
            "ci95",
            "theory_benefit",
            "sign_agrees");
    List<List<String>> rows = new ArrayList<>();
    int agree = 0;
    for (int s = 0; s < design.targetSamples().length; s++) {
      for (int n = 0; n < design.targetNoises().length; n++) {
        for (int r = 0; r < design.rho().length; r++) {
          Entry entry = table.at(0, 0, s, n, r);
          agree += signAgrees(entry) ? 1 : 0;
          csv.row(
              design.targetSamples()[s],
              design.targetNoises()[n],
              design.rho()[r],
              entry.benefit().mean(),
              entry.benefit().ci95(),
              entry.theoryBenefit(),
              signAgrees(entry));
          rows.add(
              List.of(
                  Integer.toString(design.targetSamples()[s]),
                  Grid.spelling(design.targetNoises()[n]),
                  Grid.spelling(design.rho()[r]),
                  Figures.of(entry.benefit().mean(), entry.benefit().ci95()),
                  Figures.of(entry.theoryBenefit()),
                  signAgrees(entry) ? "yes" : "no"));
        }
      }
    }
    run.write("independence.csv", csv.text());
    String finding =
        "The sign of the measured mean benefit agrees with theory in "
            + agree
            + " of "
            + rows.size()
            + " combinations.";
    run.finding(finding);
    Chart chart = chart(design, table);
    FolderRun.write(run, "independence", chart);
    if (task.wantsReport()) {
      BenefitReport.write(
          run,
          "Does the target sample decide whether to transfer?",
          List.of(
              finding,
              "For isotropic rows the benefit of a ridgeless source is a positive number that"
                  + " depends on the target, times a bracket that does not: all curves cross zero"
                  + " at the same alignment."),
          chart,
          "Benefit over the alignment, by target sample size and noise.",
          List.of("target rows", "target noise", "ρ", "benefit", "theory", "same sign"),
          rows);
    }
  }

  private static Chart chart(BenefitDesign design, BenefitStudy.Table table) {
    Chart chart =
        Chart.titled(
                "Target independence",
                Axis.linear("task alignment ρ"),
                Axis.linear("scratch risk − transfer risk"))
            .subtitle(
                "ridgeless source, σ₀ = "
                    + Grid.spelling(design.sourceNoises()[0])
                    + ", σ₁ = "
                    + Grid.spelling(design.targetNoises()[0])
                    + "; bands: 95 %, dashed: theory");
    for (int s = 0; s < design.targetSamples().length; s++) {
      chart =
          chart
              .with(
                  Series.line(
                          design.targetSamples()[s] + " target rows",
                          design.rho(),
                          curve(design, table, s, e -> e.benefit().mean()))
                      .band(
                          curve(design, table, s, e -> e.benefit().low()),
                          curve(design, table, s, e -> e.benefit().high()))
                      .colour(s))
              .with(
                  Series.theory("", design.rho(), curve(design, table, s, Entry::theoryBenefit))
                      .colour(s));
    }
    return chart.horizontal(0, "from scratch");
  }

  private static double[] curve(
      BenefitDesign design, BenefitStudy.Table table, int samples, ToDoubleFunction<Entry> value) {
    return IntStream.range(0, design.rho().length)
        .mapToDouble(r -> value.applyAsDouble(table.at(0, 0, samples, 0, r)))
        .toArray();
  }
}
