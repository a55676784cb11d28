// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import jdk.incubator.vector.DoubleVector;

/** The vector width of this JVM for those who may not name a type of the Vector API. */
public final class PreferredWidth {
  private PreferredWidth() {}

  /**
   * Asks the Vector API, which must be there.
   *
   * @return bits of the preferred vector
   */
  public static int bits() {
    return DoubleVector.SPECIES_PREFERRED.vectorBitSize();
  }
}
