// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.SparseInputs;
import dev.ridgeline.neural.model.Architecture;
import dev.ridgeline.neural.model.CnnArchitecture;
import dev.ridgeline.neural.model.MlpArchitecture;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.train.RandomStreams;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What both engines train: Adam on drawn examples. Labels are drawn apart from the inputs, so that
 * losses neither vanish nor take the arithmetic into denormal numbers.
 *
 * @param architecture the network
 * @param examples at least a batch
 * @param batch examples of a step
 * @param dropout the probability that a hidden value is dropped
 * @param seed of examples and first parameters
 */
record TrainingTask(
    Architecture architecture, Examples examples, int batch, double dropout, long seed) {
  /** Of both engines' Adam. */
  private static final double LEARNING_RATE = 1e-3;

  /** Coupled into the gradient. */
  private static final double WEIGHT_DECAY = 1e-4;

  /** Values of a sparse row: from this many .. */
  private static final int FEWEST_WORDS = 40;

  /** .. to less than this. */
  private static final int MOST_WORDS = 81;

  /**
   * Pictures: values around 0, the first tenth of each row 0 as borders are.
   *
   * @param architecture the network
   * @param rows how many
   * @param batch examples of a step
   * @param dropout the probability that a hidden value is dropped
   * @param seed of examples and first parameters
   */
  static TrainingTask pictures(
      Architecture architecture, int rows, int batch, double dropout, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int features = architecture.features();
    float[] values = new float[Math.multiplyExact(rows, features)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % features < features / 10 ? 0 : (float) (4 * random.nextDouble() - 2);
    }
    DenseInputs inputs = new DenseInputs(values, rows, features);
    int[] labels = labels(random, rows, architecture);
    return new TrainingTask(
        architecture, new Examples(inputs, labels, architecture.classes()), batch, dropout, seed);
  }

  /**
   * Messages: about 60 words of each, common ones more often, weighted by rarity, of length 1.
   *
   * @param architecture the network
   * @param rows how many
   * @param batch examples of a step
   * @param dropout the probability that a hidden value is dropped
   * @param seed of examples and first parameters
   */
  static TrainingTask messages(
      Architecture architecture, int rows, int batch, double dropout, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int features = architecture.features();
    int[] offsets = new int[rows + 1];
    int[] columns = new int[rows * MOST_WORDS];
    float[] values = new float[rows * MOST_WORDS];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int column : words(random, features)) {
        columns[at] = column;
        values[at++] = (float) ((0.5 + random.nextDouble()) * Math.log(2.0 + column));
      }
      offsets[row + 1] = at;
      toUnitLength(values, offsets[row], at);
    }
    SparseInputs inputs =
        new SparseInputs(
            rows, features, offsets, Arrays.copyOf(columns, at), Arrays.copyOf(values, at));
    int[] labels = labels(random, rows, architecture);
    return new TrainingTask(
        architecture, new Examples(inputs, labels, architecture.classes()), batch, dropout, seed);
  }

  /** Different columns in ascending order, low ones the likelier. */
  private static TreeSet<Integer> words(SplittableRandom random, int features) {
    int count = Math.min(features / 2, random.nextInt(FEWEST_WORDS, MOST_WORDS));
    TreeSet<Integer> words = new TreeSet<>();
    while (words.size() < count) {
      double u = random.nextDouble();
      words.add((int) (features * u * u));
    }
    return words;
  }

  private static void toUnitLength(float[] values, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (double) values[i] * values[i];
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int i = from; i < to; i++) {
      values[i] *= scale;
    }
  }

  private static int[] labels(SplittableRandom random, int rows, Architecture architecture) {
    return random.ints(rows, 0, architecture.classes()).toArray();
  }

  double learningRate() {
    return LEARNING_RATE;
  }

  double weightDecay() {
    return WEIGHT_DECAY;
  }

  /** The same with the zeros of sparse inputs stored. */
  TrainingTask dense() {
    return examples.inputs() instanceof SparseInputs sparse
        ? new TrainingTask(
            architecture,
            new Examples(sparse.toDense(), examples.labels(), examples.classes()),
            batch,
            dropout,
            seed)
        : this;
  }

  Examples firstBatch() {
    int[] rows = new int[batch];
    Arrays.setAll(rows, i -> i);
    return examples.select(rows);
  }

  /** A network with the parameters that every training of this task begins with. */
  Network start() {
    Network network = architecture.create();
    network.initialize(new RandomStreams(seed, "benchmark").initialization());
    return network;
  }

  /**
   * The arithmetic of the products and convolutions of an epoch: forward, and backward for the
   * weights and, but for the first layer, for the inputs. 0 for sparse inputs, of which a part is
   * computed only.
   */
  double epochFlops() {
    double products =
        switch (architecture) {
          case MlpArchitecture mlp when examples.inputs() instanceof DenseInputs -> products(mlp);
          case MlpArchitecture _ -> 0;
          case CnnArchitecture cnn -> products(cnn);
        };
    return 2 * products * examples.size();
  }

  private static double products(MlpArchitecture mlp) {
    double sum = 0;
    int inputs = mlp.features();
    for (int width : mlp.hidden()) {
      sum += 3.0 * inputs * width;
      inputs = width;
    }
    sum += 3.0 * inputs * mlp.classes();
    int first = mlp.hidden().isEmpty() ? mlp.classes() : mlp.hidden().getFirst();
    return sum - (double) mlp.features() * first;
  }

  private static double products(CnnArchitecture cnn) {
    double pixels = (double) cnn.height() * cnn.width();
    double first = 2 * 9 * pixels * cnn.channels() * cnn.filters1();
    double second = 3 * 9 * pixels / 4 * cnn.filters1() * cnn.filters2();
    double third = 3 * pixels / 16 * cnn.filters2() * cnn.hidden();
    return first + second + third + 3.0 * cnn.hidden() * cnn.classes();
  }
}
