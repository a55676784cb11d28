// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * Work on many independent items that is done in pieces, smaller ones where memory is spent. A plan
 * is made from shapes; what else uses a device it cannot know.
 */
public final class Pieces {
  private Pieces() {}

  /** Work on one piece. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it; what an earlier attempt left behind is overwritten.
     *
     * @param from the first item
     * @param items how many
     */
    void run(int from, int items);
  }

  /** What happens to a failure. */
  @FunctionalInterface
  public interface Spent {
    /**
     * Decides, and gives back what the failed attempt holds.
     *
     * @param failed thrown by the work
     * @return whether memory was spent, so that fewer items may fit
     */
    boolean recover(RuntimeException failed);
  }

  /** Hears of every step to smaller pieces. */
  @FunctionalInterface
  public interface Report {
    /**
     * For a line in the log.
     *
     * @param items how many did not fit
     * @param next how many are tried next
     */
    void halved(int items, int next);
  }

  /**
   * Runs the work on pieces in ascending order. A piece that fails because memory is spent is tried
   * again with half as many items, rounded up, and what follows stays as small. The failure is
   * thrown when a single item does not fit, or when it is of another kind.
   *
   * @param count number of items; with 0 the work is not called
   * @param largest most items of a piece, at least 1
   * @param work called for items {@code from .. from + items - 1}
   * @param spent asked about every failure
   * @param report told before every smaller attempt
   */
  public static void run(int count, int largest, Work work, Spent spent, Report report) {
    int piece = largest;
    for (int from = 0; from < count; ) {
      int items = Math.min(piece, count - from);
      try {
        work.run(from, items);
        from += items;
      } catch (RuntimeException failed) {
        if (!spent.recover(failed) || items == 1) {
          throw failed;
        }
        piece = (items + 1) / 2;
        report.halved(items, piece);
      }
    }
  }
}
