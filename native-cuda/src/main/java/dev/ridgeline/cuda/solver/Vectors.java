// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.runtime.DeviceMemory;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.spi.Scope;

/**
 * Small vectors made on the heap: filters, shifts, addresses. They go through the lane's stream.
 */
final class Vectors {
  private Vectors() {}

  /** A dense block of the caller's. */
  static DeviceBlock upload(Lane lane, double[] values, int rows, int columns, int count) {
    try (Scope scope = new Scope()) {
      DeviceBlock block = scope.add(DeviceBlock.allocate(lane, rows, columns, count));
      lane.vectors().upload(block.at(lane, 0), values, 0, values.length);
      return scope.keep(block);
    }
  }

  /** Addresses of the items of a block, in device memory of the caller's. */
  static DeviceMemory addresses(Lane lane, DeviceBlock block) {
    try (Scope scope = new Scope()) {
      DeviceMemory memory = scope.add(lane.allocate(8L * Math.max(1, block.count())));
      lane.vectors()
          .uploadRamp(
              memory.in(lane),
              block.at(lane, 0),
              Double.BYTES * block.batchStride(),
              block.count());
      return scope.keep(memory);
    }
  }
}
