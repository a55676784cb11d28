// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this machine, fixed for the life of the JVM. */
final class Lanes {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** Doubles in a vector. */
  static final int L = SPECIES.length();

  private Lanes() {}
}
