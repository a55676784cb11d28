// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.backends;

import dev.ridgeline.Ridgeline;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The backend of the cells of a run, which goes with their task to wherever they are computed: in
 * the JVM of the command it is the one that the run opened, in any other JVM one of the same name,
 * opened by the first cell that asks for it and kept until the JVM ends. Each cell computes with
 * one thread.
 *
 * <p>Safe for use by several threads.
 */
public final class CellBackend implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Map<String, Ridgeline> OPEN = new HashMap<>();

  /** Of the backend. */
  private final String name;

  private final transient Supplier<Ridgeline> here; // null once it was sent

  CellBackend(String name, Supplier<Ridgeline> here) {
    this.name = name;
    this.here = here;
  }

  /**
   * A backend that is open.
   *
   * @param ridgeline stays the caller's to close
   * @return it, for cells
   */
  public static CellBackend of(Ridgeline ridgeline) {
    return new CellBackend(ridgeline.backend().name(), () -> ridgeline);
  }

  /**
   * A backend by name, which every JVM opens for itself.
   *
   * @param name such as {@code cpu-simd}; {@code auto} may differ between machines
   * @return it, opened by whoever asks for it first
   */
  public static CellBackend named(String name) {
    return new CellBackend(name, null);
  }

  /**
   * The open backend.
   *
   * @return not to be closed
   * @throws dev.ridgeline.BackendUnavailableException when this machine has none of that name
   */
  public Ridgeline get() {
    return here == null ? opened(name) : here.get();
  }

  private static synchronized Ridgeline opened(String name) {
    return OPEN.computeIfAbsent(
        name, wanted -> Ridgeline.builder().backend(wanted).threads(1).open());
  }
}
