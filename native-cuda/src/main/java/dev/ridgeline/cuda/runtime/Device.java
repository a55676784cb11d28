// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import dev.ridgeline.BackendLostException;
import dev.ridgeline.DeviceMemoryException;
import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.cuda.binding.CudaException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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

  /** Held for reading by every verb, for writing by the end. */
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

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
   * Why the device is not used any more.
   *
   * @return empty while it is; otherwise the call that failed, for good
   */
  public Optional<String> lost() {
    return Optional.ofNullable(lost).map(this::describe);
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
    inUse.readLock().lock();
    try {
      requireUsable();
      return work.apply(lane());
    } catch (CudaException failed) {
      throw translate(failed);
    } finally {
      inUse.readLock().unlock();
    }
  }

  DeviceMemory allocate(Lane lane, long bytes, long firstUser) {
    DeviceMemory memory = new DeviceMemory(this, api.malloc(bytes, firstUser), lane);
    open.add(memory);
    return memory;
  }

  /**
   * Gives memory back. What fails is left for the end of the device: a caller that closes has
   * nothing to do about it, and the next verb says that the device is lost.
   */
  void release(DeviceMemory memory) {
    inUse.readLock().lock();
    try {
      if (open.remove(memory)) {
        api.useDevice(ordinal); // a thread that only closes has no lane
        memory.free(api);
      }
    } catch (CudaException failed) {
      open.add(memory);
    } finally {
      inUse.readLock().unlock();
    }
  }

  private synchronized void lose(CudaException failed) {
    if (lost == null) {
      lost = failed;
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
        return new DeviceMemoryException(describe(failed), failed, () -> lose(failed));
      } catch (CudaException worse) {
        cause = worse;
      }
    }
    lose(cause);
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
    if (own == null || current.isVirtual()) {
      api.useDevice(ordinal); // a virtual thread may have come to another carrier
    }
    if (own == null) {
      own = adopt();
      if (own == null) {
        own = open();
      }
      lanes.put(current, own);
    }
    return own;
  }

  /**
   * Libraries that find no memory for a handle call it a failed initialisation: what the pool keeps
   * is given back, and they are asked once more.
   */
  private Lane open() {
    try {
      return new Lane(this, api);
    } catch (CudaException failed) {
      recoverMemory();
      return new Lane(this, api);
    }
  }

  private Lane adopt() {
    for (Thread thread : Set.copyOf(lanes.keySet())) {
      // whoever removes it has it: two new threads may come at once
      Lane free = thread.isAlive() ? null : lanes.remove(thread);
      if (free != null) {
        return free;
      }
    }
    return null;
  }

  /** Waits for verbs under way, then ends what is still open, all lanes, and the binding. */
  @Override
  public void close() {
    inUse.writeLock().lock();
    try (Owned all = new Owned()) {
      if (closed) {
        return;
      }
      closed = true;
      // closed in reverse order
      all.add(api::close);
      for (Lane lane : lanes.values()) {
        all.add(lane::close);
      }
      for (DeviceMemory memory : open) {
        all.add(() -> memory.free(api));
      }
      for (Lane lane : lanes.values()) {
        all.add(() -> api.streamSynchronize(lane.stream()));
      }
      all.add(() -> api.useDevice(ordinal));
    } finally {
      lanes.clear();
      open.clear();
      inUse.writeLock().unlock();
    }
  }
}
