// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.memory;

import dev.ridgeline.cuda.runtime.DeviceMemory;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.cuda.runtime.Staging;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Resource;
import dev.ridgeline.spi.Scope;

/** Blocks from the heap and back, through pinned memory. */
public final class Transfers {
  private Transfers() {}

  /**
   * Copies a batch to new memory, as it is stored but without its gaps. The copy runs beside what
   * the lane computes; work queued from now on waits for it, the host does not.
   *
   * @param lane of the calling thread
   * @param host column-major, or row-major as the block of its transpose
   * @return a block of the caller's
   */
  public static DeviceBlock upload(Lane lane, MatrixBatch host) {
    MatrixBatch stored = host.asStored();
    int rows = stored.rows();
    int columns = stored.columns();
    boolean shared = stored.batchStride() == 0;
    int items = shared ? Math.min(1, stored.count()) : stored.count();
    if (items == 0 || rows == 0 || columns == 0) {
      return DeviceBlock.allocate(lane, rows, columns, stored.count());
    }
    Staging staging = lane.uploads();
    long bytes = DeviceBlock.bytes((long) rows * columns * items);
    DeviceMemory memory = lane.allocateForUpload(bytes);
    try (Scope scope = new Scope()) {
      DeviceBlock block =
          scope.add(DeviceBlock.over(memory, rows, columns, shared, stored.count()));
      // pieces on their way must have arrived before the lane gives the memory back
      Resource arrived = scope.add(() -> staging.publish(lane.stream()));
      long pointer = memory.in(lane);
      for (int item = 0; item < items; item++) {
        int start = (int) (stored.offset() + item * stored.batchStride());
        if (stored.leadingDimension() == rows) {
          staging.upload(pointer, stored.data(), start, rows * columns);
          pointer += (long) Double.BYTES * rows * columns;
          continue;
        }
        for (int j = 0; j < columns; j++) {
          staging.upload(pointer, stored.data(), start + j * stored.leadingDimension(), rows);
          pointer += (long) Double.BYTES * rows;
        }
      }
      staging.publish(lane.stream());
      scope.keep(arrived);
      return scope.keep(block);
    }
  }

  /**
   * Copies a block to the heap, and waits.
   *
   * @param lane of the calling thread
   * @param block any view
   * @param target receives all items, dense
   * @param offset first element
   */
  public static void download(Lane lane, DeviceBlock block, double[] target, int offset) {
    if (block.isEmpty()) {
      return;
    }
    int length = MatrixBatch.size(block.rows(), block.columns(), block.count());
    if (block.isFlat()) {
      lane.vectors().download(block.at(lane, 0), target, offset, length);
      return;
    }
    // put together on the device: one long copy instead of many short ones
    try (DeviceBlock dense = packed(lane, block)) {
      lane.vectors().download(dense.at(lane, 0), target, offset, length);
    }
  }

  private static DeviceBlock packed(Lane lane, DeviceBlock block) {
    try (Scope scope = new Scope()) {
      DeviceBlock dense =
          scope.add(DeviceBlock.allocate(lane, block.rows(), block.columns(), block.count()));
      for (int item = 0; item < block.count(); item++) {
        lane.api()
            .copyOnDevice(
                dense.at(lane, item),
                block.at(lane, item),
                Double.BYTES * block.size(),
                lane.stream());
      }
      return scope.keep(dense);
    }
  }
}
