// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.util.Set;

/**
 * The columns that a reader keeps and checks; it reads over all others.
 *
 * @param numbers columns of finite numbers; null: all that are not {@code texts}
 * @param texts columns kept as text, as it stands in the file without blanks around it
 * @param missing whether cells of {@code numbers} that say that there is no value (empty, NA, NaN,
 *     null, ..) become NaN; otherwise they are refused
 */
public record Selection(Set<String> numbers, Set<String> texts, boolean missing) {
  /** All columns, as numbers. */
  public static final Selection ALL = new Selection(null, Set.of(), false);

  /** Copies the sets. */
  public Selection {
    numbers = numbers == null ? null : Set.copyOf(numbers);
    texts = Set.copyOf(texts);
  }

  /**
   * Columns of numbers, none of which may be missing.
   *
   * @param columns their names; null: all
   * @return the selection
   */
  public static Selection ofNumbers(Set<String> columns) {
    return new Selection(columns, Set.of(), false);
  }
}
