// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.neural.data.SparseInputs;
import dev.ridgeline.neural.model.CnnArchitecture;
import dev.ridgeline.neural.model.MlpArchitecture;
import dev.ridgeline.workbench.bench.Work;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every engine trains every kind of task and agrees with the other; nothing is timed. */
class TrainingWorkTest {
  private static final TrainingTask MLP =
      TrainingTask.pictures(new MlpArchitecture(30, List.of(9, 7), 3), 50, 16, 0.3, 1);
  private static final TrainingTask CNN =
      TrainingTask.pictures(new CnnArchitecture(3, 8, 12, 5, 6, 7, 4), 11, 5, 0.25, 2);
  private static final TrainingTask SPARSE =
      TrainingTask.messages(new MlpArchitecture(200, List.of(9, 7), 3), 50, 16, 0.3, 3);

  @ParameterizedTest
  @ValueSource(strings = {"ridgeline", "ridgeline-dense", "pytorch"})
  void enginesAgreeAfterEveryEpoch(String peer) {
    for (TrainingTask task : List.of(MLP, CNN, SPARSE)) {
      try (Work work = new TrainingWork(peer, task)) {
        work.verified(peer);
        work.verified(peer);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ridgeline", "pytorch"})
  void stepsLowerTheLossAndEveryCallStartsAnew(String peer) {
    try (Training training = Training.open(peer, MLP)) {
      double[] losses = training.losses(50);
      assertThat(losses[49]).isLessThan(losses[0]);
      training.epoch();
      assertThat(training.losses(50)).containsExactly(losses);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void trainingsAgreeSideBySideToo(int threads) {
    for (String peer : List.of("ridgeline", "pytorch")) {
      List<Callable<Work>> works =
          List.of(() -> new TrainingWork(peer, MLP), () -> new TrainingWork(peer, CNN));
      try (Work work = new SideBySideWork(works, threads)) {
        work.verified(peer);
        assertThat(work.flops()).isEqualTo(MLP.epochFlops() + CNN.epochFlops());
      }
    }
  }

  @Test
  void refusesUnknownPeers() {
    assertThatThrownBy(() -> new TrainingWork("nobody", MLP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training has no peer 'nobody'");
  }

  @Test
  void messagesHaveSixtyWordsOrSoAndLengthOne() {
    TrainingTask task =
        TrainingTask.messages(new MlpArchitecture(5000, List.of(4), 2), 200, 64, 0, 1);
    SparseInputs inputs = (SparseInputs) task.examples().inputs();
    assertThat(inputs.values().length / 200.0).isBetween(55.0, 65.0);
    double squares = 0;
    for (float value : inputs.values()) {
      squares += value * value;
    }
    assertThat(squares).isCloseTo(200, within(1e-3));
  }

  @Test
  void countsProductsForwardAndBackward() {
    // 2 flops x 50 rows x (30 x 9 twice, the other layers three times)
    assertThat(MLP.epochFlops()).isEqualTo(2.0 * 50 * (2 * 270 + 3 * 63 + 3 * 21));
    // 8 x 12 pixels, then 4 x 6, then 2 x 3 before the hidden layer
    assertThat(CNN.epochFlops())
        .isEqualTo(2.0 * 11 * (2 * 9 * 96 * 15 + 3 * 9 * 24 * 30 + 3 * 6 * 42 + 3 * 28));
    assertThat(SPARSE.epochFlops()).isZero();
    assertThat(SPARSE.dense().epochFlops()).isPositive();
  }
}
