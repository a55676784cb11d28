// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.neural.data.Fingerprint;
import dev.ridgeline.neural.data.TransferTask;
import dev.ridgeline.neural.data.TransferTasks;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.random.Rng;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import dev.ridgeline.workbench.run.RunOptions;
import java.util.List;

/** What {@code mnist}, {@code cifar10} and {@code newsgroups} have in common: figures 3 and 4. */
final class WeightDecayStudy {
  private WeightDecayStudy() {}

  /**
   * Runs the study of one data set.
   *
   * @param set which data set
   * @param name how its files begin
   * @param title how it is called in titles
   * @param run where to
   * @param options what is run
   * @return the exit code
   */
  static int execute(
      DataSet set, String name, String title, RunOptions run, NeuralOptions options) {
    Protocol protocol = Protocol.of(set, options.profile());
    StudyPlan plan = options.planOfOne(protocol);
    if (set == DataSet.NEWSGROUPS && options.rng() == Rng.NUMPY_LEGACY) {
      throw new BadInputException(
          "--rng", options.rng(), "default: the published subsets are those of pictures");
    }
    TransferTask task = TransferTasks.read(options.data(), set, protocol.mostRows());
    NeuralStudy study =
        new NeuralStudy("", title, set, task, plan, true, SourceRegularizer.WEIGHT_DECAY);
    return NeuralRun.execute(
        run,
        Fingerprint.of(options.data(), set),
        opened -> {
          Outcome outcome = NeuralStudy.compute(opened, List.of(study)).getFirst().getFirst();
          write(opened, name, title, outcome, options);
        });
  }

  private static void write(
      Run run, String name, String title, Outcome outcome, NeuralOptions options) {
    run.write(name + "_raw.csv", Tables.raw(outcome).text());
    run.write(name + "_summary.csv", Tables.summary(outcome).text());
    run.write(name + "_benefit.csv", Tables.benefit(outcome).text());
    run.write(name + "_param_distances.csv", Tables.distances(outcome).text());
    run.write(name + "_optima.csv", Tables.optima(outcome).text());
    NeuralReport.meaning(outcome).forEach(run::finding);
    run.timed(
        "report",
        () -> {
          Chart accuracies = Charts.accuracies(title + ": accuracy over weight decay", outcome);
          Chart distances = Charts.distances(title + ": distance from the source", outcome);
          FolderRun.write(run, name + "_accuracy", accuracies);
          FolderRun.write(run, name + "_distances", distances);
          if (options.wantsReport()) {
            FolderRun.writePage(
                run,
                NeuralReport.page(
                    title + ": how strongly should the source be regularised?",
                    outcome,
                    notes(options),
                    accuracies,
                    distances));
          }
        });
  }

  /** What a reader must know before comparing with the paper. */
  static List<String> notes(NeuralOptions options) {
    String chosen =
        options.select() == Selection.TEST
            ? "The best weight decays are chosen on the test accuracy, as in the paper."
            : "The best weight decays are chosen on rows held out of the training samples (10 % of"
                + " the source, 20 % of the target sample); the test sets only judge.";
    String draws =
        "All weight decays of a seed see the same initial parameters, batches, dropout masks and"
            + " target samples.";
    return options.profile() == Profile.SMOKE
        ? List.of(
            chosen, draws, "Profile smoke: a few rows and epochs, whose figures mean nothing.")
        : List.of(chosen, draws);
  }
}
