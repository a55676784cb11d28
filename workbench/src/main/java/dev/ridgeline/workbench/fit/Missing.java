// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.cli.Labels;

/** What {@code --missing} takes: what becomes of cells without a value. */
enum Missing {
  /** The table is refused. */
  REFUSE,
  /** Their rows are left out. */
  DROP_ROWS,
  /** Those of features are the mean of the others in the table that is trained on. */
  MEAN;

  /** Reads the option. */
  static final class Converter extends Labels<Missing> {
    Converter() {
      super(Missing.class);
    }
  }
}
