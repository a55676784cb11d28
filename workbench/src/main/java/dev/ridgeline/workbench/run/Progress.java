// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.RunControl;
import dev.ridgeline.workbench.cli.StandardError;
import dev.ridgeline.workbench.cli.StatusLine;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How far a run is, on standard error: the last line of a terminal, brought up to date every
 * second; a line now and then elsewhere. Runs that end within a second say nothing. Safe for use by
 * many threads.
 */
final class Progress implements AutoCloseable {
  private static final long EVERY_SECOND = 1;
  private static final int SECONDS_BETWEEN_LINES = 30;
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 10;

  /**
   * What is being done.
   *
   * @param part of the run, in a word
   * @param unit what is counted; empty for what cannot be
   * @param total how many there are; 0 while that is unknown
   * @param before how many were done when this began
   * @param done how many are done by now
   * @param started in nanoseconds
   */
  record Task(String part, String unit, long total, long before, long done, long started) {
    Task with(long nowDone, long nowTotal) {
      return new Task(part, unit, nowTotal, before, nowDone, started);
    }

    /** One line for people, true at any moment; 0 columns are any number. */
    String text(String command, long now, int columns) {
      String counted = total == 0 ? part : done + " of " + total + " " + unit;
      String elapsed = ", " + clock(now - started);
      String rest = counted + elapsed + left(now);
      int room = columns - 1 - (command + ": ").length();
      int bar = Math.min(room - rest.length() - "[] ".length(), WIDEST_BAR);
      if (total > 0 && bar >= NARROWEST_BAR) {
        return command + ": " + bar(bar) + " " + rest;
      }
      // what does not fit is left out: half a number would be another one
      for (String shorter : new String[] {rest, counted + elapsed, counted}) {
        if (columns == 0 || shorter.length() <= room) {
          return command + ": " + shorter;
        }
      }
      return counted;
    }

    /** How long the rest takes at the pace so far, once there is a pace. */
    private String left(long now) {
      if (done <= before || done >= total) {
        return "";
      }
      double each = (double) (now - started) / (done - before);
      return ", about " + clock(Math.round(each * (total - done))) + " left";
    }

    private String bar(int width) {
      int full = (int) (width * done / total);
      return "[" + "=".repeat(full) + " ".repeat(width - full) + "]";
    }
  }

  private final String command;
  private final boolean quiet;
  private final Thread ticker = new Thread(this::tick, "progress");
  private Task task;
  private boolean seen;
  private boolean closed;

  private Progress(String command, boolean quiet) {
    this.command = command;
    this.quiet = quiet;
    this.task = new Task("starting", "", 0, 0, 0, System.nanoTime());
  }

  /** Begins to show the progress of a command, unless it is to be quiet. */
  static Progress start(String command, boolean quiet) {
    Progress progress = new Progress(command, quiet);
    if (!quiet) {
      progress.ticker.setDaemon(true);
      progress.ticker.start();
    }
    return progress;
  }

  /**
   * Begins a part of the work.
   *
   * @param part in a word
   * @param unit what is counted; empty for what cannot be
   * @param total how many there are; 0 while that is unknown
   * @param done how many are done already
   * @return the part that this one interrupts, for {@link #leave}
   */
  synchronized Task enter(String part, String unit, long total, long done) {
    Task before = task;
    task = new Task(part, unit, total, done, done, System.nanoTime());
    return before;
  }

  /** Goes back to the part before. */
  synchronized void leave(Task before) {
    if (seen && task.total() > 0 && task.done() == task.total()) {
      seen = false;
      StandardError.statusLine().ifPresent(StatusLine::clear);
      System.err.println(
          "ridgeline: "
              + command
              + ": "
              + task.total()
              + " "
              + task.unit()
              + " in "
              + clock(System.nanoTime() - task.started()));
    }
    task = before;
  }

  /** One more is done. */
  synchronized void step() {
    task = task.with(task.done() + 1, task.total());
  }

  /** Hears how far a call of the library is. */
  RunControl control() {
    return new RunControl(() -> false, this::update);
  }

  private synchronized void update(long done, long total) {
    task = task.with(done, total);
  }

  private void tick() {
    Optional<StatusLine> status = StandardError.statusLine();
    int seconds = 0;
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(EVERY_SECOND);
        seconds++;
        int columns = status.isPresent() ? StandardError.columnsNow() : 0;
        show(status, columns, seconds % SECONDS_BETWEEN_LINES == 0);
      }
    } catch (InterruptedException done) {
      return; // the run is over
    }
  }

  private synchronized void show(Optional<StatusLine> status, int columns, boolean line) {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    if (status.isPresent()) {
      status.get().show(task.text(command, now, columns), columns);
      seen = true;
    } else if (line) {
      System.err.println("ridgeline: " + task.text(command, now, 0));
    }
  }

  @Override
  public synchronized void close() {
    if (!closed && !quiet) {
      ticker.interrupt();
      StandardError.statusLine().ifPresent(StatusLine::clear);
    }
    closed = true;
  }

  private static String clock(long nanos) {
    long seconds = Math.round(1e-9 * nanos);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
