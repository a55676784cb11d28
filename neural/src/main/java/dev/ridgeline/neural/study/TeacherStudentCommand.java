// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Networks with an alignment that is known, and can exceed 1 as that of real tasks never did. */
@Command(
    name = "teacher-student",
    versionProvider = Version.class,
    description = "Students of teachers with a given alignment rho, above 1 too; needs no data.")
final class TeacherStudentCommand implements Callable<Integer> {
  private static final int BATCH = 50;
  private static final double TARGET_NOISE = 0.1;

  @Mixin private StudyOptions run;
  @Mixin private SweepOptions options;

  @Option(
      names = "--rho",
      paramLabel = "LIST",
      converter = Grid.Converter.class,
      description = "Alignments, above 0: the target's teacher is rho times the source's.")
  private Grid rho;

  @Option(
      names = "--dimension",
      paramLabel = "P",
      defaultValue = "20",
      converter = Numbers.Count.class,
      description = "Inputs; default ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(
      names = "--teacher-units",
      paramLabel = "N",
      defaultValue = "8",
      converter = Numbers.Count.class,
      description = "Hidden units of the teacher; default ${DEFAULT-VALUE}.")
  private int teacherUnits;

  @Option(
      names = "--student-units",
      paramLabel = "N",
      defaultValue = "64",
      converter = Numbers.Count.class,
      description = "Hidden units of the student; default ${DEFAULT-VALUE}.")
  private int studentUnits;

  @Option(
      names = "--source-rows",
      paramLabel = "N",
      defaultValue = "300",
      converter = Numbers.Count.class,
      description = "Examples of the source; default ${DEFAULT-VALUE}.")
  private int sourceRows;

  @Option(
      names = "--target-rows",
      paramLabel = "N",
      defaultValue = "20",
      converter = Numbers.Count.class,
      description = "Examples of the target; default ${DEFAULT-VALUE}.")
  private int targetRows;

  @Option(
      names = "--source-noise",
      paramLabel = "SD",
      defaultValue = "0.5",
      converter = Numbers.NonNegative.class,
      description =
          "Noise on the source's values, whose own mean square is 1; default ${DEFAULT-VALUE}.")
  private double sourceNoise;

  /** What the profiles run; there is no published protocol. */
  private static Protocol protocol(Profile profile) {
    Grid none = Grid.parse("1");
    return switch (profile) {
      case SMOKE -> new Protocol(2, Grid.parse("1e-3,1e-1"), none, 5, 5, 0);
      case QUICK -> new Protocol(5, Grid.parse("logspace:1e-3:1:13"), none, 200, 50, 0);
      case PAPER -> new Protocol(10, Grid.parse("logspace:1e-3:1:25"), none, 200, 50, 0);
    };
  }

  private static Grid rhos(Profile profile) {
    return switch (profile) {
      case SMOKE -> Grid.parse("0.5,1.5");
      case QUICK -> Grid.parse("0.5:1.5:5");
      case PAPER -> Grid.parse("0.5:2:16");
    };
  }

  @Override
  public Integer call() {
    SweepOptions.requireAscending("--rho", rho);
    rho = rho == null ? rhos(options.profile()) : rho.requireAbove("--rho", 0);
    Protocol protocol = options.over(protocol(options.profile()));
    options.record(protocol);
    TeacherStudentProblem problem =
        new TeacherStudentProblem(
            dimension,
            teacherUnits,
            studentUnits,
            sourceRows,
            targetRows,
            sourceNoise,
            TARGET_NOISE,
            BATCH);
    return NeuralRun.execute(run, opened -> compute(opened, protocol, problem));
  }

  private void compute(Run opened, Protocol protocol, TeacherStudentProblem problem) {
    GlobalOptions global = run.global();
    double[] grid = protocol.weightDecays().values();
    String words =
        String.format(
            Locale.ROOT,
            "teacher-student: %d seeds x %d weight decays = %d source models (%d rows, %d epochs),"
                + " each fine-tuned in two ways on %d rows (%d epochs) for %d values of rho, and %d"
                + " models from scratch",
            protocol.seeds(),
            grid.length,
            protocol.seeds() * grid.length,
            problem.sourceRows(),
            protocol.sourceEpochs(),
            problem.targetRows(),
            protocol.transferEpochs(),
            rho.size(),
            protocol.seeds() * rho.size());
    TeacherStudentTask task =
        new TeacherStudentTask(
            problem, rho.values(), protocol.sourceEpochs(), protocol.transferEpochs());
    SourceSweep sweep =
        new SourceSweep(
            "",
            protocol.seeds(),
            grid,
            options.parallel(global),
            global.quiet(),
            () -> new SourceSweep.Work(words, task::compute));
    SourceSweep.Results results = SourceSweep.compute(opened, List.of(sweep)).getFirst();
    List<Outcome> outcomes =
        IntStream.range(0, rho.size())
            .mapToObj(
                r -> new Outcome(grid, results.bySeed(), results.scratch(), r, Selection.TEST))
            .toList();
    TeacherStudentTables tables = new TeacherStudentTables(rho.values(), outcomes);
    opened.write("teacher_student_raw.csv", tables.raw().text());
    opened.write("teacher_student_summary.csv", tables.summary().text());
    opened.write("teacher_student_optima.csv", tables.optima().text());
    opened.timed(
        "report",
        () -> {
          TeacherStudentReport report = new TeacherStudentReport(rho.values(), outcomes);
          report.meaning().forEach(opened::finding);
          FolderRun.write(opened, "teacher_student_optimum", report.optima());
          FolderRun.write(opened, "teacher_student_explained", report.explained());
          if (options.wantsReport()) {
            FolderRun.writePage(opened, report.page(words));
          }
        });
  }
}
