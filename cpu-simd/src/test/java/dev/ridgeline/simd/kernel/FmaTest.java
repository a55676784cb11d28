// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.Seed;
import java.util.random.RandomGenerator;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
final class FmaTest {
  @Test
  void bothFormsComputeTheSameBits(RandomGenerator random) {
    for (int trial = 0; trial < 1000; trial++) {
      double[] a = random.doubles(Lanes.L, -1, 1).toArray();
      double[] b = random.doubles(Lanes.L, -1, 1).toArray();
      double[] c = random.doubles(Lanes.L, -1, 1).toArray();
      double[] d =
          Fma.of(
                  DoubleVector.fromArray(Lanes.SPECIES, a, 0),
                  DoubleVector.fromArray(Lanes.SPECIES, b, 0),
                  DoubleVector.fromArray(Lanes.SPECIES, c, 0))
              .toArray();
      for (int l = 0; l < Lanes.L; l++) {
        assertThat(d[l]).isEqualTo(Fma.of(a[l], b[l], c[l]));
      }
    }
  }

  @Test
  void roundsOnceWhereTheHardwareFuses() {
    double a = 1 + 0x1p-30;
    double exact = 0x1p-29 + 0x1p-60;
    assertThat(Fma.of(a, a, -1.0)).isEqualTo(Fma.FMA ? exact : 0x1p-29);
  }
}
