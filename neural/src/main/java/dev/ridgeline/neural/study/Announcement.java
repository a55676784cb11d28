// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says on standard error what a run is going to do and, once a source cell has been timed, roughly
 * how long it will take. Safe for use by many threads.
 */
final class Announcement {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;

  private final boolean quiet;
  private final int workers;
  private volatile int cells;
  private final AtomicBoolean timed = new AtomicBoolean();

  /**
   * An announcement.
   *
   * @param quiet whether nothing may be said
   * @param workers cells at work at a time
   */
  Announcement(boolean quiet, int workers) {
    this.quiet = quiet;
    this.workers = workers;
  }

  /** Says what there is to do; so many source models are still to be trained. */
  void begin(String words, int sources) {
    cells = sources;
    say(words);
  }

  private void say(String line) {
    if (!quiet) {
      System.err.println("ridgeline: " + line);
    }
  }

  /** Takes the time of a finished source cell; the first one becomes the estimate. */
  void finished(double seconds) {
    if (timed.compareAndSet(false, true)) {
      double all = seconds * Math.ceil((double) cells / workers);
      say(
          String.format(
              Locale.ROOT,
              "the first source model with its targets took %s: about %s for %d of them",
              inWords(seconds),
              inWords(all),
              cells));
    }
  }

  /** A time as people say it. */
  static String inWords(double seconds) {
    if (seconds < 1) {
      return "less than 1 s";
    }
    if (seconds < 2 * MINUTE) {
      return Math.round(seconds) + " s";
    }
    return seconds < 2 * HOUR
        ? Math.round(seconds / MINUTE) + " min"
        : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
  }
}
