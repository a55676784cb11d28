// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.jvm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what threads allocate. Safe for use by several threads. */
public final class Allocation {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private Allocation() {}

  /**
   * What the calling thread has allocated so far.
   *
   * @return bytes; always the same where the JVM does not count
   */
  public static long ofThisThread() {
    return THREADS == null ? -1 : THREADS.getCurrentThreadAllocatedBytes();
  }
}
