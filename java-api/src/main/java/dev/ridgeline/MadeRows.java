// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Objects;
import java.util.function.IntFunction;

/** Rows made block by block, each block checked against what was promised. */
record MadeRows(long rowCount, int features, int responses, int blocks, IntFunction<Sample> maker)
    implements Rows {
  MadeRows {
    Objects.requireNonNull(maker, "block");
  }

  @Override
  public Sample block(int index) {
    Objects.checkIndex(index, blocks);
    Sample block = maker.apply(index);
    if (block.features() != features || block.responses() != responses) {
      throw new IllegalArgumentException(
          "block "
              + index
              + " must have "
              + features
              + " features and "
              + responses
              + " responses: "
              + block);
    }
    return block;
  }

  @Override
  public String toString() {
    return "Rows["
        + rowCount
        + " x "
        + features
        + ", "
        + responses
        + " responses, "
        + blocks
        + " blocks]";
  }
}
