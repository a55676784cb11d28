// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import dev.ridgeline.simd.jvm.SimdSwitch;

/** The shape of tiles on this machine, fixed for the life of the JVM. */
final class Lanes {
  /** Doubles in a vector; the twins take tiles of any shape to the same bits. */
  static final int L = SimdSwitch.TWINS ? 8 : PreferredWidth.bits() / Double.SIZE;

  /** Vector registers: 32 with AVX-512 and on Arm, 16 otherwise. */
  static final int REGISTERS = L == 8 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;

  private Lanes() {}
}
