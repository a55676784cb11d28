// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.workbench.backends.BackendSession;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.report.Picture;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import java.util.function.BiConsumer;

/** What every study does around its own work: open the folder, open the backend, finish. */
public final class StudyRun {
  private StudyRun() {}

  /**
   * Runs a study whose options have been checked.
   *
   * @param options where to
   * @param work computes and writes all files
   * @return the exit code
   */
  public static int execute(RunOptions options, BiConsumer<Run, BackendSession> work) {
    Picture.requireFonts();
    try (BackendSession session = new BackendSession(options.global());
        Run run = options.open(session::resolve)) {
      if (!run.alreadyFinished()) {
        work.accept(run, session);
        run.finish();
      }
      return ExitCode.DONE;
    }
  }

  /**
   * Writes a picture as SVG and PNG.
   *
   * @param run where to
   * @param name file name without its ending
   * @param picture what
   */
  public static void write(Run run, String name, Picture picture) {
    run.write(name + ".svg", picture.svg());
    run.write(name + ".png", picture.png());
  }
}
