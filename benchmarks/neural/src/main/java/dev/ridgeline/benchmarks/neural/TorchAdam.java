// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam by PyTorch's fused kernel, which {@code torch.optim.Adam(fused=True)} of Python takes: one
 * pass over parameters and moments, several times as fast as the class Adam of the C++ library on a
 * million parameters. That kernel has no entry in the C++ interface seen from Java, so it is called
 * by its name.
 */
final class TorchAdam implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<Tensor> parameters;
  private final List<Tensor> values = new ArrayList<>();
  private final List<Tensor> moments = new ArrayList<>();
  private final Tensor steps = Tensor.create(new float[1]);
  private final Scalar one = new Scalar(1.0f);
  private final OperatorHandle kernel =
      Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", "");
  private final IValue tensors;
  private final IValue firstMoments;
  private final IValue secondMoments;
  private final IValue noTensors = list(List.of());
  private final IValue stepOfEach;
  private final IValue rate;
  private final IValue beta1 = new IValue(BETA1);
  private final IValue beta2 = new IValue(BETA2);
  private final IValue decay;
  private final IValue epsilon = new IValue(EPSILON);
  private final IValue no = new IValue(false);
  private final IValue nothing = new IValue();

  /**
   * For parameters that belong to somebody else.
   *
   * @param parameters leaves
   * @param learningRate the step size
   * @param weightDecay coupled into the gradient
   */
  TorchAdam(List<Tensor> parameters, double learningRate, double weightDecay) {
    this.parameters = List.copyOf(parameters);
    List<Tensor> first = new ArrayList<>();
    List<Tensor> second = new ArrayList<>();
    List<Tensor> step = new ArrayList<>();
    for (Tensor parameter : parameters) {
      values.add(parameter.detach());
      first.add(torch.zeros_like(values.getLast()));
      second.add(torch.zeros_like(values.getLast()));
      step.add(steps);
    }
    moments.addAll(first);
    moments.addAll(second);
    this.tensors = list(values);
    this.firstMoments = list(first);
    this.secondMoments = list(second);
    this.stepOfEach = list(step);
    this.rate = new IValue(learningRate);
    this.decay = new IValue(weightDecay);
  }

  private static IValue list(List<Tensor> tensors) {
    GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
    for (Tensor tensor : tensors) {
      list.push_back(new IValue(tensor));
    }
    return new IValue(list);
  }

  /** Forgets all steps. */
  void restart() {
    moments.forEach(Tensor::zero_);
    steps.zero_();
  }

  /** Takes a step along the gradients and drops them. Leaves pointers for the caller's scope. */
  void step() {
    steps.add_(one);
    List<Tensor> gradients = new ArrayList<>();
    for (Tensor parameter : parameters) {
      gradients.add(parameter.grad());
    }
    kernel.callBoxed(
        new IValueVector(
            tensors,
            list(gradients),
            firstMoments,
            secondMoments,
            noTensors,
            stepOfEach,
            rate,
            beta1,
            beta2,
            decay,
            epsilon,
            no,
            no,
            nothing,
            nothing));
    for (Tensor parameter : parameters) {
      parameter.mutable_grad().reset();
    }
  }

  @Override
  public void close() {
    for (IValue list : List.of(tensors, firstMoments, secondMoments, noTensors, stepOfEach)) {
      list.close();
    }
    for (IValue number : List.of(rate, beta1, beta2, decay, epsilon, no, nothing)) {
      number.close();
    }
    one.close();
    steps.close();
    moments.forEach(Tensor::close);
    values.forEach(Tensor::close);
  }
}
