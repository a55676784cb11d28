// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.kernel.Kernels;
import dev.ridgeline.neural.kernel.Memory;
import dev.ridgeline.neural.kernel.Precision;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * Memory for fully connected layers, ReLU after all but the last: of a whole network, or behind
 * convolutions. The input of the first layer, and its gradient, belong to the caller.
 */
final class DenseLayers implements AutoCloseable {
  private final Nd4jArray theta;
  private final Nd4jArray gradient;
  private final List<LayerParameters> layers;
  private final List<Nd4jArray> outputs = new ArrayList<>();
  private final List<Nd4jArray> outputGradients = new ArrayList<>();
  private final List<Nd4jArray> masks = new ArrayList<>();

  DenseLayers(FlatNetwork network, List<LayerParameters> layers, int examples) {
    this.theta = network.theta();
    this.gradient = network.gradientArray();
    this.layers = layers;
    Precision precision = network.precision();
    int last = layers.size() - 1;
    for (int i = 0; i <= last; i++) {
      long size = (long) examples * layers.get(i).biases().length();
      outputs.add(new Nd4jArray(precision, size));
      outputGradients.add(new Nd4jArray(precision, size));
      masks.add(new Nd4jArray(precision, i == last ? 0 : size));
    }
  }

  /** Where the parameters of a chain of layers lie. */
  static List<LayerParameters> parameters(int from, List<Integer> widths) {
    List<LayerParameters> layers = new ArrayList<>();
    int at = from;
    for (int i = 1; i < widths.size(); i++) {
      int fanIn = widths.get(i - 1);
      int split = Math.addExact(at, Math.multiplyExact(fanIn, widths.get(i)));
      int end = Math.addExact(split, widths.get(i));
      layers.add(
          new LayerParameters(
              "dense" + i, new ParameterRange(at, split), new ParameterRange(split, end), fanIn));
      at = end;
    }
    return layers;
  }

  @Override
  public void close() {
    outputs.forEach(Nd4jArray::close);
    outputGradients.forEach(Nd4jArray::close);
    masks.forEach(Nd4jArray::close);
  }

  /**
   * Binds the operations for batches of one size.
   *
   * @param input count x fan-in
   * @param inputGradient takes the gradient of the input; null if nobody wants it
   */
  Chain chain(int count, INDArray input, INDArray inputGradient) {
    List<Layer> bound = new ArrayList<>();
    INDArray in = input;
    INDArray inGradient = inputGradient;
    for (int i = 0; i < layers.size(); i++) {
      LayerParameters layer = layers.get(i);
      int width = layer.biases().length();
      INDArray weights = theta.view(layer.weights().from(), layer.fanIn(), width);
      INDArray weightsGradient = gradient.view(layer.weights().from(), layer.fanIn(), width);
      INDArray out = outputs.get(i).view(0, count, width);
      INDArray outGradient = outputGradients.get(i).view(0, count, width);
      long size = (long) count * width;
      bound.add(
          new Layer(
              Nd4jOps.product(in, false, weights, false, out),
              Nd4jOps.product(in, true, outGradient, false, weightsGradient),
              inGradient == null
                  ? null
                  : Nd4jOps.product(outGradient, false, weights, true, inGradient),
              theta.memory(layer.weights()),
              theta.memory(layer.biases()),
              gradient.memory(layer.weights()),
              gradient.memory(layer.biases()),
              outputs.get(i).memory().slice(0, size),
              outputGradients.get(i).memory().slice(0, size),
              i + 1 < layers.size() ? masks.get(i).memory().slice(0, size) : null));
      in = out;
      inGradient = outGradient;
    }
    return new Chain(count, bound);
  }

  /** One layer: operations bound to the arrays of one batch size, and the memory of those. */
  record Layer(
      CustomOp forward,
      CustomOp weightsBackward,
      CustomOp inputBackward,
      Memory weights,
      Memory biases,
      Memory weightsGradient,
      Memory biasesGradient,
      Memory output,
      Memory outputGradient,
      Memory mask) {}

  /** All layers, for batches of one size. */
  static final class Chain {
    private final int count;
    private final List<Layer> layers;

    Chain(int count, List<Layer> layers) {
      this.count = count;
      this.layers = layers;
    }

    Layer first() {
      return layers.getFirst();
    }

    Layer last() {
      return layers.getLast();
    }

    /** Everything after the first product. */
    void forwardFromFirstProduct(Dropout dropout) {
      for (int i = 0; i < layers.size(); i++) {
        Layer layer = layers.get(i);
        if (i > 0) {
          Nd4jOps.run(layer.forward());
        }
        if (i == layers.size() - 1) {
          Kernels.addBias(layer.output(), layer.biases(), count);
        } else {
          Kernels.addBiasRelu(layer.output(), layer.biases(), count);
          if (dropout.isOn()) {
            dropout.draw(layer.mask(), layer.mask().length());
            Kernels.multiply(layer.output(), layer.mask());
          }
        }
      }
    }

    /** Everything but the gradients of the first weights and of the input. */
    void backwardToFirstProduct(Dropout dropout) {
      for (int i = layers.size() - 1; i >= 0; i--) {
        Layer layer = layers.get(i);
        if (i < layers.size() - 1) {
          Kernels.reluBackward(layer.outputGradient(), layer.output(), dropout.scale());
        }
        Kernels.columnSums(layer.biasesGradient(), layer.outputGradient(), count);
        if (i > 0) {
          Nd4jOps.run(layer.weightsBackward());
          Nd4jOps.run(layer.inputBackward());
        }
      }
    }
  }
}
