// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.report.Picture;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import java.util.function.Consumer;

/** What a neural command does around its own work: open the folder, compute, finish. */
final class NeuralRun {
  /** Networks do not run on the backends of the ridge solvers. */
  private static final String BACKEND = "nd4j";

  private NeuralRun() {}

  /**
   * Runs a study whose options and data have been checked.
   *
   * @param options where to
   * @param data what the data hold: it stands for their path among the parameters
   * @param work computes and writes all files
   * @return the exit code
   */
  static int execute(RunOptions options, String data, Consumer<Run> work) {
    options.leaveOut("--data");
    options.record("data", data);
    return execute(options, work);
  }

  /** The same for a study that draws its data. */
  static int execute(RunOptions options, Consumer<Run> work) {
    Picture.requireFonts();
    String backend = options.global().backend();
    if (!backend.equals(GlobalOptions.AUTO)) {
      throw new BadInputException("--backend", backend, "auto: networks run on ND4J");
    }
    options.leaveOut("--parallel");
    if (options.dryRun()) {
      return options.printPlan();
    }
    try (Run run = options.open(choice -> BACKEND)) {
      if (!run.alreadyFinished()) {
        run.work(
            () -> {
              work.accept(run);
              run.note("route", "nd4j/float32");
            });
        run.finish();
      }
      return ExitCode.DONE;
    }
  }
}
