// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.Corruption;
import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.neural.data.Fingerprint;
import dev.ridgeline.neural.data.TransferTask;
import dev.ridgeline.neural.data.TransferTasks;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One task, worse pictures at the source: does the source need another weight decay? */
@Command(
    name = "quality-shift",
    versionProvider = Version.class,
    description = "CIFAR-10: a source of worse pictures, fine-tuned on a few clean ones.")
final class QualityShiftCommand implements Callable<Integer> {
  private static final Grid FRACTION = Grid.parse("0.02");
  private static final Grid SMOKE_FRACTION = Grid.parse("0.2");

  /** All ten classes at once: without a limit the quick profile would take hours. */
  private static final int QUICK_ROWS = 10_000;

  @Mixin private StudyOptions run;
  @Mixin private NeuralOptions options;

  @Option(
      names = "--corruptions",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "none,noise,blur",
      converter = Converter.class,
      description = "none, noise, blur; default ${DEFAULT-VALUE}.")
  private List<Corruption> corruptions;

  /** Reads {@code --corruptions}. */
  static final class Converter extends Labels<Corruption> {
    Converter() {
      super(Corruption.class);
    }
  }

  @Override
  public Integer call() {
    if (new HashSet<>(corruptions).size() < corruptions.size()) {
      throw new BadInputException("--corruptions", corruptions, "each once");
    }
    Protocol published = Protocol.of(DataSet.CIFAR10, options.profile());
    boolean smoke = options.profile() == Profile.SMOKE;
    int mostRows = options.profile() == Profile.QUICK ? QUICK_ROWS : published.mostRows();
    StudyPlan plan = options.planOfOne(published.with(smoke ? SMOKE_FRACTION : FRACTION));
    // the first is read before the folder is opened, so that damaged data leave nothing behind
    List<TransferTask> first = new ArrayList<>();
    first.add(TransferTasks.readCorrupted(options.data(), corruptions.getFirst(), mostRows));
    return NeuralRun.execute(
        run,
        Fingerprint.of(options.data(), DataSet.CIFAR10),
        opened -> {
          List<String> names = corruptions.stream().map(Corruption::toString).toList();
          List<List<Outcome>> all =
              NeuralStudy.compute(
                  opened,
                  names,
                  Collections.nCopies(names.size(), plan),
                  i -> {
                    // one at a time: a source of floats takes 600 MB
                    TransferTask task =
                        i == 0 && !first.isEmpty()
                            ? first.getFirst()
                            : TransferTasks.readCorrupted(
                                options.data(), corruptions.get(i), mostRows);
                    first.clear();
                    return study(names.get(i), task, plan).work();
                  });
          List<SeveralStudies.Entry> entries = new ArrayList<>();
          for (int i = 0; i < names.size(); i++) {
            entries.add(new SeveralStudies.Entry(List.of(names.get(i)), all.get(i).getFirst()));
          }
          write(opened, entries);
        });
  }

  private static NeuralStudy study(String name, TransferTask task, StudyPlan plan) {
    return new NeuralStudy(
        name,
        "CIFAR-10, corruption " + name,
        DataSet.CIFAR10,
        task,
        plan,
        false,
        SourceRegularizer.WEIGHT_DECAY);
  }

  private void write(Run opened, List<SeveralStudies.Entry> entries) {
    SeveralStudies tables = new SeveralStudies(List.of("corruption"), entries);
    opened.write("quality_shift_raw.csv", tables.raw().text());
    opened.write("quality_shift_summary.csv", tables.summary().text());
    opened.write("quality_shift_optima.csv", tables.optima().text());
    opened.timed("report", () -> report(opened, entries));
  }

  private void report(Run opened, List<SeveralStudies.Entry> entries) {
    Chart source = chart("Source accuracy on worse pictures", entries, true);
    Chart transfer = chart("Accuracy on clean pictures after fine-tuning", entries, false);
    FolderRun.write(opened, "quality_shift_source", source);
    FolderRun.write(opened, "quality_shift_transfer", transfer);
    HtmlReport page = HtmlReport.titled("Does a source of worse data need another weight decay?");
    for (SeveralStudies.Entry entry : entries) {
      String finding =
          "Corruption "
              + entry.fields().getFirst()
              + ". "
              + NeuralReport.shift(
                  "standard fine-tuning", entry.outcome(), entry.outcome().standardShift());
      opened.finding(finding);
      page = page.lead(finding);
    }
    if (!options.wantsReport()) {
      return;
    }
    page =
        page.picture(
                source, "The source model on test pictures of the quality that it was trained on.")
            .picture(transfer, "After fine-tuning on a few clean pictures, on clean test pictures.")
            .heading("What to know")
            .paragraph(
                "Source and target have the same ten classes. noise: normal, standard deviation 0.2"
                    + " of the range; blur: Gaussian, standard deviation 1.5 pixels.");
    for (String note : WeightDecayStudy.notes(options)) {
      page = page.paragraph(note);
    }
    FolderRun.writePage(opened, page.citation(Citation.PAPER));
  }

  private static Chart chart(String title, List<SeveralStudies.Entry> entries, boolean source) {
    Chart chart =
        Chart.titled(title, Charts.weightDecayAxis(), Axis.linear("test accuracy (%)"))
            .subtitle(
                Charts.seeds(entries.getFirst().outcome().seeds())
                    + "; dots: the best weight decays");
    int colour = 0;
    for (SeveralStudies.Entry entry : entries) {
      Outcome outcome = entry.outcome();
      double[] x = Charts.abscissas(outcome.weightDecays());
      double[][] table = source ? outcome.source() : outcome.standard();
      Shift shift = outcome.standardShift();
      int best = source ? shift.sourceOptimum() : shift.transferOptimum();
      chart =
          chart
              .with(Charts.banded((String) entry.fields().getFirst(), x, table).colour(colour))
              .with(Charts.optimum(x, table, best, colour));
      colour++;
    }
    return chart;
  }
}
