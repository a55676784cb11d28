// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.data.Inputs;
import dev.ridgeline.neural.data.SparseInputs;
import dev.ridgeline.neural.kernel.Kernels;
import dev.ridgeline.neural.kernel.Memory;
import dev.ridgeline.neural.kernel.Precision;
import java.util.ArrayList;
import java.util.List;

/** Fully connected layers. Sparse inputs go through the first layer without their zeros. */
final class MlpNetwork extends FlatNetwork {
  MlpNetwork(MlpArchitecture architecture, Precision precision) {
    super(architecture, precision, DenseLayers.parameters(0, widths(architecture)));
  }

  private static List<Integer> widths(MlpArchitecture architecture) {
    List<Integer> widths = new ArrayList<>();
    widths.add(architecture.features());
    widths.addAll(architecture.hidden());
    widths.add(architecture.classes());
    return widths;
  }

  @Override
  Activations allocate(int examples) {
    return new MlpActivations(examples);
  }

  private final class MlpActivations implements Activations {
    private final Nd4jArray input;
    private final DenseLayers dense;

    MlpActivations(int examples) {
      input = new Nd4jArray(precision(), (long) examples * architecture().features());
      dense = new DenseLayers(MlpNetwork.this, layers(), examples);
    }

    @Override
    public Batch batch(int count) {
      int features = architecture().features();
      return new MlpBatch(
          count,
          input.memory().slice(0, (long) count * features),
          dense.chain(count, input.view(0, count, features), null));
    }

    @Override
    public void close() {
      dense.close();
      input.close();
    }
  }

  private final class MlpBatch implements Batch {
    private final int count;
    private final Memory input;
    private final DenseLayers.Chain chain;

    MlpBatch(int count, Memory input, DenseLayers.Chain chain) {
      this.count = count;
      this.input = input;
      this.chain = chain;
    }

    @Override
    public void forward(Inputs inputs, int[] order, int from, Dropout dropout) {
      DenseLayers.Layer first = chain.first();
      if (inputs instanceof SparseInputs sparse) {
        Kernels.sparseProduct(first.output(), first.weights(), rows(sparse), order, from, count);
      } else {
        load(input, inputs, order, from, count);
        Nd4jOps.run(first.forward());
      }
      chain.forwardFromFirstProduct(dropout);
    }

    @Override
    public void backward(Inputs inputs, int[] order, int from, Dropout dropout) {
      chain.backwardToFirstProduct(dropout);
      DenseLayers.Layer first = chain.first();
      if (inputs instanceof SparseInputs sparse) {
        Kernels.sparseTransposedProduct(
            first.weightsGradient(), first.outputGradient(), rows(sparse), order, from, count);
      } else {
        Nd4jOps.run(first.weightsBackward());
      }
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
