// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.Regression;
import dev.ridgeline.neural.data.TrainingSet;
import dev.ridgeline.neural.kernel.Precision;
import dev.ridgeline.neural.model.Architecture;
import dev.ridgeline.neural.model.CnnArchitecture;
import dev.ridgeline.neural.model.Dropout;
import dev.ridgeline.neural.model.LayerParameters;
import dev.ridgeline.neural.model.MlpArchitecture;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.model.ParameterRange;
import dev.ridgeline.neural.train.Anchor;
import dev.ridgeline.neural.train.RandomStreams;
import dev.ridgeline.neural.train.Regularizer;
import dev.ridgeline.neural.train.Trainer;
import dev.ridgeline.neural.train.TrainingPlan;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses, gradients and parameters beside those of PyTorch. In double, elementwise to 1e-9: both
 * round differently, and 20 steps of Adam magnify that little. In float, by norms to 1e-5; after 20
 * steps from PyTorch's doubles, since its floats may be further from those than ours.
 */
class TorchOracleTest {
  private static final double EXACT = 1e-9;
  private static final double CLOSE = 1e-5;
  private static final int STEPS = 20;
  private static final double PENALTY = 1e-2;

  /**
   * In float the last bit decides where a maximum of a pool is a tie, a ReLU is at 0, or a gradient
   * is so small that Adam divides rounding by rounding. Few pictures make few such places, and on
   * this draw all floats end within 1e-6 of the doubles (DESIGN.md has the figures of others).
   */
  private static final int DRAW = 18;

  private static final int ROWS = 32;
  private static final int PICTURES = 8;

  private static final Architecture MLP = new MlpArchitecture(784, List.of(128, 64), 5);
  private static final Architecture CNN = new CnnArchitecture(3, 32, 32, 32, 64, 128, 5);

  /** Convolutions in double are slow, so 20 steps of them take fewer. */
  private static final Architecture SMALL_CNN = new CnnArchitecture(3, 16, 12, 8, 12, 20, 5);

  private static final Architecture LINEAR = new MlpArchitecture(30, List.of(), 3);

  /** One output: it learns numbers, by the squared error. */
  private static final Architecture REGRESSION = new MlpArchitecture(30, List.of(40), 1);

  /** What is added to the loss. */
  enum Penalty {
    NONE,
    WEIGHT_DECAY,
    TINY_WEIGHT_DECAY,
    L2_SP_ON_HIDDEN_LAYERS
  }

  @BeforeAll
  static void oneThread() {
    torch.set_num_threads(1);
  }

  static Stream<Arguments> networks() {
    return Stream.of(MLP, CNN, LINEAR, REGRESSION)
        .flatMap(
            architecture -> Stream.of(Precision.values()).map(p -> Arguments.of(architecture, p)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossAndGradientOfEveryLayerAreThoseOfPyTorch(
      Architecture architecture, Precision precision) {
    TrainingSet examples = examples(architecture, PICTURES);
    try (Network network = initialized(architecture, precision, 1);
        PointerScope _ = new PointerScope()) {
      double loss =
          network.lossAndGradient(
              examples, order(examples.size()), 0, examples.size(), Dropout.none());

      TorchNetwork torchNetwork = new TorchNetwork(network, precision);
      Tensor expected = torchNetwork.loss(examples);
      expected.backward();

      assertThat(loss)
          .isCloseTo(
              expected.item().toDouble(), within(precision == Precision.DOUBLE ? EXACT : CLOSE));
      double[] gradient = network.gradient().toArray();
      for (LayerParameters layer : network.layers()) {
        assertClose(layer.name(), layer.all(), gradient, torchNetwork.gradient(), precision);
      }
    }
  }

  static Stream<Arguments> trainings() {
    Stream<Arguments> small =
        Stream.of(Precision.values())
            .flatMap(
                precision ->
                    Stream.of(MLP, SMALL_CNN, REGRESSION)
                        .flatMap(
                            architecture ->
                                Stream.of(Penalty.values())
                                    .map(p -> Arguments.of(architecture, precision, p))));
    return Stream.concat(
        small,
        Stream.of(Penalty.WEIGHT_DECAY, Penalty.TINY_WEIGHT_DECAY)
            .map(p -> Arguments.of(CNN, Precision.FLOAT, p)));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void twentyStepsOfAdamLeaveTheParametersThatPyTorchLeaves(
      Architecture architecture, Precision precision, Penalty penalty) {
    // a picture has some 50 000 places where the last bit may decide
    TrainingSet examples = examples(architecture, architecture.equals(CNN) ? 1 : PICTURES);
    try (Network anchor = initialized(architecture, precision, 2);
        Network network = initialized(architecture, precision, 3);
        PointerScope _ = new PointerScope()) {
      double[] expected = torchSteps(network, anchor, examples, penalty);

      TrainingPlan plan =
          TrainingPlan.of(STEPS, examples.size())
              .withAnchor(new Anchor(anchor, network.hidden()))
              .withRegularizer(regularizer(penalty));
      Trainer.train(network, examples, plan, new RandomStreams(0, "oracle"));

      double[] actual = network.parameters().toArray();
      assertClose("parameters", network.all(), actual, expected, precision);
    }
  }

  /** In double, whatever the precision of the start. */
  private static double[] torchSteps(
      Network start, Network anchor, TrainingSet examples, Penalty penalty) {
    TorchNetwork network = new TorchNetwork(start, Precision.DOUBLE);
    Adam adam = network.adam(1e-3, regularizer(penalty).weightDecay());
    for (int step = 0; step < STEPS; step++) {
      try (PointerScope _ = new PointerScope()) {
        adam.zero_grad();
        Tensor loss = network.loss(examples);
        if (penalty == Penalty.L2_SP_ON_HIDDEN_LAYERS) {
          int hidden = start.layers().size() - 1;
          loss =
              loss.add(network.halfSquaredDistance(anchor, hidden).sum().mul(new Scalar(PENALTY)));
        }
        loss.backward();
        adam.step();
      }
    }
    return network.theta();
  }

  private static Regularizer regularizer(Penalty penalty) {
    return switch (penalty) {
      case NONE -> Regularizer.none();
      case WEIGHT_DECAY -> Regularizer.weightDecay(PENALTY);
      // Inputs that are always 0 have no other gradient, and eps decides about them.
      case TINY_WEIGHT_DECAY -> Regularizer.weightDecay(1e-6);
      case L2_SP_ON_HIDDEN_LAYERS -> Regularizer.l2sp(PENALTY);
    };
  }

  private static void assertClose(
      String what, ParameterRange range, double[] actual, double[] expected, Precision precision) {
    for (int i = range.from(); i < range.to(); i++) {
      // Millions of assertions would take a while.
      if (precision == Precision.DOUBLE && !(Math.abs(actual[i] - expected[i]) <= EXACT)) {
        assertThat(actual[i]).as("%s %d", what, i).isCloseTo(expected[i], within(EXACT));
      }
    }
    assertThat(distance(actual, expected, range)).as(what).isLessThan(CLOSE);
  }

  /** The norm of the difference by that of the expected values, which is above 0. */
  private static double distance(double[] actual, double[] expected, ParameterRange range) {
    double difference = 0;
    double norm = 0;
    for (int i = range.from(); i < range.to(); i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    assertThat(norm).isPositive();
    return Math.sqrt(difference / norm);
  }

  private static Network initialized(Architecture architecture, Precision precision, long seed) {
    Network network = architecture.create(precision);
    network.initialize(new RandomStreams(seed, "oracle").initialization());
    return network;
  }

  /** A tenth of the inputs are always 0, as borders of images are. */
  private static TrainingSet examples(Architecture architecture, int pictures) {
    UniformRandomProvider random = new RandomStreams(DRAW, "oracle").stream("examples");
    int count = architecture instanceof CnnArchitecture ? pictures : ROWS;
    int features = architecture.features();
    float[] values = new float[count * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % features < features / 10 ? 0 : (float) (random.nextDouble() * 4 - 2);
    }
    DenseInputs inputs = new DenseInputs(values, count, features);
    if (architecture.classes() == 1) {
      float[] wanted = new float[count];
      for (int i = 0; i < count; i++) {
        wanted[i] = (float) (random.nextDouble() * 2 - 1);
      }
      return new Regression(inputs, wanted);
    }
    int[] labels = random.ints(count, 0, architecture.classes()).toArray();
    return new Examples(inputs, labels, architecture.classes());
  }

  private static int[] order(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    return order;
  }
}
