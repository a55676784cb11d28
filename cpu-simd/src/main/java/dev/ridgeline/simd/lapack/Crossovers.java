// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

/** Sizes at which one way overtakes another; measured 2026-11, 512-bit vectors. */
final class Crossovers {
  /** Reflectors that are applied together. */
  static final int REFLECTOR_BLOCK = 32;

  private Crossovers() {}
}
