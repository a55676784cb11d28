// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.predictions;

import dev.ridgeline.experiments.model.SeedRange;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.random.Rng;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the theory predicts beyond the phase transition, beside simulated fits. */
@Command(
    name = "predictions",
    description =
        "Negative source penalties, a matrix penalty, chains of tasks and the price of a source"
            + " penalty, beside their theory.",
    footerHeading = "%nExamples:%n",
    footer = {"  ridgeline predictions --dimension 200 --seeds 40 --out out/predictions"})
public final class PredictionsCommand implements Subcommand {
  private static final int SMALLEST = 50;
  private static final int MOST_SEEDS = 100_000;

  @Mixin private StudyOptions options;

  @Option(
      names = "--dimension",
      paramLabel = "P",
      defaultValue = "100",
      converter = Numbers.Count.class,
      description =
          "Number of coefficients p, at least 50: below that penalties of -.05 may have no"
              + " solution (default: ${DEFAULT-VALUE}).")
  private int dimension;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "20",
      converter = Numbers.Count.class,
      description = "How many seeds (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "N",
      defaultValue = "42",
      converter = Numbers.Whole.class,
      description = "The first of them; the others follow (default: ${DEFAULT-VALUE}).")
  private long firstSeed;

  @Option(names = "--no-report", description = "Leave report.html out.")
  private boolean noReport;

  /** Made by the service loader. */
  public PredictionsCommand() {}

  @Override
  public Integer call() {
    if (dimension < SMALLEST) {
      throw new BadInputException("--dimension", dimension, "at least " + SMALLEST);
    }
    List<PredictionsCell> cells =
        LongStream.of(SeedRange.of(Rng.DEFAULT, firstSeed, seeds, MOST_SEEDS))
            .mapToObj(PredictionsCell::new)
            .toList();
    return FolderRun.execute(
        options,
        (run, session) -> {
          PredictionsSweep sweep =
              new PredictionsSweep(session.cells(run.backend()), Rng.DEFAULT, dimension);
          List<PredictionsResult> results = run.sweep(cells, PredictionsResult.class, sweep::run);
          run.timed(
              "report", () -> new PredictionsReport(run, dimension, results).write(!noReport));
        });
  }
}
