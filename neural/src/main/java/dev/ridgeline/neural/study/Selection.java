// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.Labels;
import java.util.Locale;

/** On which accuracies the best weight decay is chosen. */
enum Selection {
  /** On the test sets, as the paper does. */
  TEST,
  /** On rows held out of the training samples; the test sets only judge. */
  VALIDATION;

  /** The name as typed on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code --select}. */
  static final class Converter extends Labels<Selection> {
    Converter() {
      super(Selection.class);
    }
  }
}
