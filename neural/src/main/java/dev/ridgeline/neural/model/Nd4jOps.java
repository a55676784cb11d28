// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The operations of ND4J that networks are made of. They are bound to their arrays once and then
 * only run.
 */
final class Nd4jOps {
  /**
   * Kernel height and width, strides, paddings, dilations, padding as needed to keep the size,
   * channels before height, weights as height x width x inputs x outputs.
   */
  private static final int[] CONVOLUTION = {3, 3, 1, 1, 0, 0, 1, 1, 1, 0, 0};

  /** Set where this thread computes with one OpenMP thread. */
  private static final ThreadLocal<Boolean> SINGLE = new ThreadLocal<>();

  private Nd4jOps() {}

  /**
   * Lets the calling thread compute with one core. Runs side by side use the cores better than
   * threads within a run, and bits depend on the number of threads. OpenMP keeps this setting per
   * thread; the one in ND4J's environment has no effect.
   */
  static void useOneCore() {
    if (SINGLE.get() == null) {
      Nd4j.getMemoryManager().togglePeriodicGc(false);
      Nd4j.factory().blas().setMaxThreads(1);
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      SINGLE.set(true);
    }
  }

  /** {@code c = a b}, either factor transposed if asked for. */
  static CustomOp product(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    return DynamicCustomOp.builder("matmul")
        .addInputs(a, b)
        .addOutputs(c)
        .addIntegerArguments(transposeA ? 1 : 0, transposeB ? 1 : 0, 0)
        .build();
  }

  /** A 3 x 3 convolution padded by 1; images are examples x channels x height x width. */
  static CustomOp convolution(INDArray images, INDArray weights, INDArray biases, INDArray out) {
    return DynamicCustomOp.builder("conv2d")
        .addInputs(images, weights, biases)
        .addOutputs(out)
        .addIntegerArguments(CONVOLUTION)
        .build();
  }

  /** The gradients of images, weights and biases of {@link #convolution}. */
  static CustomOp convolutionBackward(
      INDArray images,
      INDArray weights,
      INDArray biases,
      INDArray outGradient,
      INDArray imagesGradient,
      INDArray weightsGradient,
      INDArray biasesGradient) {
    return DynamicCustomOp.builder("conv2d_bp")
        .addInputs(images, weights, biases, outGradient)
        .addOutputs(imagesGradient, weightsGradient, biasesGradient)
        .addIntegerArguments(CONVOLUTION)
        .build();
  }

  static void run(CustomOp op) {
    Nd4j.getExecutioner().exec(op);
  }
}
