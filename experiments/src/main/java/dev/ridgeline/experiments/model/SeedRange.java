// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.random.Rng;
import java.util.stream.LongStream;

/** The seeds that {@code --seeds} and {@code --first-seed} ask for. */
public final class SeedRange {
  private SeedRange() {}

  /**
   * Refuses what cannot be seeded.
   *
   * @param rng takes the seeds
   * @param first the first one
   * @param count how many
   * @param most how many at most
   * @return first, first + 1, ..
   */
  public static long[] of(Rng rng, long first, int count, int most) {
    if (count > most) {
      throw new BadInputException("--seeds", count, "at most " + most);
    }
    if (first > Long.MAX_VALUE - count) {
      throw new BadInputException(
          "--first-seed", first, "a number with room for " + count + " seeds");
    }
    rng.requireSeeds("--first-seed", first, count);
    return LongStream.range(first, first + count).toArray();
  }
}
