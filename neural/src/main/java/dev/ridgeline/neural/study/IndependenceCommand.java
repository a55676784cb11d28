// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.neural.data.Fingerprint;
import dev.ridgeline.neural.data.TransferTask;
import dev.ridgeline.neural.data.TransferTasks;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Version;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.StudyOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does the best source weight decay depend on the size of the target sample? Figure 5. */
@Command(
    name = "independence",
    versionProvider = Version.class,
    description = "The best source weight decay over the size of the target sample.")
final class IndependenceCommand implements Callable<Integer> {
  private static final Grid FRACTIONS = Grid.parse("0.01,0.05,0.1,0.2,0.5");
  private static final Grid SMOKE_FRACTIONS = Grid.parse("0.1,0.5");

  @Mixin private StudyOptions run;
  @Mixin private NeuralOptions options;

  @Option(
      names = "--data-sets",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "mnist,cifar10",
      description = "mnist, cifar10 or both; default ${DEFAULT-VALUE}.")
  private List<String> dataSets;

  private record Part(DataSet set, String name, NeuralStudy study) {}

  @Override
  public Integer call() {
    List<Part> parts = new ArrayList<>();
    List<String> fingerprints = new ArrayList<>();
    for (String name : dataSets) {
      DataSet set =
          switch (name) {
            case "mnist" -> DataSet.MNIST;
            case "cifar10" -> DataSet.CIFAR10;
            default -> throw new BadInputException("--data-sets", name, "mnist, cifar10");
          };
      if (parts.stream().anyMatch(part -> part.set() == set)) {
        throw new BadInputException("--data-sets", name, "each set once");
      }
      Protocol protocol =
          Protocol.of(set, options.profile())
              .with(options.profile() == Profile.SMOKE ? SMOKE_FRACTIONS : FRACTIONS);
      StudyPlan plan = options.plan(protocol);
      TransferTask task = TransferTasks.read(options.data(), set, protocol.mostRows());
      parts.add(
          new Part(
              set,
              name,
              new NeuralStudy(
                  name, title(set), set, task, plan, false, SourceRegularizer.WEIGHT_DECAY)));
      fingerprints.add(name + " " + Fingerprint.of(options.data(), set));
    }
    return NeuralRun.execute(
        run,
        String.join(", ", fingerprints),
        opened -> {
          Map<Part, List<Outcome>> outcomes = new LinkedHashMap<>();
          List<List<Outcome>> all =
              NeuralStudy.compute(opened, parts.stream().map(Part::study).toList());
          for (int i = 0; i < parts.size(); i++) {
            outcomes.put(parts.get(i), all.get(i));
          }
          write(opened, outcomes);
        });
  }

  private static String title(DataSet set) {
    return set == DataSet.MNIST ? "MNIST" : "CIFAR-10";
  }

  private void write(Run opened, Map<Part, List<Outcome>> outcomes) {
    List<SeveralStudies.Entry> entries = new ArrayList<>();
    outcomes.forEach(
        (part, ofPart) -> {
          for (Outcome outcome : ofPart) {
            entries.add(
                new SeveralStudies.Entry(List.of(part.name(), fraction(part, outcome)), outcome));
          }
        });
    SeveralStudies tables = new SeveralStudies(List.of("data_set", "fraction"), entries);
    opened.write("independence_raw.csv", tables.raw().text());
    opened.write("independence_summary.csv", tables.summary().text());
    opened.write("independence_optima.csv", tables.optima().text());
    opened.timed("report", () -> report(opened, outcomes));
  }

  private static double fraction(Part part, Outcome outcome) {
    return part.study().plan().fractions()[outcome.fraction()];
  }

  private void report(Run opened, Map<Part, List<Outcome>> outcomes) {
    HtmlReport page = HtmlReport.titled("Does the target sample decide how to train the source?");
    for (Map.Entry<Part, List<Outcome>> entry : outcomes.entrySet()) {
      String finding = meaning(entry.getKey(), entry.getValue());
      opened.finding(finding);
      page = page.lead(finding);
    }
    for (Map.Entry<Part, List<Outcome>> entry : outcomes.entrySet()) {
      Part part = entry.getKey();
      Chart accuracy = accuracies(part, entry.getValue());
      FolderRun.write(opened, "independence_" + part.name(), accuracy);
      page =
          page.picture(
              accuracy, "Target accuracy after standard fine-tuning, by share of the target set.");
    }
    Chart optimum = optimum(outcomes);
    FolderRun.write(opened, "independence_optimum", optimum);
    if (options.wantsReport()) {
      page =
          page.picture(
                  optimum,
                  "The best source weight decay over the share of the target set; bands: 95 % of"
                      + " the resamples of the seeds.")
              .heading("Optima");
      for (Map.Entry<Part, List<Outcome>> entry : outcomes.entrySet()) {
        for (Outcome outcome : entry.getValue()) {
          page =
              page.paragraph(
                  title(entry.getKey().set())
                      + ", share "
                      + fraction(entry.getKey(), outcome)
                      + ": "
                      + NeuralReport.shift(
                          "standard fine-tuning", outcome, outcome.standardShift()));
        }
      }
      page = page.heading("What to know");
      for (String note : WeightDecayStudy.notes(options)) {
        page = page.paragraph(note);
      }
      for (Part part : outcomes.keySet()) {
        page = page.paragraph(part.study().inWords() + ".");
      }
      FolderRun.writePage(opened, page.citation(Citation.PAPER));
    }
  }

  private static String meaning(Part part, List<Outcome> outcomes) {
    double[] grid = part.study().plan().weightDecays();
    int[] optima = outcomes.stream().mapToInt(o -> o.standardShift().transferOptimum()).toArray();
    int low = IntStream.of(optima).min().orElseThrow();
    int high = IntStream.of(optima).max().orElseThrow();
    return title(part.set())
        + (low == high
            ? ": the weight decay "
                + Charts.number(grid[low])
                + " is best for the target at every"
                + " share of the target set."
            : ": the weight decay that is best for the target lies between "
                + Charts.number(grid[low])
                + " and "
                + Charts.number(grid[high])
                + " over the shares of the target set, "
                + (high - low)
                + (high - low == 1 ? " step" : " steps")
                + " of the grid apart.");
  }

  private static Chart accuracies(Part part, List<Outcome> outcomes) {
    Chart chart =
        Chart.titled(
                title(part.set()) + ": target accuracy over source weight decay",
                Charts.weightDecayAxis(),
                Axis.linear("test accuracy (%)"))
            .subtitle(Charts.seeds(outcomes.getFirst().seeds()) + "; dots: the best weight decays");
    int colour = 0;
    for (Outcome outcome : outcomes) {
      double[] x = Charts.abscissas(outcome.weightDecays());
      String name = Charts.percent(fraction(part, outcome)) + " of the target set";
      chart =
          chart
              .with(Charts.banded(name, x, outcome.standard()).colour(colour))
              .with(
                  Charts.optimum(
                      x, outcome.standard(), outcome.standardShift().transferOptimum(), colour));
      colour++;
    }
    return chart;
  }

  private static Chart optimum(Map<Part, List<Outcome>> outcomes) {
    Chart chart =
        Chart.titled(
                "Best source weight decay for the target",
                Axis.log("share of the target set"),
                Axis.log("source weight decay (0 drawn at 1e-7)"))
            .subtitle("bands: 95 % of the resamples of the seeds; dashed: best for the source");
    int colour = 0;
    for (Map.Entry<Part, List<Outcome>> entry : outcomes.entrySet()) {
      List<Outcome> ofPart = entry.getValue();
      double[] x = ofPart.stream().mapToDouble(o -> fraction(entry.getKey(), o)).toArray();
      chart =
          chart
              .with(
                  Series.line(title(entry.getKey().set()), x, curve(ofPart, Shift::transferOptimum))
                      .band(curve(ofPart, Shift::transferLow), curve(ofPart, Shift::transferHigh))
                      .markers()
                      .colour(colour))
              .with(Series.theory("", x, curve(ofPart, Shift::sourceOptimum)).colour(colour));
      colour++;
    }
    return chart;
  }

  private static double[] curve(List<Outcome> outcomes, ToIntFunction<Shift> index) {
    return Charts.optima(outcomes, Outcome::standardShift, index);
  }
}
