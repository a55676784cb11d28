// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.Inputs;
import dev.ridgeline.neural.data.Regression;
import dev.ridgeline.neural.data.SparseInputs;
import dev.ridgeline.neural.data.TrainingSet;
import dev.ridgeline.neural.kernel.Memory;
import dev.ridgeline.neural.kernel.Precision;
import dev.ridgeline.neural.kernel.Softmax;
import dev.ridgeline.neural.kernel.SparseRows;
import dev.ridgeline.neural.kernel.SquaredError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What networks share: the vectors of parameters and gradient, and batches of several sizes that
 * share the memory of activations. Each size has operations bound to views of its own; a batch
 * larger than any before replaces them all.
 */
abstract class FlatNetwork implements Network {
  private final Architecture architecture;
  private final Precision precision;
  private final List<LayerParameters> layers;
  private final Nd4jArray theta;
  private final Nd4jArray gradient;
  private final Map<Integer, Batch> batches = new HashMap<>();
  private int capacity;
  private Activations activations;
  private boolean closed;

  FlatNetwork(Architecture architecture, Precision precision, List<LayerParameters> layers) {
    this.architecture = Objects.requireNonNull(architecture);
    this.precision = Objects.requireNonNull(precision);
    this.layers = List.copyOf(layers);
    Nd4jOps.useOneCore();
    this.theta = new Nd4jArray(precision, parameterCount());
    this.gradient = new Nd4jArray(precision, parameterCount());
  }

  /** Memory for activations, and gradients of them, of up to some examples. */
  abstract Activations allocate(int examples);

  final Nd4jArray theta() {
    return theta;
  }

  final Nd4jArray gradientArray() {
    return gradient;
  }

  final Precision precision() {
    return precision;
  }

  @Override
  public final Architecture architecture() {
    return architecture;
  }

  @Override
  public final List<LayerParameters> layers() {
    return layers;
  }

  @Override
  public final int parameterCount() {
    return layers.getLast().biases().to();
  }

  @Override
  public final Memory parameters() {
    requireOpen();
    return theta.memory();
  }

  @Override
  public final Memory gradient() {
    requireOpen();
    return gradient.memory();
  }

  @Override
  public final void initialize(UniformRandomProvider random) {
    requireOpen();
    for (LayerParameters layer : layers) {
      draw(layer, random);
    }
  }

  @Override
  public final void initializeOutput(UniformRandomProvider random) {
    requireOpen();
    draw(layers.getLast(), random);
  }

  private void draw(LayerParameters layer, UniformRandomProvider random) {
    double bound = 1 / Math.sqrt(layer.fanIn());
    for (int i = layer.all().from(); i < layer.all().to(); i++) {
      theta.memory().set(i, (2 * random.nextDouble() - 1) * bound);
    }
  }

  @Override
  public final void copyParameters(Network source, ParameterRange range) {
    requireOpen();
    requireSameLayers(source, range);
    theta.memory(range).copyFrom(source.parameters().slice(range.from(), range.length()));
  }

  @Override
  public final Network copy() {
    requireOpen();
    Network copy = architecture.create(precision);
    copy.copyParameters(this, all());
    return copy;
  }

  @Override
  public final double lossAndGradient(
      TrainingSet examples, int[] order, int from, int count, Dropout dropout) {
    Objects.checkFromIndexSize(from, count, order.length);
    if (examples.outputs() != architecture.classes()) {
      throw new IllegalArgumentException(
          "examples must have the network's outputs: %d, %d"
              .formatted(architecture.classes(), examples.outputs()));
    }
    Inputs inputs = examples.inputs();
    Batch batch = batch(inputs, count);
    batch.forward(inputs, order, from, dropout);
    Memory gradients = batch.outputGradient();
    double loss =
        switch (examples) {
          case Examples classes ->
              Softmax.crossEntropy(gradients, batch.output(), classes.labels(), order, from, count);
          case Regression numbers ->
              SquaredError.mean(gradients, batch.output(), numbers.values(), order, from, count);
        };
    batch.backward(inputs, order, from, dropout);
    return loss;
  }

  @Override
  public final double[] logits(Inputs inputs, int from, int count) {
    Objects.checkFromIndexSize(from, count, inputs.rows());
    Batch batch = batch(inputs, count);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = from + i;
    }
    batch.forward(inputs, order, 0, Dropout.none());
    return batch.output().toArray();
  }

  private Batch batch(Inputs inputs, int count) {
    requireOpen();
    if (inputs.features() != architecture.features() || count < 1) {
      throw new IllegalArgumentException(
          "inputs must have the network's features, and a batch an example: features=%d, %d, count=%d"
              .formatted(inputs.features(), architecture.features(), count));
    }
    Nd4jOps.useOneCore();
    if (count > capacity) {
      releaseActivations();
      activations = allocate(count);
      capacity = count;
    }
    return batches.computeIfAbsent(count, activations::batch);
  }

  /** Puts chosen examples into dense memory, one after the other. */
  final void load(Memory target, Inputs inputs, int[] order, int from, int count) {
    int features = inputs.features();
    switch (inputs) {
      case DenseInputs dense -> {
        for (int i = 0; i < count; i++) {
          int row = Objects.checkIndex(order[from + i], dense.rows());
          target.copyFrom(dense.values(), row * features, (long) i * features, features);
        }
      }
      case SparseInputs rows -> {
        target.clear();
        for (int i = 0; i < count; i++) {
          int row = Objects.checkIndex(order[from + i], rows.rows());
          for (int at = rows.offsets()[row]; at < rows.offsets()[row + 1]; at++) {
            target.set((long) i * features + rows.columns()[at], rows.values()[at]);
          }
        }
      }
    }
  }

  /** The rows as the kernels read them. */
  static SparseRows rows(SparseInputs inputs) {
    return new SparseRows(inputs.features(), inputs.offsets(), inputs.columns(), inputs.values());
  }

  private void releaseActivations() {
    batches.clear();
    if (activations != null) {
      activations.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      releaseActivations();
      gradient.close();
      theta.close();
    }
  }

  /** Memory for batches up to some size. */
  interface Activations extends AutoCloseable {
    /** Binds the operations for one size. */
    Batch batch(int count);

    @Override
    void close();
  }

  /** The operations for batches of one size. */
  interface Batch {
    /** Computes the output of the examples. */
    void forward(Inputs inputs, int[] order, int from, Dropout dropout);

    /** Computes the gradient of the parameters from that of the output, after forward. */
    void backward(Inputs inputs, int[] order, int from, Dropout dropout);

    Memory output();

    Memory outputGradient();
  }
}
