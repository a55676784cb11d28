// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.StandardError;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a sweep is, on standard error: a bar with the time left on a terminal, a line now and
 * then elsewhere. Safe for use by many threads.
 */
abstract class Progress implements AutoCloseable {
  private static final int WIDEST = 120;
  private static final int UPDATE_MILLIS = 250;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  /** One more cell is finished. */
  abstract void step();

  @Override
  public abstract void close();

  /** Starts to show the progress of a sweep of which a part is finished already. */
  static Progress start(String what, int total, int finished, boolean quiet) {
    if (quiet || finished == total) {
      return new Silent();
    }
    int columns = StandardError.columns();
    return columns > 0
        ? new Bar(what, total, finished, Math.min(columns - 1, WIDEST))
        : new Lines(what, total, finished);
  }

  /**
   * How long the rest takes at the pace so far, for the end of a line; nothing when all is done.
   */
  static String left(long elapsedNanos, int done, int remaining) {
    if (remaining == 0) {
      return "";
    }
    long seconds = Math.round(1e-9 * elapsedNanos / done * remaining);
    String minutes = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
    return ", about " + (seconds < 3600 ? "" : seconds / 3600 + ":") + minutes + " left";
  }

  private static final class Silent extends Progress {
    @Override
    void step() {}

    @Override
    public void close() {}
  }

  private static final class Bar extends Progress {
    private final ProgressBar bar;
    private boolean closed;

    Bar(String what, int total, int finished, int width) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(total)
              .startsFrom(finished, Duration.ZERO)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setConsumer(
                  new DelegatingProgressBarConsumer(text -> System.err.print("\r" + text), width))
              .build();
    }

    @Override
    void step() {
      bar.step();
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        bar.close();
        System.err.println();
      }
    }
  }

  private static final class Lines extends Progress {
    private final String what;
    private final int total;
    private final int finishedBefore;
    private final long started = System.nanoTime();
    private int finished;
    private long lastLine = started;

    Lines(String what, int total, int finished) {
      this.what = what;
      this.total = total;
      this.finishedBefore = finished;
      this.finished = finished;
    }

    @Override
    synchronized void step() {
      finished++;
      long now = System.nanoTime();
      if (now - lastLine >= BETWEEN_LINES.toNanos()) {
        lastLine = now;
        System.err.println(
            "ridgeline: "
                + what
                + ": "
                + finished
                + " of "
                + total
                + " cells"
                + left(now - started, finished - finishedBefore, total - finished));
      }
    }

    @Override
    public void close() {}
  }
}
