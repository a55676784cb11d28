// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

import java.util.Objects;
import org.hipparchus.random.MersenneTwister;

/**
 * The standard normal numbers of NumPy's legacy {@code RandomState(seed).standard_normal}.
 *
 * <p>A Mersenne Twister under the polar method, which makes two numbers at a time. The second one
 * waits for the next call, from one array to the next too.
 */
final class NumpyLegacyNormals implements NormalSource {
  static final long MAX_SEED = 0xffffffffL;

  private final MersenneTwister twister;
  private boolean hasCached;
  private double cached;

  NumpyLegacyNormals(long seed) {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException(
          "seed of numpy-legacy must be from 0 to " + MAX_SEED + ": seed=" + seed);
    }
    this.twister = new MersenneTwister((int) seed);
  }

  @Override
  public void fill(double[] target, int offset, int rows, int columns) {
    int count = Math.multiplyExact(rows, columns);
    Objects.checkFromIndexSize(offset, count, target.length);
    for (int i = offset; i < offset + count; i++) {
      target[i] = next();
    }
  }

  private double next() {
    if (hasCached) {
      hasCached = false;
      return cached;
    }
    double x1;
    double x2;
    double r2;
    do {
      x1 = 2.0 * uniform() - 1.0;
      x2 = 2.0 * uniform() - 1.0;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1.0 || r2 == 0.0);
    double f = Math.sqrt(-2.0 * StrictMath.log(r2) / r2);
    cached = f * x1;
    hasCached = true;
    return f * x2;
  }

  /** A double in [0, 1) from 53 bits of two draws. */
  private double uniform() {
    int a = twister.nextInt() >>> 5;
    int b = twister.nextInt() >>> 6;
    return (a * 67108864.0 + b) / 9007199254740992.0;
  }
}
