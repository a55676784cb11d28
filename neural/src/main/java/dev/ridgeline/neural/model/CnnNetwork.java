// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.data.Inputs;
import dev.ridgeline.neural.kernel.Convolution;
import dev.ridgeline.neural.kernel.Memory;
import dev.ridgeline.neural.kernel.Pooling;
import dev.ridgeline.neural.kernel.Precision;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * Two convolutions with pools, then fully connected layers.
 *
 * <p>ReLU comes with the pool, though the architecture says before: the maximum of what ReLU leaves
 * is what ReLU leaves of the maximum, and the gradient goes to the same place, or nowhere where no
 * value is above 0.
 */
final class CnnNetwork extends FlatNetwork {
  private static final int KERNEL = 3;

  CnnNetwork(CnnArchitecture architecture, Precision precision) {
    super(architecture, precision, parameters(architecture));
  }

  private static List<LayerParameters> parameters(CnnArchitecture architecture) {
    List<LayerParameters> layers = new ArrayList<>();
    layers.add(convolution("conv1", 0, architecture.channels(), architecture.filters1()));
    layers.add(
        convolution(
            "conv2",
            layers.getLast().all().to(),
            architecture.filters1(),
            architecture.filters2()));
    int flat = architecture.filters2() * (architecture.height() / 4) * (architecture.width() / 4);
    layers.addAll(
        DenseLayers.parameters(
            layers.getLast().all().to(),
            List.of(flat, architecture.hidden(), architecture.classes())));
    return layers;
  }

  private static LayerParameters convolution(String name, int from, int inputs, int outputs) {
    int fanIn = KERNEL * KERNEL * inputs;
    int split = from + fanIn * outputs;
    return new LayerParameters(
        name, new ParameterRange(from, split), new ParameterRange(split, split + outputs), fanIn);
  }

  @Override
  Activations allocate(int examples) {
    CnnArchitecture shape = (CnnArchitecture) architecture();
    int height = shape.height();
    int width = shape.width();
    return new CnnActivations(
        new Plane(shape.channels(), height, width, examples, 0),
        new Plane(shape.filters1(), height, width, examples, 1),
        new Plane(shape.filters1(), height / 2, width / 2, examples, examples),
        new Plane(shape.filters2(), height / 2, width / 2, examples, examples),
        new Plane(shape.filters2(), height / 4, width / 4, examples, examples),
        new DenseLayers(this, layers().subList(2, layers().size()), examples));
  }

  /** Images between two operations, and the gradient of all of them, of one, or of none. */
  private final class Plane implements AutoCloseable {
    private final int channels;
    private final int height;
    private final int width;
    private final Nd4jArray values;
    private final Nd4jArray gradients;

    Plane(int channels, int height, int width, int examples, int gradientExamples) {
      this.channels = channels;
      this.height = height;
      this.width = width;
      values = new Nd4jArray(precision(), (long) examples * size());
      gradients = new Nd4jArray(precision(), (long) gradientExamples * size());
    }

    int size() {
      return channels * height * width;
    }

    INDArray images(int count) {
      return values.view(0, count, channels, height, width);
    }

    INDArray imageGradients(int count) {
      return gradients.view(0, count, channels, height, width);
    }

    Memory memory(int count) {
      return memory(0, count);
    }

    Memory memory(int from, int count) {
      return values.memory().slice((long) from * size(), (long) count * size());
    }

    Memory gradientMemory(int from, int count) {
      return gradients.memory().slice((long) from * size(), (long) count * size());
    }

    @Override
    public void close() {
      values.close();
      gradients.close();
    }
  }

  /** The planes before and after each operation. */
  private final class CnnActivations implements Activations {
    private final Plane input;
    private final Plane convolved1;
    private final Plane pooled1;
    private final Plane convolved2;
    private final Plane pooled2;
    private final DenseLayers dense;

    /** Of one image at a time, so batches of all sizes share it. */
    private final Convolution convolution1;

    CnnActivations(
        Plane input,
        Plane convolved1,
        Plane pooled1,
        Plane convolved2,
        Plane pooled2,
        DenseLayers dense) {
      this.input = input;
      this.convolved1 = convolved1;
      this.pooled1 = pooled1;
      this.convolved2 = convolved2;
      this.pooled2 = pooled2;
      this.dense = dense;
      convolution1 =
          new Convolution(
              precision(), input.channels, convolved1.channels, input.height, input.width);
    }

    @Override
    public Batch batch(int count) {
      return new CnnBatch(
          count,
          input.memory(count),
          new InputStage(layers().get(0), convolution1, input, convolved1, pooled1, count),
          new Stage(layers().get(1), pooled1, convolved2, pooled2, count),
          dense.chain(
              count,
              pooled2.values.view(0, count, pooled2.size()),
              pooled2.gradients.view(0, count, pooled2.size())));
    }

    @Override
    public void close() {
      dense.close();
      for (Plane plane : List.of(input, convolved1, pooled1, convolved2, pooled2)) {
        plane.close();
      }
    }
  }

  /**
   * The first convolution, its pool and ReLU. The images have few channels, and nobody asks for
   * their gradient. Each image goes through all loops while it is in the cache.
   */
  private final class InputStage {
    private final LayerParameters layer;
    private final Convolution convolution;
    private final Plane in;
    private final Plane convolved;
    private final Plane pooled;
    private final int count;

    InputStage(
        LayerParameters layer,
        Convolution convolution,
        Plane in,
        Plane convolved,
        Plane pooled,
        int count) {
      this.layer = layer;
      this.convolution = convolution;
      this.in = in;
      this.convolved = convolved;
      this.pooled = pooled;
      this.count = count;
    }

    void forward() {
      convolution.parameters(theta().memory(layer.weights()), theta().memory(layer.biases()));
      for (int i = 0; i < count; i++) {
        convolution.forward(convolved.memory(i, 1), in.memory(i, 1));
        Pooling.maxRelu(
            pooled.memory(i, 1), convolved.memory(i, 1), convolved.height, convolved.width);
      }
    }

    void backward() {
      Memory gradient = convolved.gradientMemory(0, 1);
      convolution.clearGradient();
      for (int i = 0; i < count; i++) {
        Pooling.maxReluBackward(
            gradient,
            convolved.memory(i, 1),
            pooled.memory(i, 1),
            pooled.gradientMemory(i, 1),
            convolved.height,
            convolved.width);
        convolution.addGradient(in.memory(i, 1), gradient);
      }
      convolution.gradient(
          gradientArray().memory(layer.weights()), gradientArray().memory(layer.biases()));
    }
  }

  /** A convolution, a pool and ReLU, bound to the arrays of one batch size. */
  private final class Stage {
    private final CustomOp convolution;
    private final CustomOp convolutionBackward;
    private final Plane convolved;
    private final Plane pooled;
    private final int count;

    Stage(LayerParameters layer, Plane in, Plane convolved, Plane pooled, int count) {
      long[] shape = {KERNEL, KERNEL, in.channels, convolved.channels};
      INDArray weights = theta().view(layer.weights().from(), shape);
      INDArray biases = theta().view(layer.biases().from(), convolved.channels);
      convolution = Nd4jOps.convolution(in.images(count), weights, biases, convolved.images(count));
      convolutionBackward =
          Nd4jOps.convolutionBackward(
              in.images(count),
              weights,
              biases,
              convolved.imageGradients(count),
              in.imageGradients(count),
              gradientArray().view(layer.weights().from(), shape),
              gradientArray().view(layer.biases().from(), convolved.channels));
      this.convolved = convolved;
      this.pooled = pooled;
      this.count = count;
    }

    void forward() {
      Nd4jOps.run(convolution);
      Pooling.maxRelu(
          pooled.memory(count), convolved.memory(count), convolved.height, convolved.width);
    }

    void backward() {
      Pooling.maxReluBackward(
          convolved.gradientMemory(0, count),
          convolved.memory(count),
          pooled.memory(count),
          pooled.gradientMemory(0, count),
          convolved.height,
          convolved.width);
      Nd4jOps.run(convolutionBackward);
    }
  }

  private final class CnnBatch implements Batch {
    private final int count;
    private final Memory input;
    private final InputStage stage1;
    private final Stage stage2;
    private final DenseLayers.Chain chain;

    CnnBatch(int count, Memory input, InputStage stage1, Stage stage2, DenseLayers.Chain chain) {
      this.count = count;
      this.input = input;
      this.stage1 = stage1;
      this.stage2 = stage2;
      this.chain = chain;
    }

    @Override
    public void forward(Inputs inputs, int[] order, int from, Dropout dropout) {
      load(input, inputs, order, from, count);
      stage1.forward();
      stage2.forward();
      Nd4jOps.run(chain.first().forward());
      chain.forwardFromFirstProduct(dropout);
    }

    @Override
    public void backward(Inputs inputs, int[] order, int from, Dropout dropout) {
      chain.backwardToFirstProduct(dropout);
      Nd4jOps.run(chain.first().weightsBackward());
      Nd4jOps.run(chain.first().inputBackward());
      stage2.backward();
      stage1.backward();
    }

    @Override
    public Memory output() {
      return chain.last().output();
    }

    @Override
    public Memory outputGradient() {
      return chain.last().outputGradient();
    }
  }
}
