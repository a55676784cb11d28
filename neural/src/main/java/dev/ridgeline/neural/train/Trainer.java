// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.TrainingSet;
import dev.ridgeline.neural.kernel.Kernels;
import dev.ridgeline.neural.model.Dropout;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.model.ParameterVector;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Trains networks. The same network, examples, plan and streams leave the same bits, on any thread
 * and whatever runs beside.
 */
public final class Trainer {
  private Trainer() {}

  /**
   * Trains a network from the parameters it has, with a fresh Adam state.
   *
   * <p>An interrupt of the thread ends the training after the current step.
   *
   * @param network the network; its parameters change
   * @param examples what to learn, at least 1
   * @param plan how
   * @param streams the order of the examples and the dropout masks
   * @return what was seen on the way
   * @throws IllegalArgumentException if examples or anchor do not fit the network
   * @throws TrainingInterruptedException if the thread was interrupted; the parameters are those of
   *     some step in between, and the thread's flag stays set
   */
  public static TrainingResult train(
      Network network, TrainingSet examples, TrainingPlan plan, RandomStreams streams) {
    requireFit(network, examples, plan);
    try (Adam adam = new Adam(network, plan);
        Watch watch = new Watch(network, plan)) {
      Epoch epoch = new Epoch(network, examples, plan, adam, streams);
      double[] losses = new double[plan.epochs()];
      int done = 0;
      while (done < plan.epochs() && !watch.isOver()) {
        losses[done++] = epoch.run();
        watch.after(done);
      }
      return watch.result(Arrays.copyOf(losses, done));
    }
  }

  private static void requireFit(Network network, TrainingSet examples, TrainingPlan plan) {
    Evaluation.requireMatch(network, examples);
    if (examples.size() == 0) {
      throw new IllegalArgumentException("there must be an example to learn");
    }
    plan.anchor().ifPresent(anchor -> network.requireSameLayers(anchor.network(), anchor.range()));
    plan.earlyStopping()
        .ifPresent(stopping -> Evaluation.requireMatch(network, stopping.validation()));
  }

  /** Shuffles anew and takes all steps of an epoch. */
  private static final class Epoch {
    private final Network network;
    private final TrainingSet examples;
    private final int batchSize;
    private final Adam adam;
    private final UniformRandomProvider shuffling;
    private final Dropout dropout;
    private final int[] order;

    Epoch(
        Network network,
        TrainingSet examples,
        TrainingPlan plan,
        Adam adam,
        RandomStreams streams) {
      this.network = network;
      this.examples = examples;
      this.batchSize = plan.batchSize();
      this.adam = adam;
      this.shuffling = streams.shuffling();
      this.dropout = Dropout.of(plan.dropout(), streams.dropout());
      this.order = new int[examples.size()];
      Arrays.setAll(order, i -> i);
    }

    /** The mean loss of the examples. */
    double run() {
      shuffle();
      double sum = 0;
      for (int from = 0; from < order.length; from += batchSize) {
        int count = Math.min(batchSize, order.length - from);
        sum += count * network.lossAndGradient(examples, order, from, count, dropout);
        adam.step();
        if (Thread.currentThread().isInterrupted()) {
          throw new TrainingInterruptedException();
        }
      }
      return sum / order.length;
    }

    /** Fisher-Yates. */
    private void shuffle() {
      for (int i = order.length - 1; i > 0; i--) {
        int other = shuffling.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
      }
    }
  }

  /** Looks at the network before training and after every epoch. */
  private static final class Watch implements AutoCloseable {
    private final Network network;
    private final TrainingPlan plan;
    private final double[] distances;
    private final double[] accuracies;
    private final ParameterVector best;
    private int epochs;
    private int bestEpoch;

    Watch(Network network, TrainingPlan plan) {
      this.network = network;
      this.plan = plan;
      boolean stops = plan.earlyStopping().isPresent();
      this.distances = new double[plan.anchor().isPresent() ? plan.epochs() + 1 : 0];
      this.accuracies = new double[stops ? plan.epochs() : 0];
      this.best = stops ? ParameterVector.zeros(network) : null;
      measure(0);
    }

    void after(int epoch) {
      epochs = epoch;
      measure(epoch);
      if (best == null) {
        bestEpoch = epoch;
        return;
      }
      Examples validation = plan.earlyStopping().orElseThrow().validation();
      accuracies[epoch - 1] = Evaluation.accuracyPercent(network, validation);
      if (bestEpoch == 0 || accuracies[epoch - 1] > accuracies[bestEpoch - 1]) {
        bestEpoch = epoch;
        best.memory().copyFrom(network.parameters());
      }
    }

    boolean isOver() {
      return best != null
          && epochs > 0
          && epochs - bestEpoch >= plan.earlyStopping().orElseThrow().patience();
    }

    private void measure(int epoch) {
      plan.anchor()
          .ifPresent(
              anchor ->
                  distances[epoch] =
                      Math.sqrt(
                          Kernels.squaredDistance(
                              Adam.part(network.parameters(), anchor.range()),
                              Adam.part(anchor.network().parameters(), anchor.range()))));
    }

    TrainingResult result(double[] losses) {
      if (best != null && bestEpoch > 0) {
        network.parameters().copyFrom(best.memory());
      }
      return new TrainingResult(
          Arrays.copyOf(distances, distances.length == 0 ? 0 : epochs + 1),
          losses,
          Arrays.copyOf(accuracies, accuracies.length == 0 ? 0 : epochs),
          bestEpoch);
    }

    @Override
    public void close() {
      if (best != null) {
        best.close();
      }
    }
  }
}
