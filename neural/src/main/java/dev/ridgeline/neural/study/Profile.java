// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.Labels;
import java.util.Locale;

/** How much of the published protocol a study runs. */
enum Profile {
  /** Does everything once or twice on a few rows: whether it works, in seconds. */
  SMOKE,
  /** Enough to see the curves, in minutes; cut where the whole would take hours. */
  QUICK,
  /** The published protocol. */
  PAPER;

  /** The name as typed on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code --profile}. */
  static final class Converter extends Labels<Profile> {
    Converter() {
      super(Profile.class);
    }
  }
}
