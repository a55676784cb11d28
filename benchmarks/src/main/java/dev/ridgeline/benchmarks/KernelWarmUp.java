// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks;

import dev.ridgeline.simd.kernel.Warmup;
import dev.ridgeline.workbench.bench.Work;
import java.time.Duration;

/**
 * Waits until the vector kernels are compiled: before, Ridgeline takes plain loops, and a figure
 * would be theirs.
 */
public final class KernelWarmUp {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static boolean settled;

  private KernelWarmUp() {}

  /**
   * Runs the work once, which starts the compilation of what it needs, and waits for its end; says
   * so when that does not come. Only the first call of a process waits.
   *
   * @param work of cpu-simd
   */
  public static void run(Work work) {
    work.run();
    if (settled) {
      return;
    }
    settled = true;
    try {
      if (!Warmup.await(PATIENCE)) {
        System.err.println(
            "benchmarks: not all kernels could be compiled; measuring what there is");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
