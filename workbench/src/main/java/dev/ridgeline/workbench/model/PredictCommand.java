// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.model;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
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
    ModelFile with = ModelFile.read("--model", model);
    Table table =
        Tables.read(
            input, TableArguments.format(delimiter, decimal), new LinkedHashSet<>(with.inputs()));
    CsvFile csv = CsvFile.of(columns(with.model()));
    Matrix predicted =
        with.model().predictAll(with.expansion().apply(table.features(with.inputs())));
    for (int i = 0; i < predicted.rows(); i++) {
      Object[] row = new Object[predicted.columns()];
      for (int t = 0; t < row.length; t++) {
        row[t] = predicted.get(i, t);
      }
      csv.row(row);
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

  private static String[] columns(LinearModel model) {
    if (model.responses() == 1) {
      return new String[] {"prediction"};
    }
    List<String> names = model.responseNames();
    return IntStream.range(0, model.responses())
        .mapToObj(t -> "prediction_" + (names.isEmpty() ? t : names.get(t)))
        .toArray(String[]::new);
  }
}
