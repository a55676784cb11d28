// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.kernel.Kernels;
import dev.ridgeline.neural.model.Architecture;
import dev.ridgeline.neural.model.CnnArchitecture;
import dev.ridgeline.neural.model.MlpArchitecture;
import dev.ridgeline.neural.model.Network;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Architecture MLP = new MlpArchitecture(40, List.of(33, 17), 3);
  private static final Architecture CNN = new CnnArchitecture(3, 16, 16, 8, 12, 20, 3);
  private static final RandomStreams STREAMS = new RandomStreams(5, "source");

  @Test
  void aTrainingHasTheSameBitsAloneAndBesideAnother() throws Exception {
    for (Architecture architecture : List.of(MLP, CNN)) {
      Examples examples = examples(architecture, 70, 1);
      double[] alone = train(architecture, examples, 1e-3);
      double[] other = train(architecture, examples, 1e-1);
      assertThat(other).isNotEqualTo(alone);
      CyclicBarrier together = new CyclicBarrier(2);
      try (ExecutorService two = Executors.newFixedThreadPool(2)) {
        Future<double[]> first =
            two.submit(
                () -> {
                  together.await();
                  return train(architecture, examples, 1e-3);
                });
        Future<double[]> second =
            two.submit(
                () -> {
                  together.await();
                  return train(architecture, examples, 1e-1);
                });
        assertThat(first.get()).isEqualTo(alone);
        assertThat(second.get()).isEqualTo(other);
      }
    }
  }

  private static double[] train(Architecture architecture, Examples examples, double decay) {
    try (Network network = initialized(architecture)) {
      // 70 examples in batches of 32: the last batch has 6
      TrainingPlan plan =
          TrainingPlan.of(4, 32).withRegularizer(Regularizer.weightDecay(decay)).withDropout(0.25);
      Trainer.train(network, examples, plan, STREAMS);
      return network.parameters().toArray();
    }
  }

  @Test
  void whatCanBeLearnedIsLearned() {
    for (Architecture architecture : List.of(MLP, CNN)) {
      Examples examples = examples(architecture, 150, 2);
      try (Network network = initialized(architecture)) {
        double before = Evaluation.accuracyPercent(network, examples);
        TrainingResult result = Trainer.train(network, examples, TrainingPlan.of(20, 16), STREAMS);
        assertThat(before).isLessThan(70);
        assertThat(Evaluation.accuracyPercent(network, examples)).isGreaterThan(95);
        assertThat(result.losses()).hasSize(20);
        assertThat(result.finalLoss()).isLessThan(result.losses()[0] / 2);
        assertThat(result.bestEpoch()).isEqualTo(20);
        assertThat(result.distances()).isEmpty();
      }
    }
  }

  @Test
  void distancesBeginBeforeTrainingAndShrinkUnderAStrongAnchor() {
    Examples examples = examples(MLP, 100, 3);
    try (Network source = initialized(MLP);
        Network free = source.copy();
        Network held = source.copy()) {
      TrainingPlan plan = TrainingPlan.of(6, 16).withAnchor(new Anchor(source, source.hidden()));
      double[] distances = Trainer.train(free, examples, plan, STREAMS).distances();
      double[] heldDistances =
          Trainer.train(held, examples, plan.withRegularizer(Regularizer.l2sp(10)), STREAMS)
              .distances();
      assertThat(distances).hasSize(7);
      assertThat(distances[0]).isZero();
      assertThat(distances[6])
          .isEqualTo(
              Math.sqrt(
                  Kernels.squaredDistance(
                      Adam.part(free.parameters(), free.hidden()),
                      Adam.part(source.parameters(), source.hidden()))));
      assertThat(heldDistances[6]).isPositive().isLessThan(distances[6] / 2);
    }
  }

  @Test
  void penaltiesShrinkTheParameters() {
    Examples examples = examples(MLP, 100, 4);
    double free = absoluteSum(examples, Regularizer.none());
    assertThat(absoluteSum(examples, Regularizer.weightDecay(0.1))).isLessThan(free);
    assertThat(absoluteSum(examples, Regularizer.l1(0.01))).isLessThan(free);
  }

  private static double absoluteSum(Examples examples, Regularizer regularizer) {
    try (Network network = initialized(MLP)) {
      TrainingPlan plan = TrainingPlan.of(10, 16).withRegularizer(regularizer);
      Trainer.train(network, examples, plan, STREAMS);
      double sum = 0;
      for (double value : network.parameters().toArray()) {
        sum += Math.abs(value);
      }
      return sum;
    }
  }

  @Test
  void earlyStoppingKeepsTheBestEpoch() {
    Examples examples = examples(MLP, 60, 5);
    Examples validation = examples(MLP, 60, 6);
    try (Network network = initialized(MLP);
        Network again = initialized(MLP)) {
      TrainingPlan plan =
          TrainingPlan.of(60, 16).withEarlyStopping(new EarlyStopping(validation, 2));
      TrainingResult result = Trainer.train(network, examples, plan, STREAMS);
      double[] accuracies = result.validationAccuracies();
      assertThat(accuracies).hasSize(result.losses().length).hasSizeLessThan(60);
      assertThat(result.bestEpoch()).isEqualTo(accuracies.length - 2);
      assertThat(Evaluation.accuracyPercent(network, validation))
          .isEqualTo(accuracies[result.bestEpoch() - 1]);
      // The parameters are those that training for that many epochs leaves.
      Trainer.train(again, examples, TrainingPlan.of(result.bestEpoch(), 16), STREAMS);
      assertThat(network.parameters().toArray()).isEqualTo(again.parameters().toArray());
    }
  }

  @Test
  void anInterruptEndsTheTraining() {
    Examples examples = examples(MLP, 60, 7);
    try (Network network = initialized(MLP)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> Trainer.train(network, examples, TrainingPlan.of(1, 16), STREAMS))
          .isInstanceOf(TrainingInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void mistakesAreRefused() {
    Examples examples = examples(MLP, 10, 8);
    try (Network network = initialized(CNN);
        Network other = initialized(MLP)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Trainer.train(network, examples, TrainingPlan.of(1, 4), STREAMS))
          .withMessageContaining("features=40, 768");
      TrainingPlan anchored =
          TrainingPlan.of(1, 4).withAnchor(new Anchor(network, network.hidden()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Trainer.train(other, examples, anchored, STREAMS))
          .withMessageContaining("networks must agree on layer dense1");
    }
    TrainingPlan plan = TrainingPlan.of(1, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.withRegularizer(Regularizer.l2sp(1)))
        .withMessage("L2-SP needs an anchor: towardsAnchor=1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> plan.withDropout(1));
    assertThatIllegalArgumentException().isThrownBy(() -> TrainingPlan.of(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Regularizer.weightDecay(Double.NaN));
  }

  @Test
  void streamsDependOnSeedPurposeAndName() {
    long first = STREAMS.shuffling().nextLong();
    assertThat(STREAMS.shuffling().nextLong()).isEqualTo(first);
    assertThat(STREAMS.dropout().nextLong()).isNotEqualTo(first);
    assertThat(new RandomStreams(6, "source").shuffling().nextLong()).isNotEqualTo(first);
    assertThat(new RandomStreams(5, "transfer").shuffling().nextLong()).isNotEqualTo(first);
  }

  private static Network initialized(Architecture architecture) {
    Network network = architecture.create();
    network.initialize(STREAMS.initialization());
    return network;
  }

  /** Three clusters that overlap a little; seeds move the points, not the clusters. */
  private static Examples examples(Architecture architecture, int count, long seed) {
    int features = architecture.features();
    SplittableRandom centres = new SplittableRandom(99);
    double[][] centre = new double[3][features];
    for (double[] one : centre) {
      for (int j = 0; j < features; j++) {
        one[j] = centres.nextDouble(-0.6, 0.6);
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * features];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(3);
      for (int j = 0; j < features; j++) {
        values[i * features + j] = (float) (centre[labels[i]][j] + random.nextDouble(-1, 1));
      }
    }
    return new Examples(new DenseInputs(values, count, features), labels, 3);
  }
}
