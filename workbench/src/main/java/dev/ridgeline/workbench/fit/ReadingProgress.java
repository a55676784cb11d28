// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.run.Run;
import java.util.Locale;

/** How far a pass over files is, in their bytes: a line now and then on standard error. */
final class ReadingProgress {
  private static final long BETWEEN_NANOS = 10_000_000_000L;
  private static final double GIGA = 1e9;

  private final Run run;
  private final String what;
  private final long bytes;
  private final long started = System.nanoTime();
  private long last = started;

  ReadingProgress(Run run, String what, long bytes) {
    this.run = run;
    this.what = what;
    this.bytes = bytes;
  }

  /** So many bytes are read. */
  void update(long read) {
    long now = System.nanoTime();
    if (now - last < BETWEEN_NANOS || read <= 0) {
      return;
    }
    last = now;
    double left = 1e-9 * (now - started) * (bytes - read) / read;
    run.warn(
        String.format(
            Locale.ROOT,
            "%s: %.1f of %.1f GB, about %.0f s left",
            what,
            read / GIGA,
            bytes / GIGA,
            Math.max(0, left)));
  }
}
