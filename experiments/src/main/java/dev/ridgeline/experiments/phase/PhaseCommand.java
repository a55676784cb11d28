// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.experiments.model.DesignOptions;
import dev.ridgeline.experiments.model.PenaltyOptions;
import dev.ridgeline.experiments.model.TaskOptions;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The phase transition for any settings (figures 2a and 2b of the paper). */
@Command(
    name = "phase",
    description = "How strongly to regularise the source, over the task alignment rho.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline phase --out out/phase",
      "  ridgeline phase --gamma 1.5,2,3 --rho 0.5:1.5:11 --seeds 30 --out out/gammas",
      "  ridgeline phase --out out/phase --resume"
    })
public final class PhaseCommand implements Subcommand {
  /** What to do about optima at an end of the grid. */
  private static final String WIDEN = "widen --penalties, or read medians";

  @Mixin private StudyOptions options;
  @Mixin private TaskOptions task;
  @Mixin private PenaltyOptions penalties;

  @Option(names = "--no-exact", description = "Leave the continuous optima out.")
  private boolean noExact;

  /** Made by the service loader. */
  public PhaseCommand() {}

  @Override
  public Integer call() {
    LambdaGrid grid = penalties.grid(task.scale());
    PhaseStudy study =
        new PhaseStudy(
            task.settingsOfOneDimension(),
            task.seeds(),
            task.alignments(),
            task.rng(),
            grid,
            task.targetRows(DesignOptions.Kind.DRAWN),
            task.sourceDeviation(),
            task.targetDeviation(),
            task.targetPenalty(),
            !noExact);
    options.work(
        task.seeds().length
            * task.settingsOfOneDimension().stream()
                .mapToDouble(
                    setting ->
                        setting.flops(
                            task.targetRows(DesignOptions.Kind.DRAWN),
                            task.alignments().length,
                            grid.size()))
                .sum());
    return FolderRun.execute(
        options, (run, session) -> write(run, study, study.compute(run, session)));
  }

  private void write(Run run, PhaseStudy study, List<PhaseStudy.Curve> curves) {
    run.write("phase.csv", study.rows(curves).text());
    run.write("phase_summary.csv", study.summary(curves).text());
    PhaseReport.findings(study, curves, WIDEN).forEach(run::finding);
    run.timed(
        "report",
        () -> {
          Chart chart = PhasePicture.of("Phase transition", curves, study);
          FolderRun.write(run, "phase", chart);
          if (task.wantsReport()) {
            String title = "How strongly should the source be regularised?";
            FolderRun.writePage(
                run,
                PhaseReport.page(
                    title,
                    study,
                    curves,
                    PhaseReport.findings(study, curves, WIDEN),
                    List.of(chart)));
          }
        });
  }
}
