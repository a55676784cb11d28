// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.model;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Predictions of a model for the rows of a table. */
@Command(name = "predict", description = "Predict from a table with a model.json.")
public final class PredictCommand implements Subcommand {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "A model.json of path or transfer.")
  private Path model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The table: CSV, .npy or .parquet. Columns that the model has no use for stay.")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "CSV to write, row for row: prediction, or prediction_NAME for several responses.")
  private Path output;

  @Option(
      names = "--interval",
      arity = "0..1",
      fallbackValue = "0.95",
      paramLabel = "LEVEL",
      converter = Numbers.Positive.class,
      description =
          "Write columns lower and upper behind each prediction: the interval that a new response"
              + " lies in with this probability (without a number: 0.95). Models of transfer.")
  private Double interval;

  @Option(names = "--overwrite", description = "Replace the output if it exists.")
  private boolean overwrite;

  @Option(names = "--delimiter", paramLabel = "CHAR", description = "As of path.")
  private String delimiter;

  @Option(names = "--decimal", paramLabel = "CHAR", description = "As of path.")
  private String decimal;

  /** Made by the service loader. */
  public PredictCommand() {}

  @Override
  public Integer call() {
    if (Files.isDirectory(output) || (Files.exists(output) && !overwrite)) {
      throw new BadInputException("--output", output, "a file that does not exist, or --overwrite");
    }
    Path folder = output.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new BadInputException("--output", output, "a file in a folder that exists");
    }
    if (interval != null && interval >= 1) {
      throw new BadInputException("--interval", interval, "a probability above 0 and below 1");
    }
    ModelFile with = ModelFile.read("--model", model);
    if (interval != null && !with.model().hasIntervals()) {
      throw new BadInputException(
          "--interval", interval, "a model that has intervals: one of transfer, not " + model);
    }
    Table table =
        Tables.read(
            input, TableArguments.format(delimiter, decimal), new LinkedHashSet<>(with.inputs()));
    CsvFile csv = CsvFile.of(columns(with.model()));
    Matrix x = with.expansion().apply(table.features(with.inputs()));
    Matrix predicted = with.model().predictAll(x);
    Matrix widths = interval == null ? null : with.model().halfWidths(x, interval);
    for (int i = 0; i < predicted.rows(); i++) {
      List<Object> row = new ArrayList<>();
      for (int t = 0; t < predicted.columns(); t++) {
        row.add(predicted.get(i, t));
        if (widths != null) {
          row.add(predicted.get(i, t) - widths.get(i, t));
          row.add(predicted.get(i, t) + widths.get(i, t));
        }
      }
      csv.row(row.toArray());
    }
    try {
      Path part = output.resolveSibling("." + output.getFileName() + ".part");
      try {
        Files.writeString(part, csv.text());
        Files.move(
            part, output, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException failure) {
      throw new RunFailedException(
          "cannot write " + output + " (" + failure.getMessage() + ")", failure);
    }
    return ExitCode.DONE;
  }

  private String[] columns(LinearModel model) {
    List<String> names = model.responseNames();
    List<String> columns = new ArrayList<>();
    for (int t = 0; t < model.responses(); t++) {
      String suffix =
          model.responses() == 1 ? "" : "_" + (names.isEmpty() ? String.valueOf(t) : names.get(t));
      columns.add("prediction" + suffix);
      if (interval != null) {
        columns.add("lower" + suffix);
        columns.add("upper" + suffix);
      }
    }
    return columns.toArray(String[]::new);
  }
}
