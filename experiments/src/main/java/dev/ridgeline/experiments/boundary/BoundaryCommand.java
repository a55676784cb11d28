// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.boundary;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.benefit.BenefitDesign;
import dev.ridgeline.experiments.benefit.BenefitReport;
import dev.ridgeline.experiments.benefit.BenefitStudy;
import dev.ridgeline.experiments.benefit.BenefitStudy.Entry;
import dev.ridgeline.experiments.benefit.SourcePenalty;
import dev.ridgeline.experiments.model.DesignOptions;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.experiments.model.StudyDefaults;
import dev.ridgeline.experiments.model.TaskOptions;
import dev.ridgeline.transfer.risk.Boundary;
import dev.ridgeline.transfer.risk.DeterministicEquivalent;
import dev.ridgeline.transfer.risk.TransferSetting;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HeatMap;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where in the plane of alignment and source noise a ridgeless source beats training alone. */
@Command(
    name = "boundary",
    description = "Transfer or scratch, over alignment and source noise, with the closed form.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline boundary --out out/boundary",
      "  ridgeline boundary --rho 0.4:1.4:41 --source-noise 0.1:1.5:29 --out out/fine"
    },
    defaultValueProvider = BoundaryCommand.Defaults.class)
public final class BoundaryCommand implements Subcommand {
  /** A plane that the boundary crosses. */
  static final class Defaults extends StudyDefaults {
    Defaults() {
      super(Map.of("--rho", "0.4:1.4:21", "--source-noise", "0.1:1.5:15"));
    }
  }

  private static final int CURVE_POINTS = 200;

  @Mixin private StudyOptions options;
  @Mixin private TaskOptions task;

  /** Made by the service loader. */
  public BoundaryCommand() {}

  @Override
  public Integer call() {
    BenefitDesign design =
        new BenefitDesign(
            task.setting(DesignOptions.Kind.DRAWN),
            List.of(SourcePenalty.RIDGELESS),
            LambdaGrid.of(task.scale(), 1),
            task.sourceDeviations(),
            new int[] {task.targetRows(DesignOptions.Kind.DRAWN)},
            new double[] {task.targetDeviation()},
            task.alignments(),
            task.targetPenalty());
    requireIncreasing("--rho", design.rho());
    requireIncreasing("--source-noise", design.sourceNoises());
    BenefitStudy study = new BenefitStudy(design, task.rng(), task.seeds());
    return FolderRun.execute(
        options,
        (run, session) -> {
          BenefitStudy.Table table = study.compute(run, session);
          run.timed("report", () -> write(run, design, table));
        });
  }

  /** A heat map needs its axes in order. */
  private static void requireIncreasing(String option, double[] values) {
    for (int i = 1; i < values.length; i++) {
      if (!(values[i] > values[i - 1])) {
        throw new BadInputException(option, values[i], "increasing values");
      }
    }
  }

  private void write(Run run, BenefitDesign design, BenefitStudy.Table table) {
    CsvFile csv =
        CsvFile.of(
            "rho",
            "source_noise",
            "transfer_benefit_mean",
            "ci95",
            "theory_benefit",
            "closed_form_helps");
    List<List<String>> rows = new ArrayList<>();
    double[][] means = new double[design.sourceNoises().length][design.rho().length];
    int agree = 0;
    for (int r = 0; r < design.rho().length; r++) {
      for (int s = 0; s < design.sourceNoises().length; s++) {
        Entry entry = table.at(0, s, 0, 0, r);
        boolean closed = design.rho()[r] > criticalRho(design, design.sourceNoises()[s], table);
        means[s][r] = entry.benefit().mean();
        agree += closed == (means[s][r] > 0) ? 1 : 0;
        csv.row(
            design.rho()[r],
            design.sourceNoises()[s],
            means[s][r],
            entry.benefit().ci95(),
            entry.theoryBenefit(),
            closed);
        rows.add(
            List.of(
                Grid.spelling(design.rho()[r]),
                Grid.spelling(design.sourceNoises()[s]),
                Figures.of(entry.benefit().mean(), entry.benefit().ci95()),
                Figures.of(entry.theoryBenefit()),
                closed ? "yes" : "no"));
      }
    }
    run.write("boundary.csv", csv.text());
    String finding =
        "The closed form and the measured mean agree on the sign in "
            + agree
            + " of "
            + rows.size()
            + " cells.";
    run.finding(finding);
    HeatMap map = map(design, table, means);
    FolderRun.write(run, "boundary", map);
    if (task.wantsReport()) {
      BenefitReport.write(
          run,
          "Where transfer beats training from scratch",
          List.of(
              finding,
              "Right of the curve the source is aligned well enough for its noise; left of it,"
                  + " train on the target alone or regularise the source."),
          map,
          "Mean benefit of a ridgeless source; the curve is the closed-form boundary.",
          List.of("ρ", "source noise", "benefit", "theory", "closed form helps"),
          rows);
    }
  }

  private static HeatMap map(BenefitDesign design, BenefitStudy.Table table, double[][] means) {
    // one outlying corner would bleach the rest: the scale ends where nine tenths of the cells do
    double[] sizes =
        Arrays.stream(means).flatMapToDouble(Arrays::stream).map(Math::abs).sorted().toArray();
    double limit = sizes[(int) (0.9 * (sizes.length - 1))];
    HeatMap map =
        HeatMap.titled(
                "Transfer or scratch",
                Axis.linear("task alignment ρ"),
                design.rho(),
                Axis.linear("standard deviation of the source noise σ₀"),
                design.sourceNoises(),
                "scratch risk − transfer risk",
                means)
            .subtitle(design.setting() + ", ridgeless source; line: closed-form boundary");
    return (limit > 0 ? map.limit(limit) : map).with(closedForm(design, table));
  }

  /** The boundary on a finer grid of noises than the cells, as far as it lies in the picture. */
  private static Series closedForm(BenefitDesign design, BenefitStudy.Table table) {
    double[] noises = design.sourceNoises();
    double step = (noises[noises.length - 1] - noises[0]) / CURVE_POINTS;
    double[] fine =
        IntStream.rangeClosed(0, CURVE_POINTS).mapToDouble(i -> noises[0] + i * step).toArray();
    double[] critical =
        Arrays.stream(fine).map(sigma0 -> criticalRho(design, sigma0, table)).toArray();
    double first = design.rho()[0];
    double last = design.rho()[design.rho().length - 1];
    int[] visible =
        IntStream.range(0, fine.length)
            .filter(i -> critical[i] >= first && critical[i] <= last)
            .toArray();
    return Series.line(
        "closed form",
        Arrays.stream(visible).mapToDouble(i -> critical[i]).toArray(),
        Arrays.stream(visible).mapToDouble(i -> fine[i]).toArray());
  }

  /** Isotropic: the finite-sample closed form; otherwise the closed form of the equivalents. */
  private static double criticalRho(
      BenefitDesign design, double sourceNoise, BenefitStudy.Table table) {
    Setting setting = design.setting();
    if (setting.covariance().isIsotropic()) {
      return Boundary.ridgelessCriticalRho(
          setting.dimension(), setting.sourceSamples(), sourceNoise, 1);
    }
    Entry any = table.at(0, 0, 0, 0, 0);
    TransferSetting noisy = any.theory().setting().withNoise(sourceNoise, 0);
    return Boundary.criticalRho(new DeterministicEquivalent(noisy), 0, any.meanTargetPenalty());
  }
}
