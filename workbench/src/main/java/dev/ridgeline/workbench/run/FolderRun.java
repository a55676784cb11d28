// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.LambdaScale;
import dev.ridgeline.spi.Workers;
import dev.ridgeline.workbench.backends.BackendSession;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.Start;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Picture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** What a command that fills a folder does around its own work: open both, compute, finish. */
public final class FolderRun {
  private FolderRun() {}

  /**
   * Runs a study of many cells, whose options have been checked: each cell computes with one
   * thread, and the threads asked for take cells.
   *
   * @param options where to
   * @param work computes and writes all files; begins again where its backend is lost outside a
   *     cell
   * @return the exit code
   */
  public static int execute(RunOptions options, BiConsumer<Run, BackendSession> work) {
    Start.require(options.work()); // a plan, too, is told by the JVM whose memory it is about
    if (options.dryRun()) {
      return options.printPlan();
    }
    Picture.requireFonts();
    return execute(options, 1, work);
  }

  /**
   * Runs a command that solves one problem, whose options have been checked: the backend has all
   * threads asked for.
   *
   * @param options where to
   * @param pictures whether it draws any, for which fonts are needed
   * @param work computes and writes all files; begins again where its backend is lost, also while
   *     it reports
   * @return the exit code
   */
  public static int executeProblem(
      RunOptions options, boolean pictures, BiConsumer<Run, BackendSession> work) {
    Start.require(options.work()); // a plan, too, is told by the JVM whose memory it is about
    if (options.dryRun()) {
      return options.printPlan();
    }
    if (pictures) {
      Picture.requireFonts();
    }
    return execute(options, options.global().threads(), work);
  }

  private static int execute(
      RunOptions options, int threads, BiConsumer<Run, BackendSession> work) {
    try (BackendSession session = new BackendSession(options.global(), threads);
        Run run = options.open(session::resolve)) {
      if (!run.alreadyFinished()) {
        run.work(
            () ->
                LostBackend.retry(
                    () -> {
                      run.beginAgain();
                      work.accept(run, session);
                      return run;
                    }));
        session
            .replacement(run.backend())
            .ifPresent(name -> run.note("backend_after_failure", name));
        run.finish();
      }
      return ExitCode.DONE;
    }
  }

  /**
   * Notes in the manifest how the sources were solved, and on which scale all penalties are.
   *
   * @param run where to
   * @param scale of the penalties
   * @param routes one per way that was taken
   */
  public static void note(Run run, LambdaScale scale, Collection<String> routes) {
    run.note("route", String.join(", ", new LinkedHashSet<>(routes)));
    run.note("scale", scale.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Writes the page of a run, which ends with what the run was: the files, the command, the
   * versions, the parameters.
   *
   * @param run where to, all other files written
   * @param report the page so far
   */
  public static void writePage(Run run, HtmlReport report) {
    List<String> files = new ArrayList<>(run.files());
    files.add(RunFolder.MANIFEST);
    run.write(
        "report.html",
        report
            .heading("Files of this run")
            .files(files)
            .heading("How to make it again")
            .code(run.commandLine())
            .paragraph(
                "Ridgeline "
                    + Version.current()
                    + ", backend "
                    + run.backend()
                    + "."
                    + run.noted("scale").map(FolderRun::ofPenalties).orElse(""))
            .folded("All parameters", page -> page.parameters(run.parameters()))
            .html());
  }

  private static String ofPenalties(Object scale) {
    return " Penalties are on the "
        + scale
        + " scale: λ "
        + (scale.equals("mean") ? "times the number of rows " : "")
        + "is what is added to X'X.";
  }

  /**
   * Writes a picture as SVG and PNG.
   *
   * @param run where to
   * @param name file name without its ending
   * @param picture what
   */
  public static void write(Run run, String name, Picture picture) {
    // each draws from scratch, so they are drawn side by side
    AtomicReference<String> svg = new AtomicReference<>();
    AtomicReference<byte[]> png = new AtomicReference<>();
    new Workers(ForkJoinPool.commonPool(), 2)
        .run(
            2,
            task -> {
              if (task == 0) {
                png.set(picture.png());
              } else {
                svg.set(picture.svg());
              }
            });
    run.write(name + ".svg", svg.get());
    run.write(name + ".png", png.get());
  }
}
