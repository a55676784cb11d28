// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.DataSet;
import dev.ridgeline.neural.data.TransferTask;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A grid of weight decays at the source, over seeds and target fractions: checks, plan, cells,
 * results.
 *
 * @param series keeps the cells of a run with several studies apart; empty where there is one
 * @param title what the plan calls it
 * @param set where data, network and batches come from
 * @param task the data
 * @param plan what is run
 * @param l2sp whether to fine-tune with L2-SP too
 * @param regularizer of the source: weight decays are its strengths
 */
record NeuralStudy(
    String series,
    String title,
    DataSet set,
    TransferTask task,
    StudyPlan plan,
    boolean l2sp,
    SourceRegularizer regularizer) {

  /** Refuses what cannot be trained. */
  NeuralStudy {
    if (plan.select() == Selection.VALIDATION) {
      for (double fraction : plan.fractions()) {
        int size = Samples.size(fraction, task.target().size());
        if (size < 2) {
          throw new BadInputException(
              "--fractions",
              fraction,
              "a share of at least two of the "
                  + task.target().size()
                  + " target rows with --select validation, which holds some out");
        }
      }
    }
  }

  private NeuralTask cells() {
    return new NeuralTask(
        task,
        Setup.of(set, task),
        plan.sourceEpochs(),
        plan.transferEpochs(),
        plan.fractions(),
        plan.select(),
        l2sp,
        plan.rng(),
        regularizer);
  }

  /** One line: what is trained how often on how much. */
  String inWords() {
    Setup setup = Setup.of(set, task);
    int batches = (task.source().size() + setup.batch() - 1) / setup.batch();
    String targets =
        IntStream.range(0, plan.fractions().length)
            .mapToObj(i -> Samples.size(plan.fractions()[i], task.target().size()) + "")
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s: %d seeds x %d %s = %d source models (%d rows, %d batches, %d epochs), each"
            + " fine-tuned %s on %s target rows (%d epochs), and %d models from scratch; %d at a"
            + " time",
        title,
        plan.seeds(),
        plan.weightDecays().length,
        regularizer == SourceRegularizer.WEIGHT_DECAY
            ? "weight decays"
            : "values of " + regularizer,
        plan.seeds() * plan.weightDecays().length,
        task.source().size(),
        batches,
        plan.sourceEpochs(),
        l2sp ? "in two ways" : "in one way",
        targets,
        plan.transferEpochs(),
        plan.seeds() * plan.fractions().length,
        plan.parallel());
  }

  /** What there is to do. */
  SourceSweep.Work work() {
    return new SourceSweep.Work(inWords(), cells()::compute);
  }

  /**
   * Computes whatever is not finished of the only studies of a run, one after the other.
   *
   * @param run where finished cells are kept
   * @param studies at least one
   * @return for every study one outcome for every fraction
   */
  static List<List<Outcome>> compute(Run run, List<NeuralStudy> studies) {
    return compute(
        run,
        studies.stream().map(NeuralStudy::series).toList(),
        studies.stream().map(NeuralStudy::plan).toList(),
        i -> studies.get(i).work());
  }

  /** The same for studies whose data are read when their turn comes. */
  static List<List<Outcome>> compute(
      Run run, List<String> series, List<StudyPlan> plans, IntFunction<SourceSweep.Work> work) {
    List<SourceSweep> sweeps = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      int turn = i;
      StudyPlan plan = plans.get(i);
      sweeps.add(
          new SourceSweep(
              series.get(i),
              plan.seeds(),
              plan.weightDecays(),
              plan.parallel(),
              plan.quiet(),
              () -> work.apply(turn)));
    }
    List<SourceSweep.Results> results = SourceSweep.compute(run, sweeps);
    return IntStream.range(0, plans.size())
        .mapToObj(i -> outcomes(plans.get(i), results.get(i)))
        .toList();
  }

  private static List<Outcome> outcomes(StudyPlan plan, SourceSweep.Results results) {
    return IntStream.range(0, plan.fractions().length)
        .mapToObj(
            f ->
                new Outcome(
                    plan.weightDecays(), results.bySeed(), results.scratch(), f, plan.select()))
        .toList();
  }
}
