// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.kernel.Memory;
import dev.ridgeline.neural.kernel.Precision;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A vector that both ND4J and the kernels work on. Views end with it. */
final class Nd4jArray implements AutoCloseable {
  private final INDArray array;
  private final Memory memory;

  /** Allocates zeros. */
  Nd4jArray(Precision precision, long length) {
    DataType type = precision == Precision.FLOAT ? DataType.FLOAT : DataType.DOUBLE;
    // An empty array has no memory at all.
    this.array = Nd4j.create(type, Math.max(length, 1));
    this.memory = Memory.at(array.data().address(), precision, Math.max(length, 1));
  }

  Memory memory() {
    return memory;
  }

  Memory memory(ParameterRange range) {
    return memory.slice(range.from(), range.length());
  }

  /** The numbers from one place on, row-major in some shape; written to, this changes. */
  INDArray view(long from, long... shape) {
    long count = 1;
    for (long extent : shape) {
      count = Math.multiplyExact(count, extent);
    }
    return array.get(NDArrayIndex.interval(from, from + count)).reshape('c', shape);
  }

  @Override
  public void close() {
    array.close();
  }
}
