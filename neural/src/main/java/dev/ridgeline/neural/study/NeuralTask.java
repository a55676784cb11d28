// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.TransferTask;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.model.ParameterRange;
import dev.ridgeline.neural.train.Anchor;
import dev.ridgeline.neural.train.Evaluation;
import dev.ridgeline.neural.train.RandomStreams;
import dev.ridgeline.neural.train.Regularizer;
import dev.ridgeline.neural.train.Trainer;
import dev.ridgeline.neural.train.TrainingPlan;
import dev.ridgeline.neural.train.TrainingResult;
import dev.ridgeline.workbench.random.Rng;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Computes the cells of a study of weight decay: trains the source model, fine-tunes copies of it,
 * or trains the target from scratch.
 *
 * <p>All weight decays of a seed see the same numbers: initial parameters, batches, dropout masks,
 * target samples. What differs between them comes from the weight decay alone. Safe for use by many
 * threads.
 *
 * @param task the data
 * @param setup network and batches
 * @param sourceEpochs passes over the source sample
 * @param transferEpochs passes over the target sample
 * @param fractions of the target training set
 * @param selection whether rows are held out to choose by
 * @param l2sp whether to fine-tune with L2-SP too
 * @param rng draws the target samples
 * @param regularizer what the number of a cell is the strength of
 */
record NeuralTask(
    TransferTask task,
    Setup setup,
    int sourceEpochs,
    int transferEpochs,
    double[] fractions,
    Selection selection,
    boolean l2sp,
    Rng rng,
    SourceRegularizer regularizer)
    implements Serializable {

  /** Weight decay of standard fine-tuning and from scratch, and the pull of L2-SP. */
  static final double TARGET_PENALTY = 1e-4;

  private static final double SOURCE_HELD_OUT = 0.1;
  private static final double TARGET_HELD_OUT = 0.2;

  /** A sample, a part of it held out where that is asked for. */
  private record Sample(Examples train, Optional<Examples> heldOut) {
    double accuracyHeldOut(Network network) {
      return heldOut.isEmpty()
          ? Double.NaN
          : Evaluation.accuracyPercent(network, heldOut.orElseThrow());
    }
  }

  CellResult compute(NeuralCell cell) {
    long start = System.nanoTime();
    RandomStreams streams = new RandomStreams(cell.seed(), cell.scratch() ? "scratch" : "source");
    try (Network source = setup.network().create()) {
      source.initialize(streams.initialization());
      double test = Double.NaN;
      double heldOut = Double.NaN;
      List<CellResult.Target> targets = new ArrayList<>();
      if (!cell.scratch()) {
        Sample sample = sourceSample(cell.seed());
        Trainer.train(
            source,
            sample.train(),
            regularizer.at(plan(sourceEpochs), cell.weightDecay()),
            streams);
        test = Evaluation.accuracyPercent(source, task.sourceTest());
        heldOut = sample.accuracyHeldOut(source);
      }
      for (double fraction : fractions) {
        Sample sample = targetSample(cell.seed(), fraction);
        targets.add(
            cell.scratch()
                ? fromScratch(source, streams, fraction, sample)
                : fineTuned(source, cell.seed(), fraction, sample));
      }
      return new CellResult(test, heldOut, targets, (System.nanoTime() - start) * 1e-9);
    }
  }

  private TrainingPlan plan(int epochs) {
    return TrainingPlan.of(epochs, setup.batch()).withDropout(setup.dropout());
  }

  private CellResult.Target fromScratch(
      Network initial, RandomStreams streams, double fraction, Sample sample) {
    try (Network network = initial.copy()) {
      Trainer.train(
          network,
          sample.train(),
          plan(transferEpochs).withRegularizer(Regularizer.weightDecay(TARGET_PENALTY)),
          streams);
      return new CellResult.Target(
          fraction,
          Evaluation.accuracyPercent(network, task.targetTest()),
          sample.accuracyHeldOut(network),
          Double.NaN,
          Double.NaN,
          new double[0],
          new double[0]);
    }
  }

  private CellResult.Target fineTuned(Network source, long seed, double fraction, Sample sample) {
    ParameterRange copied = setup.newOutput() ? source.hidden() : source.all();
    RandomStreams streams = new RandomStreams(seed, "transfer");
    double[] none = new double[0];
    TrainingPlan anchored = plan(transferEpochs).withAnchor(new Anchor(source, copied));
    Tuned standard =
        tune(
            source,
            streams,
            sample,
            anchored.withRegularizer(Regularizer.weightDecay(TARGET_PENALTY)));
    Tuned pulled =
        l2sp
            ? tune(
                source, streams, sample, anchored.withRegularizer(Regularizer.l2sp(TARGET_PENALTY)))
            : new Tuned(Double.NaN, Double.NaN, none);
    return new CellResult.Target(
        fraction,
        standard.test(),
        standard.heldOut(),
        pulled.test(),
        pulled.heldOut(),
        standard.distances(),
        pulled.distances());
  }

  private record Tuned(double test, double heldOut, double[] distances) {}

  private Tuned tune(Network source, RandomStreams streams, Sample sample, TrainingPlan plan) {
    try (Network network = source.copy()) {
      if (setup.newOutput()) {
        network.initializeOutput(streams.initialization());
      }
      TrainingResult result = Trainer.train(network, sample.train(), plan, streams);
      return new Tuned(
          Evaluation.accuracyPercent(network, task.targetTest()),
          sample.accuracyHeldOut(network),
          result.distances());
    }
  }

  private Sample sourceSample(long seed) {
    if (selection == Selection.TEST) {
      return new Sample(task.source(), Optional.empty());
    }
    int rows = task.source().size();
    int[] order = Samples.permutation(new RandomStreams(seed, "source").stream("held out"), rows);
    int held = Samples.size(SOURCE_HELD_OUT, rows);
    return new Sample(
        task.source().select(Arrays.copyOfRange(order, held, rows)),
        Optional.of(task.source().select(Arrays.copyOf(order, held))));
  }

  private Sample targetSample(long seed, double fraction) {
    int size = Samples.size(fraction, task.target().size());
    int[] rows = Samples.target(rng, seed, task.target().size(), size);
    if (selection == Selection.TEST) {
      return new Sample(task.target().select(rows), Optional.empty());
    }
    int held = Samples.size(TARGET_HELD_OUT, size);
    return new Sample(
        task.target().select(Arrays.copyOfRange(rows, held, size)),
        Optional.of(task.target().select(Arrays.copyOf(rows, held))));
  }
}
