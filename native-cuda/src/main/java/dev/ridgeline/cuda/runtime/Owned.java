// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.runtime;

import dev.ridgeline.spi.Resource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has been opened, closed in reverse order. A release that fails does not keep the others from
 * being tried: after a fault every call fails, and nothing can be done about it.
 */
final class Owned implements Resource {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline.cuda");

  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Remembers how to release what has just been opened. */
  void add(Runnable release) {
    releases.push(release);
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      try {
        releases.pop().run();
      } catch (RuntimeException failed) {
        LOGGER.log(System.Logger.Level.DEBUG, "while closing: {0}", failed.getMessage());
      }
    }
  }
}
