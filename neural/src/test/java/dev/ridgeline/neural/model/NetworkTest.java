// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.Regression;
import dev.ridgeline.neural.data.SparseInputs;
import dev.ridgeline.neural.data.TrainingSet;
import dev.ridgeline.neural.kernel.Precision;
import dev.ridgeline.neural.train.RandomStreams;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final RandomStreams STREAMS = new RandomStreams(1, "test");

  @Test
  void thePublishedNetworksHaveTheirParameters() {
    try (Network mnist = new MlpArchitecture(784, List.of(128, 64), 5).create();
        Network cifar = new CnnArchitecture(3, 32, 32, 32, 64, 128, 5).create()) {
      assertThat(mnist.parameterCount()).isEqualTo(785 * 128 + 129 * 64 + 65 * 5);
      assertThat(mnist.hidden()).isEqualTo(new ParameterRange(0, 785 * 128 + 129 * 64));
      assertThat(cifar.parameterCount())
          .isEqualTo(28 * 32 + (9 * 32 + 1) * 64 + 4097 * 128 + 129 * 5);
      assertThat(cifar.layers())
          .extracting(LayerParameters::name)
          .containsExactly("conv1", "conv2", "dense1", "dense2");
      assertThat(cifar.layers())
          .extracting(LayerParameters::fanIn)
          .containsExactly(27, 288, 4096, 128);
    }
  }

  @Test
  void parametersBeginUniformWithinTheRootOfTheFanIn() {
    try (Network network = new MlpArchitecture(400, List.of(100), 5).create()) {
      network.initialize(STREAMS.initialization());
      double[] theta = network.parameters().toArray();
      for (LayerParameters layer : network.layers()) {
        double bound = 1 / Math.sqrt(layer.fanIn());
        double squares = 0;
        for (int i = layer.all().from(); i < layer.all().to(); i++) {
          assertThat(Math.abs(theta[i])).isLessThanOrEqualTo(bound);
          squares += theta[i] * theta[i];
        }
        // The variance of a uniform number is a third of the squared bound; within five deviations.
        double ratio = 3 * squares / layer.all().length() / (bound * bound);
        assertThat(ratio).isCloseTo(1, within(5 * 0.9 / Math.sqrt(layer.all().length())));
      }
    }
  }

  @Test
  void aNewOutputLayerLeavesTheOthers() {
    Architecture architecture = new MlpArchitecture(6, List.of(4), 2);
    try (Network network = architecture.create();
        Network wider = new MlpArchitecture(6, List.of(4), 3).create()) {
      network.initialize(STREAMS.initialization());
      wider.copyParameters(network, network.hidden());
      wider.initializeOutput(STREAMS.stream("output"));
      int split = network.hidden().to();
      for (int i = 0; i < split; i++) {
        assertThat(wider.parameters().get(i)).isEqualTo(network.parameters().get(i));
      }
      assertThat(wider.parameters().get(split)).isNotZero();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> wider.copyParameters(network, network.all()))
          .withMessageContaining("networks must agree on layer dense2");
    }
  }

  @Test
  void sparseInputsGiveWhatDenseOnesGive() {
    SparseInputs sparse = sparse(20, 300);
    DenseInputs dense = sparse.toDense();
    int[] labels = new SplittableRandom(4).ints(20, 0, 3).toArray();
    int[] order = {3, 19, 0, 7, 7, 12, 1};
    try (Network network = new MlpArchitecture(300, List.of(40, 12), 3).create();
        Network same = network.copy()) {
      network.initialize(STREAMS.initialization());
      same.copyParameters(network, network.all());
      double loss =
          network.lossAndGradient(
              new Examples(sparse, labels, 3), order, 1, 6, Dropout.of(0.3, STREAMS.dropout()));
      double expected =
          same.lossAndGradient(
              new Examples(dense, labels, 3), order, 1, 6, Dropout.of(0.3, STREAMS.dropout()));
      // Sums of some dozen floats in another order.
      assertThat(loss).isCloseTo(expected, within(1e-6));
      assertThat(network.gradient().toArray())
          .containsExactly(same.gradient().toArray(), within(1e-6));
      assertThat(network.logits(sparse, 2, 9))
          .containsExactly(same.logits(dense, 2, 9), within(1e-6));
    }
  }

  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    int[] order = {0, 1, 2, 3};
    for (Architecture architecture :
        List.of(
            new MlpArchitecture(10, List.of(7, 6), 3),
            new CnnArchitecture(2, 8, 4, 3, 4, 5, 3),
            new MlpArchitecture(10, List.of(7, 6), 1))) {
      float[] values = new float[4 * architecture.features()];
      SplittableRandom random = new SplittableRandom(8);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-1, 1);
      }
      DenseInputs inputs = new DenseInputs(values, 4, architecture.features());
      TrainingSet examples =
          architecture.classes() == 1
              ? new Regression(inputs, new float[] {1, -2, 0.5f, 3})
              : new Examples(inputs, new int[] {0, 2, 1, 1}, architecture.classes());
      try (Network network = architecture.create(Precision.DOUBLE)) {
        network.initialize(STREAMS.initialization());
        network.lossAndGradient(examples, order, 0, 4, dropout());
        double[] gradient = network.gradient().toArray();
        double step = 1e-6;
        for (int i = 0; i < gradient.length; i += 3) {
          double at = network.parameters().get(i);
          network.parameters().set(i, at + step);
          double up = network.lossAndGradient(examples, order, 0, 4, dropout());
          network.parameters().set(i, at - step);
          double down = network.lossAndGradient(examples, order, 0, 4, dropout());
          network.parameters().set(i, at);
          assertThat((up - down) / (2 * step)).isCloseTo(gradient[i], within(1e-7));
        }
      }
    }
  }

  /** The same masks every time. */
  private static Dropout dropout() {
    return Dropout.of(0.25, STREAMS.dropout());
  }

  @Test
  void dropoutKeepsTheMean() {
    try (Network network = new MlpArchitecture(1, List.of(99_999), 1).create();
        ParameterVector mask = ParameterVector.zeros(network)) {
      Dropout.of(0.3, STREAMS.dropout()).draw(mask.memory(), mask.memory().length());
      double[] values = mask.memory().toArray();
      double sum = 0;
      for (double value : values) {
        assertThat(value == 0 || value == (float) (1 / 0.7)).isTrue();
        sum += value;
      }
      // five standard deviations
      assertThat(sum / values.length)
          .isCloseTo(1, within(5 * Math.sqrt(0.3 / 0.7 / values.length)));
    }
  }

  @Test
  void aClosedNetworkRefuses() {
    Network network = new MlpArchitecture(3, List.of(), 2).create();
    network.close();
    network.close();
    assertThatIllegalStateException()
        .isThrownBy(network::parameters)
        .withMessage("the network is closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> network.logits(new DenseInputs(new float[3], 1, 3), 0, 1));
  }

  private static SparseInputs sparse(int rows, int features) {
    SplittableRandom random = new SplittableRandom(3);
    int[] offsets = new int[rows + 1];
    int[] columns = new int[rows * 15];
    float[] values = new float[columns.length];
    for (int row = 0; row < rows; row++) {
      offsets[row + 1] = offsets[row] + 15;
      for (int k = 0; k < 15; k++) {
        columns[offsets[row] + k] = k * (features / 15) + random.nextInt(features / 15);
        values[offsets[row] + k] = (float) random.nextDouble(0, 0.5);
      }
    }
    return new SparseInputs(rows, features, offsets, columns, values);
  }
}
