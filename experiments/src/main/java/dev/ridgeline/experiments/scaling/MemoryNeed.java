// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.scaling;

import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.workbench.cli.RunFailedException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What the largest setting of a run will hold in memory, said before anything is drawn.
 *
 * @param setting the largest one
 * @param perSeed bytes that a seed holds
 * @param together seeds at work at the same time
 * @param limit bytes that the JVM may take
 */
record MemoryNeed(Setting setting, long perSeed, int together, long limit) {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline");

  static MemoryNeed of(List<Setting> settings, ToLongFunction<Setting> bytes, int together) {
    Setting largest = settings.stream().max(Comparator.comparingLong(bytes)).orElseThrow();
    long limit = Runtime.getRuntime().maxMemory();
    return new MemoryNeed(largest, bytes.applyAsLong(largest), together, limit);
  }

  long total() {
    return perSeed * together;
  }

  /**
   * Logs the plan.
   *
   * @throws RunFailedException when it does not fit
   */
  void announce() {
    LOGGER.log(System.Logger.Level.INFO, this::toString);
    if (total() > limit) {
      throw new RunFailedException(
          this
              + ": use fewer --threads, a smaller --dimension, or a larger heap"
              + " (JDK_JAVA_OPTIONS=-Xmx..)");
    }
  }

  @Override
  public String toString() {
    return "memory planned: at most %s (dimension %d: %s a seed, %d at a time) of %s"
        .formatted(
            megabytes(total()),
            setting.dimension(),
            megabytes(perSeed),
            together,
            megabytes(limit));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
  }
}
