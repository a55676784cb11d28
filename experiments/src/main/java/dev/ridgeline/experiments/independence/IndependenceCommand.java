// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.independence;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.benefit.BenefitDesign;
import dev.ridgeline.experiments.benefit.BenefitReport;
import dev.ridgeline.experiments.benefit.BenefitStudy;
import dev.ridgeline.experiments.benefit.SourcePenalty;
import dev.ridgeline.experiments.model.DesignOptions;
import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.experiments.model.StudyDefaults;
import dev.ridgeline.experiments.model.TaskOptions;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import dev.ridgeline.transfer.risk.SourcePenaltyPrice;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Does the answer to "transfer or not" depend on the target sample? Isotropic, ridgeless: no. */
@Command(
    name = "independence",
    description = "The sign of the benefit over target sample size and target noise.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline independence --out out/independence",
      "  ridgeline independence --target-samples 10,50 --target-noise 0.1 --out out/few",
      "  ridgeline independence --design chi --dimension 1e7 --out out/large"
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
  @Mixin private DesignOptions designs;

  /** The benefit of one combination: over seeds, and as theory has it. */
  private record Point(Spread benefit, double theory) {
    boolean signAgrees() {
      return Math.signum(benefit.mean()) == Math.signum(theory);
    }
  }

  /** Made by the service loader. */
  public IndependenceCommand() {}

  @Override
  public Integer call() {
    BenefitDesign design =
        new BenefitDesign(
            task.setting(designs.kind()),
            List.of(SourcePenalty.RIDGELESS),
            LambdaGrid.of(task.scale(), 1),
            new double[] {task.sourceDeviation()},
            task.targetRowCounts(designs.kind()),
            task.targetDeviations(),
            task.alignments(),
            task.targetPenalty());
    BenefitStudy study = new BenefitStudy(design, task.rng(), task.seeds());
    return FolderRun.execute(
        options,
        (run, session) -> {
          BenefitStudy.Table table =
              designs.isChi()
                  ? study.compute(run, new ChiBenefits(session.cells(run.backend()), design)::run)
                  : study.compute(run, session);
          run.timed("report", () -> write(run, design, points(design, table)));
        });
  }

  /** By target samples, target noise, alignment. */
  private Point[][][] points(BenefitDesign design, BenefitStudy.Table table) {
    Point[][][] points =
        new Point[design.targetSamples().length][design.targetNoises().length][design.rho().length];
    for (int s = 0; s < points.length; s++) {
      for (int n = 0; n < points[s].length; n++) {
        for (int r = 0; r < points[s][n].length; r++) {
          if (designs.isChi()) {
            Spread benefit = Spread.of(table.values(0, 0, s, n, r));
            points[s][n][r] = new Point(benefit, closedForm(design, s, r));
          } else {
            BenefitStudy.Entry entry = table.at(0, 0, s, n, r);
            points[s][n][r] = new Point(entry.benefit(), entry.theoryBenefit());
          }
        }
      }
    }
    return points;
  }

  /** What the equivalents say under isotropy, without arrays of the dimension. */
  private double closedForm(BenefitDesign design, int samples, int alignment) {
    double p = design.setting().dimension();
    int n1 = design.targetSamples()[samples];
    double rho = design.rho()[alignment];
    IsotropicTheory source =
        new IsotropicTheory(p / design.setting().sourceSamples(), design.sourceNoises()[0], 1);
    double distance = source.distance(source.largestShrinkage(), rho);
    return SourcePenaltyPrice.kappa(p / n1, task.meanTargetPenalty(n1)) * (rho * rho - distance);
  }

  private void write(Run run, BenefitDesign design, Point[][][] points) {
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
          Point point = points[s][n][r];
          agree += point.signAgrees() ? 1 : 0;
          csv.row(
              design.targetSamples()[s],
              design.targetNoises()[n],
              design.rho()[r],
              point.benefit().mean(),
              point.benefit().ci95(),
              point.theory(),
              point.signAgrees());
          rows.add(
              List.of(
                  Integer.toString(design.targetSamples()[s]),
                  Grid.spelling(design.targetNoises()[n]),
                  Grid.spelling(design.rho()[r]),
                  Figures.of(point.benefit().mean(), point.benefit().ci95()),
                  Figures.of(point.theory()),
                  point.signAgrees() ? "yes" : "no"));
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
    Chart chart = chart(design, points);
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

  private static Chart chart(BenefitDesign design, Point[][][] points) {
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
                          curve(points[s][0], e -> e.benefit().mean()))
                      .band(
                          curve(points[s][0], e -> e.benefit().low()),
                          curve(points[s][0], e -> e.benefit().high()))
                      .colour(s))
              .with(Series.theory("", design.rho(), curve(points[s][0], Point::theory)).colour(s));
    }
    return chart.horizontal(0, "from scratch");
  }

  private static double[] curve(Point[] points, ToDoubleFunction<Point> value) {
    return Arrays.stream(points).mapToDouble(value).toArray();
  }
}
