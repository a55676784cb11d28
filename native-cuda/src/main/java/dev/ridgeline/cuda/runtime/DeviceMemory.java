// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.spi.Resource;

/**
 * An allocation on a device and the lane that last worked on it. When another lane comes, the
 * former one is waited for, so that memory may be handed from thread to thread like any object.
 */
public final class DeviceMemory implements Resource {
  private final Device device;
  private final long pointer;
  private Lane last;
  private boolean closed;

  DeviceMemory(Device device, long pointer, Lane first) {
    this.device = device;
    this.pointer = pointer;
    this.last = first;
  }

  /**
   * The address, for calls that a lane queues from now on.
   *
   * @param lane of the calling thread
   * @return a pointer
   * @throws IllegalStateException after {@link #close()}
   */
  public long in(Lane lane) {
    if (closed) {
      throw new IllegalStateException("a block of the cuda backend is used after it was closed");
    }
    if (last != lane) {
      lane.api().streamSynchronize(last.stream());
      last = lane;
    }
    return pointer;
  }

  /** Gives the memory back behind the work that is queued. Does nothing a second time. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.release(this);
    }
  }

  /** All work on this memory is in the last lane: others were waited for. */
  void free(CudaApi api) {
    api.free(pointer, last.stream());
  }
}
