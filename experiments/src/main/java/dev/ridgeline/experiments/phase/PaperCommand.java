// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.experiments.model.CovarianceKind;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.random.Rng;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The seven published settings and nothing else, on the published draws. */
@Command(
    name = "paper",
    description = "The seven published settings of the phase transition, on the published draws.",
    footerHeading = "%nExamples:%n",
    footer = {"  ridgeline paper --out out/paper"})
public final class PaperCommand implements Subcommand {
  private static final int DIMENSION = 500;
  private static final int TARGET_SAMPLES = 50;
  private static final double SOURCE_NOISE = 1;
  private static final double TARGET_NOISE = 0.1;
  private static final double TARGET_PENALTY = 0.1;
  private static final int FIRST_SEED = 42;
  private static final int SEEDS = 10;
  private static final List<Double> GAMMAS = List.of(1.5, 2.0, 3.0, 5.0);
  private static final List<Double> ALPHAS = List.of(0.5, 1.0, 2.0);

  /** What to do about optima at an end of the grid, which is fixed here. */
  private static final String MEDIANS = "read medians";

  @Mixin private StudyOptions options;

  @Option(
      names = "--rng",
      paramLabel = "NAME",
      defaultValue = "numpy-legacy",
      converter = Rng.Converter.class,
      description =
          "numpy-legacy for the published draws, or default for fresh ones (default:"
              + " ${DEFAULT-VALUE}).")
  private Rng rng;

  @Option(names = "--no-exact", description = "Leave the continuous optima out.")
  private boolean noExact;

  @Option(names = "--no-report", description = "Leave report.html out.")
  private boolean noReport;

  /** Made by the service loader. */
  public PaperCommand() {}

  @Override
  public Integer call() {
    List<Setting> settings =
        Stream.concat(
                GAMMAS.stream()
                    .map(gamma -> new Setting(gamma, CovarianceKind.ISOTROPIC, DIMENSION)),
                ALPHAS.stream()
                    .map(alpha -> new Setting(2.0, new CovarianceKind(alpha), DIMENSION)))
            .toList();
    PhaseStudy study =
        new PhaseStudy(
            settings,
            LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS).toArray(),
            Grid.parse("0.5:1.5:21").values(),
            rng,
            LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50),
            TARGET_SAMPLES,
            SOURCE_NOISE,
            TARGET_NOISE,
            TARGET_PENALTY,
            !noExact);
    return FolderRun.execute(
        options, (run, session) -> write(run, study, study.compute(run, session)));
  }

  private void write(Run run, PhaseStudy study, List<PhaseStudy.Curve> curves) {
    run.write("phase.csv", study.rows(curves).text());
    run.write("phase_summary.csv", study.summary(curves).text());
    PhaseReport.findings(study, curves, MEDIANS).forEach(run::finding);
    run.timed(
        "report",
        () -> {
          Chart gammas =
              PhasePicture.of(
                  "Phase transition by aspect ratio", curves.subList(0, GAMMAS.size()), study);
          Chart covariances =
              PhasePicture.of("Phase transition by covariance", byCovariance(curves), study);
          FolderRun.write(run, "phase_gamma", gammas);
          FolderRun.write(run, "phase_covariance", covariances);
          if (!noReport) {
            String title = "The published phase transition";
            List<Chart> charts = List.of(gammas, covariances);
            FolderRun.writePage(
                run,
                PhaseReport.page(
                    title, study, curves, PhaseReport.findings(study, curves, MEDIANS), charts));
          }
        });
  }

  /** The isotropic covariance at gamma 2 belongs to both figures. */
  private static List<PhaseStudy.Curve> byCovariance(List<PhaseStudy.Curve> curves) {
    return Stream.concat(
            Stream.of(curves.get(GAMMAS.indexOf(2.0))),
            curves.subList(GAMMAS.size(), curves.size()).stream())
        .toList();
  }
}
