// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this machine, fixed for the life of the JVM. */
final class Lanes {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** Doubles in a vector. */
  static final int L = SPECIES.length();

  /** Vector registers: 32 with AVX-512 and on Arm, 16 otherwise. */
  static final int REGISTERS = L == 8 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;

  private Lanes() {}
}
