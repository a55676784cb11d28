// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The vector tiles and triangles against their scalar twins, and both against the definition. */
@ExtendWith(Seed.class)
final class TileKernelTest {
  private static final double GUARD = -7.25;
  private static final int NR = TileKernel.NR;

  private static double[] gaussian(RandomGenerator random, int length) {
    return random.doubles(length, -1, 1).toArray();
  }

  @Test
  void vectorTwinAndDefinitionAgreeInEveryBit(RandomGenerator random) {
    for (int vectors = 1; vectors <= 3; vectors++) {
      for (int k : new int[] {0, 1, 2, 7, 64}) {
        for (boolean packed : new boolean[] {true, false}) {
          tile(random, vectors, k, packed);
        }
      }
    }
  }

  private static void tile(RandomGenerator random, int vectors, int k, boolean packed) {
    int rows = vectors * Lanes.L;
    int aStep = packed ? rows : rows + 3;
    int bk = packed ? NR : 1;
    int bj = packed ? 1 : k + 2;
    int ldc = rows + 1;
    double[] a = gaussian(random, 5 + aStep * (k + 1));
    double[] b = gaussian(random, 4 + NR * (k + 2));
    double[] c = gaussian(random, 6 + ldc * (NR + 1));
    for (int j = 0; j <= NR; j++) {
      c[3 + rows + j * ldc] = GUARD;
    }
    double[] vector = c.clone();
    double[] scalar = c.clone();
    double[] expected = c.clone();
    for (int j = 0; j < NR; j++) {
      for (int i = 0; i < rows; i++) {
        int at = 3 + i + j * ldc;
        for (int l = 0; l < k; l++) {
          expected[at] = Fma.of(a[5 + i + l * aStep], b[4 + l * bk + j * bj], expected[at]);
        }
      }
    }
    TileKernel.vector(vectors, k, a, 5, aStep, b, 4, bk, bj, vector, 3, ldc);
    TileKernel.scalar(rows, k, a, 5, aStep, b, 4, bk, bj, scalar, 3, ldc);
    String what = "vectors=%d k=%d packed=%s".formatted(vectors, k, packed);
    assertThat(scalar).as("scalar " + what).isEqualTo(expected);
    assertThat(vector).as("vector " + what).isEqualTo(expected);
  }

  @Test
  void edgesAreCopiedAndNothingAroundThem(RandomGenerator random) {
    for (int rows = 0; rows <= TileKernel.MR; rows++) {
      for (int columns = 0; columns <= NR; columns++) {
        double[] source = gaussian(random, 2 + (rows + 2) * NR);
        double[] vector = gaussian(random, 3 + (rows + 1) * NR);
        double[] scalar = vector.clone();
        double[] expected = vector.clone();
        for (int j = 0; j < columns; j++) {
          for (int i = 0; i < rows; i++) {
            expected[3 + i + j * (rows + 1)] = source[2 + i + j * (rows + 2)];
          }
        }
        EdgeVectors.vector(rows, columns, source, 2, rows + 2, vector, 3, rows + 1);
        EdgeKernel.scalar(rows, columns, source, 2, rows + 2, scalar, 3, rows + 1);
        assertThat(vector).as("%d x %d", rows, columns).isEqualTo(expected);
        assertThat(scalar).as("%d x %d", rows, columns).isEqualTo(expected);
      }
    }
  }

  @Test
  void trianglesAgreeInEveryBitForwardAndBackward(RandomGenerator random) {
    for (int vectors = 1; vectors <= 5; vectors++) {
      for (int w = 1; w <= NR; w++) {
        for (int direction : new int[] {1, -1}) {
          triangle(random, vectors * Lanes.L, w, direction);
        }
      }
    }
  }

  private static void triangle(RandomGenerator random, int rows, int w, int direction) {
    int ldc = direction * (rows + 2);
    int from = direction > 0 ? 1 : 1 + (w - 1) * (rows + 2);
    double[] t = gaussian(random, w * w);
    double[] c = gaussian(random, 3 + w * (rows + 2));
    double[] vector = c.clone();
    double[] scalar = c.clone();
    double[] expected = c.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < w; j++) {
        double x = expected[from + i + j * ldc];
        for (int l = 0; l < j; l++) {
          x = Fma.of(expected[from + i + l * ldc], t[j * w + l], x);
        }
        expected[from + i + j * ldc] = x * t[j * w + j];
      }
    }
    TriangleVectors.vector(rows, w, t, vector, from, ldc);
    TriangleKernel.scalar(rows, w, t, scalar, from, ldc);
    String what = "rows=%d w=%d direction=%d".formatted(rows, w, direction);
    assertThat(scalar).as("scalar " + what).isEqualTo(expected);
    assertThat(vector).as("vector " + what).isEqualTo(expected);
    assertThat(Arrays.equals(vector, c)).as("something was solved: " + what).isFalse();
  }
}
