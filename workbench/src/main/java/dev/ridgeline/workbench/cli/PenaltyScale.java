// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.LambdaScale;

/** What {@code --scale} takes: the scale of every penalty of a command line, and of its files. */
public enum PenaltyScale {
  /** Times the number of rows. */
  MEAN(LambdaScale.MEAN),
  /** As it is. */
  SUM(LambdaScale.SUM);

  private final LambdaScale scale;

  PenaltyScale(LambdaScale scale) {
    this.scale = scale;
  }

  /**
   * The scale as the library names it.
   *
   * @return the scale
   */
  public LambdaScale scale() {
    return scale;
  }

  /** The name as typed. */
  @Override
  public String toString() {
    return this == MEAN ? "mean" : "sum";
  }

  /** Reads {@code --scale}. */
  public static final class Converter extends Labels<PenaltyScale> {
    /** Made by picocli. */
    public Converter() {
      super(PenaltyScale.class);
    }
  }
}
