// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/** Something to close whose closing throws no checked exception: blocks, factors, reductions. */
@FunctionalInterface
public interface Resource extends AutoCloseable {
  /** Releases it. */
  @Override
  void close();
}
