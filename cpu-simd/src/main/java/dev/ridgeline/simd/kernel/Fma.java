// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import dev.ridgeline.simd.jvm.HotSpotFlags;

/**
 * a b + c, the one place that knows whether the hardware fuses. With fused multiply-adds the result
 * is rounded once; without them it is rounded twice, since an emulated one ({@link Math#fma} on
 * such a machine) takes a thousand times as long. A kernel and its scalar twin both go through
 * here, so they agree in every bit on either kind of machine.
 */
final class Fma {
  /** Whether one instruction does both; fixed for the life of the JVM, so compilers fold it. */
  static final boolean FMA = HotSpotFlags.current().useFma();

  private Fma() {}

  /**
   * Scalar form.
   *
   * @param a factor
   * @param b factor
   * @param c summand
   * @return a b + c
   */
  static double of(double a, double b, double c) {
    return FMA ? Math.fma(a, b, c) : a * b + c;
  }
}
