// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.oracle;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.Regression;
import dev.ridgeline.neural.data.TrainingSet;
import dev.ridgeline.neural.kernel.Precision;
import dev.ridgeline.neural.model.CnnArchitecture;
import dev.ridgeline.neural.model.LayerParameters;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.model.ParameterRange;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The same network in PyTorch: operations, gradients and Adam are all its own. */
final class TorchNetwork {
  private final Network like;
  private final Precision precision;
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> biases = new ArrayList<>();
  private final TensorVector parameters = new TensorVector();

  /** Takes over the shape and the parameters; it may compute in another precision. */
  TorchNetwork(Network like, Precision precision) {
    this.like = like;
    this.precision = precision;
    double[] theta = like.parameters().toArray();
    for (LayerParameters layer : like.layers()) {
      weights.add(leaf(theta, layer.weights(), weightShape(layer)));
      biases.add(leaf(theta, layer.biases(), layer.biases().length()));
    }
    for (int i = 0; i < weights.size(); i++) {
      parameters.push_back(weights.get(i));
      parameters.push_back(biases.get(i));
    }
  }

  private long[] weightShape(LayerParameters layer) {
    long outputs = layer.biases().length();
    return layer.name().startsWith("conv")
        ? new long[] {3, 3, layer.fanIn() / 9, outputs}
        : new long[] {layer.fanIn(), outputs};
  }

  private Tensor leaf(double[] theta, ParameterRange range, long... shape) {
    double[] part = new double[range.length()];
    System.arraycopy(theta, range.from(), part, 0, part.length);
    return tensor(part, shape).set_requires_grad(true);
  }

  private Tensor tensor(double[] values, long... shape) {
    if (precision == Precision.DOUBLE) {
      return Tensor.create(values, shape);
    }
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return Tensor.create(rounded, shape);
  }

  /** The mean loss of all examples, as part of a graph. */
  Tensor loss(TrainingSet examples) {
    int count = examples.size();
    Tensor outputs = logits(wide(((DenseInputs) examples.inputs()).values()), count);
    return switch (examples) {
      case Examples classes -> {
        long[] labels = Arrays.stream(classes.labels()).asLongStream().toArray();
        yield torch.cross_entropy_loss(outputs, Tensor.create(labels, count));
      }
      case Regression numbers -> torch.mse_loss(outputs, tensor(wide(numbers.values()), count, 1));
    };
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private Tensor logits(double[] inputs, int count) {
    int at = 0;
    Tensor x;
    if (like.architecture() instanceof CnnArchitecture shape) {
      x = tensor(inputs, count, shape.channels(), shape.height(), shape.width());
      for (; at < 2; at++) {
        x =
            torch.conv2d(
                x,
                weights.get(at).permute(3, 2, 0, 1),
                new TensorOptional(biases.get(at)),
                new long[] {1, 1},
                new long[] {1, 1},
                new long[] {1, 1},
                1);
        x = torch.max_pool2d(torch.relu(x), 2, 2);
      }
      x = x.flatten(1, -1);
    } else {
      x = tensor(inputs, count, like.architecture().features());
    }
    for (; at < weights.size(); at++) {
      x = x.matmul(weights.get(at)).add(biases.get(at));
      if (at + 1 < weights.size()) {
        x = torch.relu(x);
      }
    }
    return x;
  }

  /** Half the squared distance to the values of a network, summed over its first layers. */
  Tensor halfSquaredDistance(Network anchor, int layers) {
    double[] theta = anchor.parameters().toArray();
    Tensor sum = tensor(new double[1], 1);
    for (int i = 0; i < layers; i++) {
      LayerParameters layer = like.layers().get(i);
      Tensor weight = leaf(theta, layer.weights(), weightShape(layer)).detach();
      Tensor bias = leaf(theta, layer.biases(), layer.biases().length()).detach();
      sum = sum.add(weights.get(i).sub(weight).square().sum());
      sum = sum.add(biases.get(i).sub(bias).square().sum());
    }
    return sum.mul(new Scalar(0.5));
  }

  /** torch.optim.Adam on all parameters. */
  Adam adam(double learningRate, double weightDecay) {
    AdamOptions options = new AdamOptions(learningRate);
    options.weight_decay().put(weightDecay);
    return new Adam(parameters, options);
  }

  /** All parameters, as our networks lay them out. */
  double[] theta() {
    return flat(false);
  }

  /** The gradient of all parameters. */
  double[] gradient() {
    return flat(true);
  }

  private double[] flat(boolean gradient) {
    double[] all = new double[like.parameterCount()];
    for (int i = 0; i < weights.size(); i++) {
      LayerParameters layer = like.layers().get(i);
      copy(gradient ? weights.get(i).grad() : weights.get(i), all, layer.weights());
      copy(gradient ? biases.get(i).grad() : biases.get(i), all, layer.biases());
    }
    return all;
  }

  private void copy(Tensor tensor, double[] all, ParameterRange range) {
    Tensor plain = tensor.detach().contiguous();
    if (precision == Precision.DOUBLE) {
      DoubleBuffer buffer = plain.createBuffer();
      buffer.get(all, range.from(), range.length());
    } else {
      FloatBuffer buffer = plain.createBuffer();
      for (int i = 0; i < range.length(); i++) {
        all[range.from() + i] = buffer.get(i);
      }
    }
  }
}
