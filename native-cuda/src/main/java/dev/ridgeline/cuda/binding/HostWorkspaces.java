// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Host memory that queued work of a handle may still use after the call: it stays until the handle
 * ends. Safe for use by several threads, each with a handle of its own.
 */
final class HostWorkspaces {
  /** The largest segment of each handle; the smaller ones live in the same arena. */
  private final Map<Long, Workspace> byHandle = new ConcurrentHashMap<>();

  private record Workspace(Arena arena, MemorySegment segment) {}

  /** Zeroed when new. */
  MemorySegment of(long handle, long bytes) {
    if (bytes == 0) {
      return MemorySegment.NULL;
    }
    return byHandle
        .compute(
            handle,
            (key, old) -> {
              if (old != null && old.segment().byteSize() >= bytes) {
                return old;
              }
              Arena arena = old == null ? Arena.ofShared() : old.arena();
              // At least doubled, so that all of a handle's segments are twice the largest at most.
              long length = old == null ? bytes : Math.max(bytes, 2 * old.segment().byteSize());
              return new Workspace(arena, arena.allocate(length, 64));
            })
        .segment();
  }

  void release(long handle) {
    Workspace old = byHandle.remove(handle);
    if (old != null) {
      old.arena().close();
    }
  }
}
