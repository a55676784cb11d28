// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** The vector bodies of {@link EdgeKernel}, apart so that its twins run without the Vector API. */
final class EdgeVectors {
  private EdgeVectors() {}

  static void vector(
      int rows, int columns, double[] source, int from, int lds, double[] target, int to, int ldt) {
    int whole = SPECIES.loopBound(rows);
    for (int j = 0; j < columns; j++) {
      int s = from + j * lds;
      int t = to + j * ldt;
      for (int i = 0; i < whole; i += L) {
        DoubleVector.fromArray(SPECIES, source, s + i).intoArray(target, t + i);
      }
      // scalar tail: masks of narrow vectors are boxed
      for (int i = whole; i < rows; i++) {
        target[t + i] = source[s + i];
      }
    }
  }
}
