// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.neural.model.LayerParameters;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.model.ParameterRange;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The same network in PyTorch's own layout: weights of a product are outputs x inputs, those of a
 * convolution outputs x inputs x 3 x 3. ReLU comes after the pool and works in place, as it does in
 * Ridgeline.
 */
final class TorchNetwork implements AutoCloseable {
  private static final long[] ONES = {1, 1};
  private static final int CONVOLUTIONS_KERNEL = 3;

  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> biases = new ArrayList<>();
  private final List<Tensor> starts = new ArrayList<>();
  private final List<TensorOptional> optionalBiases = new ArrayList<>();
  private final int convolutions;

  TorchNetwork(TrainingTask task) {
    try (Network network = task.start()) {
      double[] theta = network.parameters().toArray();
      int kernels = 0;
      for (LayerParameters layer : network.layers()) {
        long outputs = layer.biases().length();
        Tensor weight;
        if (layer.name().startsWith("conv")) {
          kernels++;
          long channels = layer.fanIn() / (CONVOLUTIONS_KERNEL * CONVOLUTIONS_KERNEL);
          weight =
              part(
                      theta,
                      layer.weights(),
                      CONVOLUTIONS_KERNEL,
                      CONVOLUTIONS_KERNEL,
                      channels,
                      outputs)
                  .permute(3, 2, 0, 1);
        } else {
          weight = part(theta, layer.weights(), layer.fanIn(), outputs).t();
        }
        weights.add(leaf(weight.contiguous()));
        biases.add(leaf(part(theta, layer.biases(), outputs)));
        optionalBiases.add(new TensorOptional(biases.getLast()));
      }
      convolutions = kernels;
    }
  }

  private static Tensor part(double[] theta, ParameterRange range, long... shape) {
    float[] values = new float[range.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) theta[range.from() + i];
    }
    return Tensor.create(values, shape);
  }

  private Tensor leaf(Tensor start) {
    starts.add(start);
    return start.clone().set_requires_grad(true);
  }

  /** Weights and biases in turn, from the input on; they belong to this network. */
  List<Tensor> parameters() {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      all.add(weights.get(i));
      all.add(biases.get(i));
    }
    return all;
  }

  /** Puts the first parameters back. */
  void restart() {
    List<Tensor> parameters = parameters();
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).detach().copy_(starts.get(i));
    }
  }

  /** The outputs before softmax, as part of a graph. */
  Tensor logits(Tensor batch, double dropout) {
    Tensor x = batch;
    for (int i = 0; i < convolutions; i++) {
      x = torch.conv2d(x, weights.get(i), optionalBiases.get(i), ONES, ONES, ONES, 1);
      x = torch.relu_(torch.max_pool2d(x, 2, 2));
    }
    if (convolutions > 0) {
      x = x.flatten(1, -1);
    }
    int last = weights.size() - 1;
    for (int i = convolutions; i < last; i++) {
      x = torch.relu_(torch.linear(x, weights.get(i), optionalBiases.get(i)));
      if (dropout > 0) {
        x = torch.dropout(x, dropout, true);
      }
    }
    return torch.linear(x, weights.get(last), optionalBiases.get(last));
  }

  @Override
  public void close() {
    optionalBiases.forEach(TensorOptional::close);
    starts.forEach(Tensor::close);
    biases.forEach(Tensor::close);
    weights.forEach(Tensor::close);
  }
}
