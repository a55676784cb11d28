// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import dev.ridgeline.BackendLostException;
import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.cuda.binding.CudaException;
import dev.ridgeline.spi.DeviceMemoryException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One GPU in use: the lanes of the threads that work on it, and whether it still answers.
 *
 * <p>Two kinds of failure are told apart. Memory that is spent is reported to the caller, who may
 * try a smaller piece. Anything else leaves the state of the device unknown (a fault of a kernel
 * stays with the process for good), so nothing is asked of it any more, and whoever holds results
 * to come learns so from {@link BackendLostException}.
 *
 * <p>Safe for use by several threads.
 */
public final class Device implements AutoCloseable {
  /** Named in exceptions, as users force it. */
  private static final String BACKEND = "cuda";

  private final CudaApi api;
  private final int ordinal;
  private final String name;
  private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
  private final Set<DeviceMemory> open = ConcurrentHashMap.newKeySet();
  private volatile CudaException lost;
  private volatile boolean closed;

  /**
   * Takes over a device.
   *
   * @param api the calls; closed with this
   * @param ordinal which device
   * @param name for messages
   */
  public Device(CudaApi api, int ordinal, String name) {
    this.api = api;
    this.ordinal = ordinal;
    this.name = name;
  }

  /**
   * Whether a call has failed and the device is not used any more.
   *
   * @return true for good
   */
  public boolean lost() {
    return lost != null;
  }

  /**
   * Runs work in the lane of the calling thread.
   *
   * @param work queues calls, or waits for them
   * @param <T> its result
   * @return its result
   * @throws DeviceMemoryException when the device's memory is spent: what the work has opened is
   *     closed, and a smaller piece may be tried
   * @throws BackendLostException when any other call failed, now or earlier
   * @throws IllegalStateException after {@link #close()}
   */
  public <T> T run(Function<Lane, T> work) {
    requireUsable();
    try {
      return work.apply(lane());
    } catch (CudaException failed) {
      throw translate(failed);
    }
  }

  DeviceMemory allocate(Lane lane, long bytes, long firstUser) {
    DeviceMemory memory = new DeviceMemory(this, api.malloc(bytes, firstUser), lane);
    open.add(memory);
    return memory;
  }

  /**
   * Releases memory in the lane of the calling thread. What fails is left alone: a caller that
   * closes has nothing to do about it, and the next verb says that the device is lost.
   */
  void release(DeviceMemory memory, Consumer<Lane> calls) {
    if (!open.remove(memory)) {
      return; // it went with the device
    }
    try {
      calls.accept(lane());
    } catch (CudaException failed) {
      if (lost == null && !failed.outOfMemory()) {
        lost = failed;
      }
    }
  }

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("the cuda backend is closed");
    }
    if (lost != null) {
      throw new BackendLostException(BACKEND, describe(lost), lost);
    }
  }

  private RuntimeException translate(CudaException failed) {
    CudaException cause = failed;
    if (failed.outOfMemory()) {
      try {
        recoverMemory();
        return new DeviceMemoryException(describe(failed), failed);
      } catch (CudaException worse) {
        cause = worse;
      }
    }
    if (lost == null) {
      lost = cause;
    }
    return new BackendLostException(BACKEND, describe(cause), cause);
  }

  /** Memory that the pool keeps may be what is missing: it goes back before the next try. */
  void recoverMemory() {
    api.clearError();
    for (Lane each : List.copyOf(lanes.values())) {
      api.streamSynchronize(each.stream());
    }
    api.trimPool(ordinal);
  }

  private String describe(CudaException failed) {
    return failed.getMessage() + " on " + name;
  }

  /** The lane of this thread, that of a thread that has ended, or a new one. */
  private Lane lane() {
    Thread current = Thread.currentThread();
    Lane own = lanes.get(current);
    if (own != null) {
      return own;
    }
    Lane lane = adopt();
    api.useDevice(ordinal);
    if (lane == null) {
      lane = new Lane(this, api);
    }
    lanes.put(current, lane);
    return lane;
  }

  private Lane adopt() {
    for (Map.Entry<Thread, Lane> entry : lanes.entrySet()) {
      if (!entry.getKey().isAlive() && lanes.remove(entry.getKey(), entry.getValue())) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Ends what is still open, all lanes, then the binding. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<Lane> ending = List.copyOf(lanes.values());
    lanes.clear();
    // closed in reverse order
    try (Owned all = new Owned()) {
      all.add(api::close);
      for (Lane lane : ending) {
        all.add(lane::close);
      }
      for (DeviceMemory memory : Set.copyOf(open)) {
        all.add(() -> memory.endWith(ending.getFirst()));
      }
      for (Lane lane : ending) {
        all.add(() -> api.streamSynchronize(lane.stream()));
      }
      all.add(() -> api.useDevice(ordinal));
      open.clear();
    }
  }
}
