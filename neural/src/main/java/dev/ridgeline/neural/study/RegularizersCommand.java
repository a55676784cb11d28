// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.neural.data.Fingerprint;
import dev.ridgeline.neural.data.TransferTask;
import dev.ridgeline.neural.data.TransferTasks;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Is it weight decay alone? The same question for other ways to regularise the source. */
@Command(
    name = "regularizers",
    versionProvider = Version.class,
    description = "Weight decay, L1, dropout and early stopping at the source.")
final class RegularizersCommand implements Callable<Integer> {
  @Mixin private StudyOptions run;
  @Mixin private NeuralOptions options;

  @Option(
      names = "--data-set",
      paramLabel = "NAME",
      defaultValue = "mnist",
      converter = SetConverter.class,
      description = "mnist, cifar10 or newsgroups; default ${DEFAULT-VALUE}.")
  private StudySet set;

  @Option(
      names = "--regularizers",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "weight-decay,l1,dropout,epochs",
      converter = SourceRegularizer.Converter.class,
      description = "weight-decay, l1, dropout, epochs; default ${DEFAULT-VALUE}.")
  private List<SourceRegularizer> regularizers;

  /** The data sets by the names of their studies. */
  enum StudySet {
    MNIST(DataSet.MNIST),
    CIFAR10(DataSet.CIFAR10),
    NEWSGROUPS(DataSet.NEWSGROUPS);

    private final DataSet set;

    StudySet(DataSet set) {
      this.set = set;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads {@code --data-set}. */
  static final class SetConverter extends Labels<StudySet> {
    SetConverter() {
      super(StudySet.class);
    }
  }

  @Override
  public Integer call() {
    if (new HashSet<>(regularizers).size() < regularizers.size()) {
      throw new BadInputException("--regularizers", regularizers, "each once");
    }
    Protocol protocol = Protocol.of(set.set, options.profile());
    StudyPlan plan = options.planOfOne(protocol);
    TransferTask task = TransferTasks.read(options.data(), set.set, protocol.mostRows());
    return NeuralRun.execute(
        run,
        Fingerprint.of(options.data(), set.set),
        opened -> {
          List<NeuralStudy> studies =
              regularizers.stream()
                  .map(
                      regularizer ->
                          new NeuralStudy(
                              regularizer.toString(),
                              set + ", " + regularizer,
                              set.set,
                              task,
                              regularizer == SourceRegularizer.WEIGHT_DECAY
                                  ? plan
                                  : plan.withStrengths(regularizer.grid(protocol).values()),
                              false,
                              regularizer))
                  .toList();
          List<List<Outcome>> all = NeuralStudy.compute(opened, studies);
          Map<SourceRegularizer, Outcome> outcomes = new LinkedHashMap<>();
          for (int i = 0; i < studies.size(); i++) {
            outcomes.put(regularizers.get(i), all.get(i).getFirst());
          }
          write(opened, outcomes);
        });
  }

  private void write(Run opened, Map<SourceRegularizer, Outcome> outcomes) {
    SeveralStudies tables =
        new SeveralStudies(
            List.of("regularizer"),
            outcomes.entrySet().stream()
                .map(e -> new SeveralStudies.Entry(List.of(e.getKey().toString()), e.getValue()))
                .toList(),
            "strength");
    opened.write("regularizers_raw.csv", tables.raw().text());
    opened.write("regularizers_summary.csv", tables.summary().text());
    opened.write("regularizers_optima.csv", tables.optima().text());
    opened.timed("report", () -> report(opened, outcomes));
  }

  private void report(Run opened, Map<SourceRegularizer, Outcome> outcomes) {
    HtmlReport page = HtmlReport.titled("Is it weight decay alone?");
    for (Map.Entry<SourceRegularizer, Outcome> entry : outcomes.entrySet()) {
      Outcome outcome = entry.getValue();
      Shift shift = outcome.standardShift();
      String finding =
          entry.getKey()
              + ": "
              + Charts.number(outcome.weightDecays()[shift.sourceOptimum()])
              + " is best for the source task, "
              + Charts.number(outcome.weightDecays()[shift.transferOptimum()])
              + " for the target task; a shift is "
              + (shift.isShown() ? "shown." : "not shown.");
      opened.finding(finding);
      page = page.lead(finding);
    }
    for (Map.Entry<SourceRegularizer, Outcome> entry : outcomes.entrySet()) {
      Chart chart = chart(entry.getKey(), entry.getValue());
      FolderRun.write(opened, "regularizers_" + entry.getKey(), chart);
      page = page.picture(chart, "Source, target and scratch accuracy.");
    }
    if (options.wantsReport()) {
      page = page.heading("What to know");
      for (String note : WeightDecayStudy.notes(options)) {
        page = page.paragraph(note);
      }
      FolderRun.writePage(opened, page.citation(Citation.PAPER));
    }
  }

  private Chart chart(SourceRegularizer regularizer, Outcome outcome) {
    double[] x = new double[outcome.weightDecays().length];
    for (int i = 0; i < x.length; i++) {
      x[i] = regularizer.abscissa(outcome.weightDecays()[i]);
    }
    Shift shift = outcome.standardShift();
    return Chart.titled(
            set + ": " + regularizer + " at the source",
            regularizer.axis(),
            Axis.linear("test accuracy (%)"))
        .subtitle(Charts.seeds(outcome.seeds()) + "; dots: the best strengths")
        .with(Charts.banded("source", x, outcome.source()).colour(Charts.SOURCE))
        .with(Charts.banded("target", x, outcome.standard()).colour(Charts.STANDARD))
        .with(Charts.banded("target from scratch", x, outcome.fromScratch()).colour(Charts.SCRATCH))
        .with(Charts.optimum(x, outcome.source(), shift.sourceOptimum(), Charts.SOURCE))
        .with(Charts.optimum(x, outcome.standard(), shift.transferOptimum(), Charts.STANDARD));
  }
}
