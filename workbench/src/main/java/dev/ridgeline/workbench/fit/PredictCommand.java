// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.transfer.model.OutputFile;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.cli.WriteFailure;
import dev.ridgeline.workbench.report.CsvFile;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableSource;
import dev.ridgeline.workbench.table.TextFormatOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Predictions of a model for the rows of a table. */
@Command(
    name = "predict",
    description = "Predict from a table with a model.json.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline predict --model out/model.json --input new.csv --output out.csv",
      "  ridgeline predict --model out/model.json --input new.csv --output - --interval"
    })
public final class PredictCommand implements Subcommand {
  /** Rows outside that a line names. */
  private static final int NAMED = 10;

  /** Opened by name, a file that the shell redirected to would not know how far it was written. */
  private static final Set<Path> STANDARD_OUTPUT =
      Set.of(
          Path.of("-"), Path.of("/dev/stdout"), Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"));

  @Spec private CommandSpec command;

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
      description =
          "The table: CSV (gz too), .npy, .parquet or -. Columns that the model has no use for"
              + " stay.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "CSV to write, row for row: prediction, or prediction_NAME for several responses;"
              + " - is standard output.")
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

  @Option(
      names = "--leverage",
      description =
          "Add the columns leverage (how far a row is from those of the training) and outside.")
  private boolean leverage;

  @Mixin private TextFormatOptions text;

  /** Made by the service loader. */
  public PredictCommand() {}

  @Override
  public Integer call() {
    requireOutput();
    if (interval != null && interval >= 1) {
      throw new BadInputException("--interval", interval, "a probability above 0 and below 1");
    }
    ModelFile with = ModelFile.read("--model", model);
    if (interval != null && !with.model().hasIntervals()) {
      throw new BadInputException(
          "--interval", interval, "a model that has intervals: one of transfer, not " + model);
    }
    TableSource source = TableSource.open(List.of(input), text.options());
    requireOther(source);
    Table table = source.read(with.expansion().encoding().selection(with.inputs()));
    Matrix features = with.expansion().apply(table, with.inputs());
    double[] leverages = leverages(with, features);
    Matrix widths = interval == null ? null : with.model().halfWidths(features, interval);
    Matrix predicted = with.model().predictAll(features);
    write(csv(with, predicted, widths, leverages).text());
    warnOfRowsOutside(with, leverages);
    sayDone(predicted);
    return ExitCode.DONE;
  }

  private boolean toStandardOutput() {
    return STANDARD_OUTPUT.contains(output);
  }

  private void requireOutput() {
    if (toStandardOutput()) {
      return;
    }
    requireOther("--model", model);
    boolean replaced = Files.exists(output) && !OutputFile.isWrittenThrough(output);
    if (Files.isDirectory(output)) {
      throw new BadInputException("--output", output, "a file: it is a folder");
    }
    if (replaced && !overwrite) {
      throw new BadInputException("--output", output, "a file that does not exist, or --overwrite");
    }
    if (!Files.isDirectory(output.toAbsolutePath().getParent())) {
      throw new BadInputException("--output", output, "a file in a folder that exists");
    }
  }

  /** What is read is never written to, by whatever name: links, hard ones too, lead to one file. */
  private void requireOther(String option, Path read) {
    try {
      // a terminal may be both
      if (Files.isRegularFile(output) && Files.exists(read) && Files.isSameFile(output, read)) {
        throw new BadInputException("--output", output, "another file than " + option + " " + read);
      }
    } catch (IOException failure) {
      throw new BadInputException("--output", output, "a file that can be written");
    }
  }

  private void requireOther(TableSource table) {
    if (!toStandardOutput()) {
      table.paths().forEach(file -> requireOther("--input", file));
    }
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (toStandardOutput()) {
      System.out.writeBytes(bytes);
      if (System.out.checkError()) {
        throw new RunFailedException("cannot write to standard output: it is closed, or full");
      }
      return;
    }
    try {
      OutputFile.write(output, bytes);
    } catch (IOException failure) {
      throw new RunFailedException(
          "cannot write " + output + " (" + WriteFailure.reason(failure) + ")", failure);
    }
  }

  /** Nothing follows predictions that may be on standard output themselves. */
  private void sayDone(Matrix predicted) {
    if (GlobalOptions.of(command).quiet()
        || toStandardOutput()
        || OutputFile.isWrittenThrough(output)) {
      return;
    }
    PrintWriter out = command.commandLine().getOut();
    String several = predicted.columns() == 1 ? "" : " for " + predicted.columns() + " responses";
    out.println("Predicted " + predicted.rows() + " rows" + several + ".");
    out.println("report: " + output.toAbsolutePath().normalize());
    out.flush();
  }

  /** How far each row is from the training; none where the model does not know. */
  private double[] leverages(ModelFile with, Matrix features) {
    if (leverage && with.range().isEmpty()) {
      throw new BadInputException(
          "--leverage", model, "a model that knows its range: train it again, or leave this out");
    }
    return with.range().map(range -> range.leverages(features)).orElse(new double[0]);
  }

  private CsvFile csv(ModelFile with, Matrix predicted, Matrix widths, double[] leverages) {
    List<String> header = columns(with.model());
    if (leverage) {
      header.addAll(List.of("leverage", "outside"));
    }
    CsvFile csv = CsvFile.of(header.toArray(String[]::new));
    for (int i = 0; i < predicted.rows(); i++) {
      List<Object> row = new ArrayList<>();
      for (int t = 0; t < predicted.columns(); t++) {
        row.add(predicted.get(i, t));
        if (widths != null) {
          row.add(predicted.get(i, t) - widths.get(i, t));
          row.add(predicted.get(i, t) + widths.get(i, t));
        }
      }
      if (leverage) {
        row.add(leverages[i]);
        row.add(leverages[i] > with.range().orElseThrow().limit());
      }
      csv.row(row.toArray());
    }
    return csv;
  }

  private void warnOfRowsOutside(ModelFile with, double[] leverages) {
    int[] outside =
        IntStream.range(0, leverages.length)
            .filter(i -> leverages[i] > with.range().orElseThrow().limit())
            .toArray();
    if (outside.length > 0 && !GlobalOptions.of(command).quiet()) {
      String first =
          Arrays.stream(outside)
              .limit(NAMED)
              .mapToObj(i -> String.valueOf(i + 1))
              .collect(Collectors.joining(", "));
      System.err.println(
          "ridgeline: "
              + outside.length
              + " of "
              + leverages.length
              + " rows are outside the range that the model was trained on (leverage above "
              + Figures.of(with.range().orElseThrow().limit())
              + "): data rows "
              + first
              + (outside.length > NAMED ? ", .. (--leverage marks all)" : ""));
    }
  }

  private List<String> columns(LinearModel model) {
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
    return columns;
  }
}
