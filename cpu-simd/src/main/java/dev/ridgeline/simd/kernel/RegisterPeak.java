// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** What arithmetic the hardware allows at this moment, from registers alone. */
public final class RegisterPeak {
  private static final int CHAINS = 12;
  private static final int STEPS = 1 << 16;

  private RegisterPeak() {}

  /**
   * The FMA peak of one core: chains of fused multiply-adds that live in registers, enough of them
   * to hide the latency.
   *
   * @return GFLOP/s, the best of several tries
   */
  public static double gflops() {
    double best = 0;
    double sum = 0;
    for (int attempt = 0; attempt < 400; attempt++) {
      long start = System.nanoTime();
      sum += chains(STEPS);
      double seconds = (System.nanoTime() - start) * 1e-9;
      best = Math.max(best, 2e-9 * L * CHAINS * STEPS / seconds);
    }
    if (Double.isNaN(sum)) { // never; but the compiler may not drop what is asked for
      throw new IllegalStateException("chains of finite numbers are finite");
    }
    return best;
  }

  private static double chains(int steps) {
    // the multiplier is no constant and below one: nothing folds, overflows or becomes denormal
    DoubleVector a = DoubleVector.broadcast(SPECIES, 1 - 1e-9 * (steps & 1));
    DoubleVector b = DoubleVector.broadcast(SPECIES, 1e-9);
    DoubleVector c0 = b;
    DoubleVector c1 = b;
    DoubleVector c2 = b;
    DoubleVector c3 = b;
    DoubleVector c4 = b;
    DoubleVector c5 = b;
    DoubleVector c6 = b;
    DoubleVector c7 = b;
    DoubleVector c8 = b;
    DoubleVector c9 = b;
    DoubleVector c10 = b;
    DoubleVector c11 = b;
    for (int i = 0; i < steps; i++) {
      c0 = c0.fma(a, b);
      c1 = c1.fma(a, b);
      c2 = c2.fma(a, b);
      c3 = c3.fma(a, b);
      c4 = c4.fma(a, b);
      c5 = c5.fma(a, b);
      c6 = c6.fma(a, b);
      c7 = c7.fma(a, b);
      c8 = c8.fma(a, b);
      c9 = c9.fma(a, b);
      c10 = c10.fma(a, b);
      c11 = c11.fma(a, b);
    }
    DoubleVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    DoubleVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
    return low.add(high).lane(0);
  }
}
