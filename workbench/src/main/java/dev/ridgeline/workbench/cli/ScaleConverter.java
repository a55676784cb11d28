// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.LambdaScale;

/** Reads {@code --scale}: the scale of every penalty of a command line, and of its files. */
public final class ScaleConverter extends Labels<LambdaScale> {
  /** Made by picocli. */
  public ScaleConverter() {
    super(LambdaScale.class);
  }
}
