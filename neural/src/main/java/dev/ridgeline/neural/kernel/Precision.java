// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

/** The kind of number a network computes in. */
public enum Precision {
  /** 32 bits: for training. */
  FLOAT(Float.BYTES),
  /** 64 bits: for tests against exact formulas. */
  DOUBLE(Double.BYTES);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of one number.
   *
   * @return 4 or 8
   */
  public int bytes() {
    return bytes;
  }
}
