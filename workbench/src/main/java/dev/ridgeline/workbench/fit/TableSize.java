// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.table.Selection;
import dev.ridgeline.workbench.table.TableSource;

/**
 * The size of a table by a look at its beginning.
 *
 * @param rows about how many
 * @param seconds that reading all takes, about
 */
record TableSize(double rows, double seconds) {
  /** Rows that are looked at, at most, and numbers. */
  private static final int MOST_ROWS = 20_000;

  private static final int NUMBERS = 500_000;

  /** Ends a look. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient TableSize size;

    Enough(TableSize size) {
      super(null, null, false, false);
      this.size = size;
    }
  }

  static TableSize of(TableSource source, Selection wanted) {
    long start = System.nanoTime();
    long[] rows = {0};
    int columns = wanted.numbers().size() + wanted.texts().size();
    int look = Math.clamp(NUMBERS / Math.max(1, columns), 1, MOST_ROWS);
    try {
      source.forEachBlock(
          wanted,
          look,
          (block, first, read) -> {
            rows[0] = first + block.rows();
            if (rows[0] >= look) {
              double share = Math.max(1, (double) source.bytes() / Math.max(1, read));
              double seconds = 1e-9 * (System.nanoTime() - start);
              throw new Enough(new TableSize(rows[0] * share, seconds * share));
            }
          });
    } catch (Enough enough) {
      return enough.size;
    }
    return new TableSize(rows[0], 1e-9 * (System.nanoTime() - start));
  }
}
