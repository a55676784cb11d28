// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.spi.Scope;

/**
 * What one thread works with on a device: a stream for computing with its cuBLAS and cuSOLVER
 * handles, a stream for uploads, and pinned memory for both. Belongs to one thread at a time.
 */
public final class Lane implements AutoCloseable {
  /** Half of the pinned memory that designs go through. */
  private static final int UPLOAD_BYTES = 4 << 20;

  /** Half of the pinned memory that results and small vectors go through. */
  private static final int VECTOR_BYTES = 1 << 20;

  private final Device device;
  private final CudaApi api;
  private final Owned owned = new Owned();
  private final long stream;
  private final long blas;
  private final long solver;
  private final Staging uploads;
  private final Staging vectors;
  private final Ones ones = new Ones(this);

  Lane(Device device, CudaApi api) {
    this.device = device;
    this.api = api;
    try (Scope opening = new Scope()) {
      opening.add(owned);
      stream = api.streamCreate();
      owned.add(() -> api.streamDestroy(stream));
      blas = api.blasCreate(stream);
      owned.add(() -> api.blasDestroy(blas));
      solver = api.solverCreate(stream);
      owned.add(() -> api.solverDestroy(solver));
      vectors = new Staging(api, stream, VECTOR_BYTES);
      owned.add(vectors::close);
      long copies = api.streamCreate();
      owned.add(() -> api.streamDestroy(copies));
      uploads = new Staging(api, copies, UPLOAD_BYTES);
      owned.add(uploads::close);
      opening.keep(owned);
    }
  }

  /**
   * New memory, with undefined contents.
   *
   * @param bytes at least 1
   * @return closed by the caller, or with the device
   */
  public DeviceMemory allocate(long bytes) {
    return device.allocate(this, bytes, stream);
  }

  /**
   * New memory that {@link #uploads()} writes first; {@link Staging#publish} makes it usable.
   *
   * @param bytes at least 1
   * @return closed by the caller, or with the device
   */
  public DeviceMemory allocateForUpload(long bytes) {
    return device.allocate(this, bytes, uploads.stream());
  }

  /**
   * The calls.
   *
   * @return those of the device
   */
  public CudaApi api() {
    return api;
  }

  /**
   * Where work is queued.
   *
   * @return a stream
   */
  public long stream() {
    return stream;
  }

  /**
   * cuBLAS on {@link #stream()}.
   *
   * @return a handle
   */
  public long blas() {
    return blas;
  }

  /**
   * cuSOLVER on {@link #stream()}.
   *
   * @return a handle
   */
  public long solver() {
    return solver;
  }

  /**
   * Pinned memory beside the computing stream, for what is large.
   *
   * @return with a stream of its own
   */
  public Staging uploads() {
    return uploads;
  }

  /**
   * Pinned memory in the computing stream, for small vectors and for results.
   *
   * @return in {@link #stream()}
   */
  public Staging vectors() {
    return vectors;
  }

  /**
   * A column of ones on the device, which turns a product into a broadcast.
   *
   * @param length at least how many
   * @return memory of the lane's, good until more is asked for
   */
  public DeviceMemory ones(int length) {
    return ones.atLeast(length);
  }

  /**
   * After an allocation that failed: waits for all lanes and gives back what the pool keeps, so
   * that a smaller piece may fit.
   */
  public void recoverMemory() {
    device.recoverMemory();
  }

  /** Ends everything of the lane, in reverse order. */
  @Override
  public void close() {
    owned.close();
  }
}
