// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.backends.BackendSession;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.PenaltyArguments;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.cli.TargetPenaltyArguments;
import dev.ridgeline.workbench.preprocess.Preprocessing;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import dev.ridgeline.workbench.table.TextFormatOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to give the calibration of one instrument to another one, tried on the user's samples. */
@Command(
    name = "calibration",
    description = "How to take a calibration from one instrument to another by a few standards.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline calibration --instruments m5.csv,mp5.csv --response moisture,oil \\",
      "      --standards 6,12,24 --preprocess snv --out out/calibration"
    })
public final class CalibrationCommand implements Subcommand {
  private static final int LEAST_STANDARDS = 3;
  private static final int LEAST_TESTS = 2;

  @Mixin private RunOptions options;

  @Option(
      names = "--instruments",
      required = true,
      split = ",",
      paramLabel = "FILE",
      description = "A table per instrument, of the same samples: CSV, .npy or .parquet.")
  private List<Path> files;

  @Option(
      names = "--response",
      required = true,
      split = ",",
      paramLabel = "COL",
      description = "The properties to predict.")
  private List<String> responses;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "Names of the samples, to match rows by (default: by their order).")
  private String id;

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "COL",
      description = "Columns that are no features.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--standards",
      paramLabel = "GRID",
      defaultValue = "12",
      converter = Grid.Converter.class,
      description = "Samples that are measured on the target, too (default: ${DEFAULT-VALUE}).")
  private Grid standards;

  @Option(
      names = "--choose",
      paramLabel = "HOW",
      defaultValue = "order",
      converter = StandardsChoice.Converter.class,
      description =
          "Standards: order (drawn) or kennard-stone, spread most (default: ${DEFAULT-VALUE}).")
  private StandardsChoice choice;

  @Option(
      names = "--calibration",
      paramLabel = "SHARE",
      defaultValue = "0.75",
      converter = Numbers.Positive.class,
      description = "Share of the samples for calibration; the others test (${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "30",
      converter = Numbers.Count.class,
      description = "Splits into calibration and test samples (default: ${DEFAULT-VALUE}).")
  private int repeats;

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      defaultValue = "none",
      converter = Preprocessing.Converter.class,
      description =
          "Of each row: none, snv (standard normal variate) or sg:WINDOW,ORDER,DERIVATIVE"
              + " (Savitzky-Golay) (default: ${DEFAULT-VALUE}).")
  private Preprocessing preprocessing;

  @Mixin private PenaltyArguments penalties;
  @Mixin private TargetPenaltyArguments targetPenalties;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      converter = Numbers.Whole.class,
      description = "Seed of the splits (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private TextFormatOptions text;

  @Option(names = "--no-report", description = "Leave report.html and the picture out.")
  private boolean noReport;

  /** Made by the service loader. */
  public CalibrationCommand() {}

  @Override
  public Integer call() {
    options.reads("--instruments", files);
    int[] counts = counts();
    Instruments instruments =
        Instruments.read(
            files, new Instruments.Columns(responses, id, excluded, text.options(), preprocessing));
    int calibration = calibrationSamples(instruments.rows(), counts);
    requireReferences(instruments);
    // splits are computed one by one, so a table that changed between them must not go unseen
    options.record("instruments", checksum(instruments));
    return FolderRun.execute(
        options,
        (run, session) -> {
          CalibrationTable table = compute(run, session, instruments, calibration, counts);
          write(run, table, instruments.notes());
        });
  }

  private int[] counts() {
    int[] counts = standards.requireCounts("--standards");
    for (int i = 0; i < counts.length; i++) {
      int count = counts[i];
      if (count < LEAST_STANDARDS) {
        throw new BadInputException("--standards", count, LEAST_STANDARDS + " standards or more");
      }
      if (Arrays.stream(counts, 0, i).anyMatch(before -> before == count)) {
        throw new BadInputException("--standards", count, "every number once");
      }
    }
    return counts;
  }

  private int calibrationSamples(int samples, int[] counts) {
    if (share >= 1) {
      throw new BadInputException("--calibration", share, "a share above 0 and below 1");
    }
    int calibration = (int) Math.round(share * samples);
    int most = Arrays.stream(counts).max().orElseThrow();
    if (samples - calibration < LEAST_TESTS || calibration < LEAST_STANDARDS) {
      throw new BadInputException(
          "--calibration",
          share,
          "a share of the "
              + samples
              + " samples that leaves "
              + LEAST_STANDARDS
              + " or more for calibration and "
              + LEAST_TESTS
              + " for the test");
    }
    if (most > calibration) {
      throw new BadInputException(
          "--standards", most, "at most the " + calibration + " calibration samples");
    }
    return calibration;
  }

  private void requireReferences(Instruments instruments) {
    for (int i = 0; i < instruments.size(); i++) {
      Sample sample = instruments.samples().get(i);
      for (int t = 0; t < responses.size(); t++) {
        double[] y = sample.y().column(t);
        if (Arrays.stream(y).distinct().count() < 2) {
          throw new BadInputException(
              files.get(i) + " column " + responses.get(t), y[0], "a response that varies");
        }
      }
    }
  }

  private static String checksum(Instruments instruments) {
    CRC32C sum = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
    for (Sample sample : instruments.samples()) {
      for (Matrix matrix : List.of(sample.x(), sample.y())) {
        for (int j = 0; j < matrix.columns(); j++) {
          for (double value : matrix.column(j)) {
            sum.update(bytes.clear().putDouble(value).flip());
          }
        }
      }
    }
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  private CalibrationTable compute(
      Run run, BackendSession session, Instruments instruments, int calibration, int[] counts) {
    List<CalibrationCell> cells = new ArrayList<>();
    for (int source = 0; source < instruments.size(); source++) {
      for (int target = 0; target < instruments.size(); target++) {
        for (int repeat = 1; source != target && repeat <= repeats; repeat++) {
          cells.add(new CalibrationCell(source, target, repeat));
        }
      }
    }
    CalibrationSweep sweep =
        new CalibrationSweep(
            session.get(run.backend()),
            instruments,
            repeat -> Split.draw(instruments.rows(), calibration, seed, repeat),
            counts,
            choice,
            penalties.grid(),
            targetPenalties.grid(penalties.scale()));
    List<CalibrationResult> results = run.sweep(cells, CalibrationResult.class, sweep::run);
    FolderRun.note(run, penalties.scale(), results.stream().map(CalibrationResult::route).toList());
    return new CalibrationTable(instruments.names(), responses, counts, repeats, cells, results);
  }

  private void write(Run run, CalibrationTable table, List<String> notes) {
    run.write("calibration.csv", table.rows());
    run.write("calibration_summary.csv", table.summary());
    if (!noReport) {
      run.timed("report", () -> CalibrationReport.write(run, table, notes));
    }
    notes.forEach(run::warn);
    CalibrationReport.findings(table).forEach(run::finding);
  }
}
