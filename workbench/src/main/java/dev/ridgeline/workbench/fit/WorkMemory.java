// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import java.util.Locale;

/** What of the heap tables and fits may take. */
final class WorkMemory {
  /** The program itself, measured: classes, options and what a report is made of. */
  private static final long PROGRAM = 24L << 20;

  /** Objects that are dead and not collected yet. */
  private static final double USABLE = 0.85;

  private WorkMemory() {}

  /** Bytes. */
  static long usable() {
    return usable(Runtime.getRuntime().maxMemory());
  }

  static long usable(long heap) {
    return (long) (USABLE * Math.max(0, heap - PROGRAM));
  }

  /** The heap in GB that so many usable bytes need. */
  static double heapFor(double bytes) {
    return Math.ceil((bytes / USABLE + PROGRAM) / 1e9);
  }

  /** A number of bytes for people. */
  static String size(double bytes) {
    return bytes < 1e7
        ? String.format(Locale.ROOT, "%,.0f kB", Math.ceil(bytes / 1e3))
        : String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
  }

  /** What helps where so many bytes are needed and fewer may be taken. */
  static String remedy(double needed, long there) {
    return needed <= usable()
        ? "a larger --memory"
        : String.format(Locale.ROOT, "JDK_JAVA_OPTIONS=-Xmx%.0fg", heapFor(needed))
            + (there < usable() ? " and a larger --memory" : "");
  }
}
