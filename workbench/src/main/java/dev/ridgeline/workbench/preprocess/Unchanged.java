// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.preprocess;

import dev.ridgeline.matrix.Matrix;

/** Rows as they are. */
record Unchanged() implements Preprocessing {
  @Override
  public void requireColumns(int columns) {
    // any number will do
  }

  @Override
  public Matrix apply(String source, Matrix x) {
    return x;
  }

  @Override
  public String toString() {
    return "none";
  }
}
