// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.Serializable;
import java.util.List;

/**
 * What a {@link TableFile} is asked for: columns that it has, in the order they shall have.
 *
 * @param numbers columns of numbers
 * @param texts columns of text
 * @param missing whether missing numbers become NaN; otherwise they are refused
 * @param mostRows rows that a block should have, at least 1; where other lengths come easier, they
 *     are cut again
 */
public record BlockRequest(List<String> numbers, List<String> texts, boolean missing, int mostRows)
    implements Serializable {
  /** Copies the lists. */
  public BlockRequest {
    numbers = List.copyOf(numbers);
    texts = List.copyOf(texts);
  }
}
