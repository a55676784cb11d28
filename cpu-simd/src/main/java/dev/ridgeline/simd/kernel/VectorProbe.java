// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import java.util.function.LongToDoubleFunction;
import jdk.incubator.vector.DoubleVector;

/**
 * What vectors are worth under a compiler that is not C2: multiply-adds in vectors against the same
 * number one by one. Boxed vectors are slower than single numbers; kept in registers they do half
 * the lanes' worth even where a processor takes a vector in two halves.
 */
public final class VectorProbe {
  /** Share of that half which is enough. */
  private static final double ENOUGH = 0.7;

  private static final long STEPS = 4096;
  private static final long LIMIT_NANOS = 2_000_000_000L;

  private VectorProbe() {}

  /**
   * The least gain that counts as compiled.
   *
   * @param lanes numbers in a vector
   * @return times as many numbers a second
   */
  public static double enough(int lanes) {
    return ENOUGH * lanes / 2;
  }

  /**
   * Measures, until it is enough or two seconds are over.
   *
   * @return how many times as many numbers a second vectors take
   */
  public static double gain() {
    long end = System.nanoTime() + LIMIT_NANOS;
    double single = Double.POSITIVE_INFINITY;
    double vector = Double.POSITIVE_INFINITY;
    double gain;
    int rounds = 0;
    do {
      single = Math.min(single, seconds(VectorProbe::single));
      vector = Math.min(vector, seconds(VectorProbe::vector));
      gain = L * single / vector;
      // the first rounds compare two interpreters
    } while (System.nanoTime() < end && (++rounds < 2000 || gain < enough(L)));
    return gain;
  }

  private static double seconds(LongToDoubleFunction work) {
    long began = System.nanoTime();
    double sum = work.applyAsDouble(STEPS);
    long took = Math.max(1, System.nanoTime() - began);
    return sum > 0 ? took : Double.POSITIVE_INFINITY; // always; so that nothing is left out
  }

  private static double single(long steps) {
    double a = 1;
    double b = 2;
    double c = 3;
    double d = 4;
    for (long i = 0; i < steps; i++) {
      a = Fma.of(a, 0.5, 1);
      b = Fma.of(b, 0.5, 1);
      c = Fma.of(c, 0.5, 1);
      d = Fma.of(d, 0.5, 1);
    }
    return a + b + c + d;
  }

  private static double vector(long steps) {
    DoubleVector half = DoubleVector.broadcast(SPECIES, 0.5);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector a = one;
    DoubleVector b = DoubleVector.broadcast(SPECIES, 2);
    DoubleVector c = DoubleVector.broadcast(SPECIES, 3);
    DoubleVector d = DoubleVector.broadcast(SPECIES, 4);
    for (long i = 0; i < steps; i++) {
      a = Fma.FMA ? a.fma(half, one) : a.mul(half).add(one);
      b = Fma.FMA ? b.fma(half, one) : b.mul(half).add(one);
      c = Fma.FMA ? c.fma(half, one) : c.mul(half).add(one);
      d = Fma.FMA ? d.fma(half, one) : d.mul(half).add(one);
    }
    return a.lane(0) + b.lane(0) + c.lane(0) + d.lane(0);
  }
}
