// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link TriangleKernel}, apart so that its twins run without the Vector API.
 */
final class TriangleVectors {
  private TriangleVectors() {}

  static void vector(int rows, int w, double[] t, double[] c, int cAt, int ldc) {
    int i = 0;
    // two vectors side by side hide half the latency of the chain
    for (; i + 2 * L <= rows; i += 2 * L) {
      for (int j = 0; j < w; j++) {
        int cj = cAt + i + j * ldc;
        DoubleVector x0 = DoubleVector.fromArray(SPECIES, c, cj);
        DoubleVector x1 = DoubleVector.fromArray(SPECIES, c, cj + L);
        for (int l = 0; l < j; l++) {
          DoubleVector s = DoubleVector.broadcast(SPECIES, t[j * w + l]);
          DoubleVector y0 = DoubleVector.fromArray(SPECIES, c, cAt + i + l * ldc);
          DoubleVector y1 = DoubleVector.fromArray(SPECIES, c, cAt + i + L + l * ldc);
          x0 = FMA ? y0.fma(s, x0) : y0.mul(s).add(x0);
          x1 = FMA ? y1.fma(s, x1) : y1.mul(s).add(x1);
        }
        DoubleVector inverse = DoubleVector.broadcast(SPECIES, t[j * w + j]);
        x0.mul(inverse).intoArray(c, cj);
        x1.mul(inverse).intoArray(c, cj + L);
      }
    }
    for (; i < rows; i += L) {
      for (int j = 0; j < w; j++) {
        int cj = cAt + i + j * ldc;
        DoubleVector x = DoubleVector.fromArray(SPECIES, c, cj);
        for (int l = 0; l < j; l++) {
          DoubleVector s = DoubleVector.broadcast(SPECIES, t[j * w + l]);
          DoubleVector y = DoubleVector.fromArray(SPECIES, c, cAt + i + l * ldc);
          x = FMA ? y.fma(s, x) : y.mul(s).add(x);
        }
        x.mul(DoubleVector.broadcast(SPECIES, t[j * w + j])).intoArray(c, cj);
      }
    }
  }
}
