// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

/** a b + c in one rounding where the processor can, in two where it would have to be emulated. */
final class Fma {
  /** Whether the processor has fused multiply-add; without it Math.fma takes BigDecimal. */
  static final boolean FMA = true;

  private Fma() {}

  /** a b + c. */
  static double of(double a, double b, double c) {
    return FMA ? Math.fma(a, b, c) : a * b + c;
  }
}
