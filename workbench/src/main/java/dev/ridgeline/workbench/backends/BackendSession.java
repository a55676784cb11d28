// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.backends;

import dev.ridgeline.BackendProbe;
import dev.ridgeline.BackendUnavailableException;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.spi.Availability;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.Start;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The backend of one run, opened once: {@code auto} is resolved by opening it, and a resumed run
 * opens the one it has on record. Belongs to the thread of the command, but for {@link #cells};
 * what it opens may be used by all.
 */
public final class BackendSession implements AutoCloseable {
  /** Kept here, since the log manager forgets the level of a logger that nobody holds. */
  private static final Logger LOGGER = Logger.getLogger("dev.ridgeline");

  /** What the small start computes with, unless something else is asked for. */
  private static final String CPU = "cpu-simd";

  private final int threads;
  private Ridgeline ridgeline;

  /**
   * Prepares the log of the choice.
   *
   * @param global {@code --quiet} and {@code --verbose}
   * @param threads at work in one call: one where cells share out the threads, all for one problem
   */
  public BackendSession(GlobalOptions global, int threads) {
    this.threads = threads;
    // read once, by the first record: a log line looks like every other line of the command
    System.setProperty("java.util.logging.SimpleFormatter.format", "ridgeline: %5$s%n");
    Level level = global.quiet() ? Level.OFF : global.verbose() ? Level.FINE : Level.INFO;
    LOGGER.setLevel(level);
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setLevel(level); // a handler passes on no more than its own level
    }
  }

  /**
   * Opens the backend asked for.
   *
   * @param choice {@code auto} or a name
   * @return the name of the backend that was opened, never {@code auto}
   * @throws RunFailedException when a backend was forced that cannot run; lists every probe
   */
  public synchronized String resolve(String choice) {
    ridgeline = open(choice);
    return ridgeline.backend().name();
  }

  /**
   * The backend of the run.
   *
   * @param name as {@link #resolve} gave it, now or before the run was interrupted
   * @return the open backend, closed with this
   */
  public synchronized Ridgeline get(String name) {
    if (ridgeline == null) {
      ridgeline = open(name);
    }
    return ridgeline;
  }

  /**
   * The backend of the run for its cells, opened when the first of them asks for it.
   *
   * @param name as {@link #resolve} gave it, now or before the run was interrupted
   * @return what a task holds
   */
  public CellBackend cells(String name) {
    return new CellBackend(name, () -> get(name));
  }

  /**
   * Whether the run ended on another backend than it began on, because that failed.
   *
   * @param name as {@link #resolve} gave it
   * @return the one that went on
   */
  public synchronized Optional<String> replacement(String name) {
    return Optional.ofNullable(ridgeline)
        .map(open -> open.backend().name())
        .filter(now -> !now.equals(name));
  }

  private Ridgeline open(String name) {
    // a GPU takes longer to be asked than work of the small start takes to be done
    boolean here = Start.isSmall() && name.equals(GlobalOptions.AUTO);
    try {
      Ridgeline opened = Ridgeline.builder().backend(here ? CPU : name).threads(threads).open();
      if (name.equals(GlobalOptions.AUTO)) {
        LOGGER.info(here ? chosen(opened.backend()) : opened.explanation());
      }
      return opened;
    } catch (BackendUnavailableException unavailable) {
      throw new RunFailedException(unavailable.getMessage(), unavailable);
    }
  }

  /** As {@link Ridgeline#explanation()} has it of a choice, which to it was none. */
  static String chosen(Backend backend) {
    return "backend chosen: "
        + new BackendProbe(backend.name(), new Availability.Available(backend.device()), true);
  }

  @Override
  public synchronized void close() {
    if (ridgeline != null) {
      ridgeline.close();
    }
  }
}
