// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.cli.Labels;
import java.util.Locale;

/** What {@code --choice} takes: which of the models to keep. */
enum ChoiceOption {
  RECOMMENDED,
  AVERAGE,
  SCRATCH,
  SOURCE_OPTIMAL,
  TRANSFER_OPTIMAL,
  RESCALED;

  /** The name as typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads {@code --choice}. */
  static final class Converter extends Labels<ChoiceOption> {
    Converter() {
      super(ChoiceOption.class);
    }
  }
}
