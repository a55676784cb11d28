// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks;

import dev.ridgeline.benchmarks.work.Work;
import dev.ridgeline.simd.kernel.Compiled;
import java.util.List;

/**
 * Runs a work until the vector kernels are compiled: before, Ridgeline takes plain loops, and a
 * figure would be theirs.
 */
public final class KernelWarmUp {
  private static final List<Compiled> FAMILIES =
      List.of(Compiled.TILES, Compiled.COLUMNS, Compiled.SMALL, Compiled.SHIFTED);

  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static boolean gaveUp;

  private KernelWarmUp() {}

  /**
   * Whether every family of kernels is compiled.
   *
   * @return false until then
   */
  public static boolean ready() {
    return FAMILIES.stream().allMatch(Compiled::ready);
  }

  /**
   * Runs the work at least once and until the kernels are ready; gives up after 20 seconds, once in
   * a process, and says so.
   *
   * @param work keeps the processor busy with what will be measured
   */
  public static void run(Work work) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    do {
      work.run();
    } while (!gaveUp && !ready() && System.nanoTime() < end);
    if (!gaveUp && !ready()) {
      gaveUp = true;
      System.err.println("benchmarks: kernels not compiled after 20 s; measuring what there is");
    }
  }
}
