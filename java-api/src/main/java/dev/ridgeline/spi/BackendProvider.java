// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import java.util.OptionalDouble;

/**
 * Announces a backend to {@link java.util.ServiceLoader}. It loads on every machine: whatever may
 * be missing is touched inside {@link #probe()} at the earliest, and reported, not thrown.
 */
public interface BackendProvider {
  /**
   * The name users force it by, such as {@code reference}, {@code cpu-simd} or {@code cuda}.
   *
   * @return a lower-case name
   */
  String name();

  /**
   * The order in which {@code auto} asks: the available provider with the highest number wins.
   *
   * @return 0 for the reference
   */
  int priority();

  /**
   * Looks whether the backend can run here.
   *
   * @return the device, or the reason and the remedy
   */
  Availability probe();

  /**
   * Opens the backend.
   *
   * @param workers the threads it may use, shared with the algorithms above it
   * @return a backend of its own, closed by the caller
   * @throws dev.ridgeline.BackendUnavailableException when the probe would say so
   */
  Backend open(Workers workers);

  /**
   * What one thread of the host reaches in fused multiply-adds on registers, measured now, which
   * takes a second: what results of a benchmark are a share of.
   *
   * @return GFLOP/s; empty where nobody can tell
   */
  default OptionalDouble peak() {
    return OptionalDouble.empty();
  }

  /**
   * Begins beside the caller's work, on threads of its own that keep no JVM alive, what an open
   * backend would begin anyway, such as getting its kernels compiled. Called at most as a hint, and
   * only after a probe that found a device.
   */
  default void prepare() {}
}
