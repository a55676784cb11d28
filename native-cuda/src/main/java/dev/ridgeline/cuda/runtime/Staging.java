// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.spi.Scope;
import java.nio.ByteBuffer;

/**
 * Pinned memory between heap arrays and a device, in two halves: while one is on its way, the other
 * is filled. Everything goes through one stream, in order.
 *
 * <p>The invariant that makes it safe: bytes of a half are written again only after the event
 * behind its last copy has been waited for.
 */
public final class Staging implements AutoCloseable {
  private final CudaApi api;
  private final long stream;
  private final int halfBytes;
  private final Owned owned = new Owned();
  private final ByteBuffer pinned;
  private final long[] done = new long[2];
  private final boolean[] pending = new boolean[2];
  private int half;
  private int used;

  Staging(CudaApi api, long stream, int halfBytes) {
    this.api = api;
    this.stream = stream;
    this.halfBytes = halfBytes;
    try (Scope opening = new Scope()) {
      opening.add(owned);
      pinned = api.hostAlloc(2 * halfBytes);
      owned.add(() -> api.hostFree(pinned));
      for (int h = 0; h < 2; h++) {
        long event = api.eventCreate();
        owned.add(() -> api.eventDestroy(event));
        done[h] = event;
      }
      opening.keep(owned);
    }
  }

  /**
   * The stream that copies go through.
   *
   * @return a stream
   */
  public long stream() {
    return stream;
  }

  /**
   * Queues a copy to the device. The array may change as soon as this returns.
   *
   * @param pointer to
   * @param source from
   * @param from first element
   * @param count how many
   */
  public void upload(long pointer, double[] source, int from, int count) {
    for (int at = 0; at < count; ) {
      int piece = Math.min(count - at, room() / Double.BYTES);
      pinned
          .asDoubleBuffer()
          .put((half * halfBytes + used) / Double.BYTES, source, from + at, piece);
      send(pointer + (long) at * Double.BYTES, piece * Double.BYTES);
      at += piece;
    }
  }

  /**
   * Queues a copy of equally spaced numbers, such as addresses of the items of a batch.
   *
   * @param pointer to
   * @param first the first number
   * @param step between numbers
   * @param count how many
   */
  public void uploadRamp(long pointer, long first, long step, int count) {
    for (int at = 0; at < count; ) {
      int piece = Math.min(count - at, room() / Long.BYTES);
      int base = half * halfBytes + used;
      for (int i = 0; i < piece; i++) {
        pinned.putLong(base + i * Long.BYTES, first + (at + i) * step);
      }
      send(pointer + (long) at * Long.BYTES, piece * Long.BYTES);
      at += piece;
    }
  }

  private int room() {
    if (halfBytes - used < Double.BYTES) {
      turn();
    }
    return halfBytes - used;
  }

  private void send(long pointer, int bytes) {
    api.copyToDevice(pointer, pinned, half * halfBytes + used, bytes, stream);
    used += bytes;
  }

  /** Marks what was sent from this half, and waits until the other may be used. */
  private void turn() {
    if (used > 0) {
      api.eventRecord(done[half], stream);
      pending[half] = true;
    }
    half = 1 - half;
    used = 0;
    if (pending[half]) {
      api.eventSynchronize(done[half]);
      pending[half] = false;
    }
  }

  /**
   * Lets work that another stream queues from now on see what was uploaded.
   *
   * @param other the stream that waits; the host does not
   */
  public void publish(long other) {
    turn();
    // the mark of the half just left is the last thing in this stream
    if (pending[1 - half]) {
      api.streamWaitEvent(other, done[1 - half]);
    }
  }

  /**
   * Copies from the device, and waits.
   *
   * @param pointer from
   * @param target to
   * @param from first element
   * @param count how many
   */
  public void download(long pointer, double[] target, int from, int count) {
    int whole = halfBytes / Double.BYTES;
    int arriving = 0;
    for (int at = 0; at < count || arriving > 0; ) {
      int piece = Math.min(count - at, whole);
      int landed = half;
      if (piece > 0) {
        turn();
        api.copyToHost(
            pinned, half * halfBytes, pointer + (long) at * Double.BYTES, 8L * piece, stream);
        api.eventRecord(done[half], stream);
        pending[half] = true;
      }
      if (arriving > 0) {
        // while the next piece is on its way
        wait(landed);
        pinned
            .asDoubleBuffer()
            .get(landed * halfBytes / Double.BYTES, target, from + at - arriving, arriving);
      }
      arriving = piece;
      at += piece;
    }
  }

  /**
   * Copies whole numbers from the device, and waits.
   *
   * @param pointer from
   * @param count how many
   * @return the numbers
   */
  public int[] downloadInts(long pointer, int count) {
    int[] target = new int[count];
    int whole = halfBytes / Integer.BYTES;
    for (int at = 0; at < count; at += whole) {
      int piece = Math.min(count - at, whole);
      turn();
      api.copyToHost(
          pinned, half * halfBytes, pointer + (long) at * Integer.BYTES, 4L * piece, stream);
      api.eventRecord(done[half], stream);
      pending[half] = true;
      wait(half);
      pinned.asIntBuffer().get(half * halfBytes / Integer.BYTES, target, at, piece);
    }
    return target;
  }

  private void wait(int which) {
    api.eventSynchronize(done[which]);
    pending[which] = false;
  }

  /** Waits for what is on its way, then ends events and memory. */
  @Override
  public void close() {
    owned.add(() -> api.streamSynchronize(stream));
    owned.close();
  }
}
