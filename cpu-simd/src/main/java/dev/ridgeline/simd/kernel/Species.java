// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The shape of vectors, for those classes that need the Vector API. */
final class Species {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private Species() {}
}
