// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

/**
 * Examples as they are.
 *
 * @param examples all of them
 */
public record ExamplePool(Examples examples) implements Pool {
  @Override
  public int size() {
    return examples.size();
  }

  @Override
  public Examples select(int[] rows) {
    return examples.select(rows);
  }
}
