// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.Sample;

/** The problems of {@code reference.py}, to the bit. */
public record ReferenceProblem(
    double[][] x0, double[] y0, double[][] x1, double[] y1, double[] w1) {
  /** 64-bit linear congruential generator of Knuth (MMIX); sums of uniforms stand for normals. */
  private static final class Numbers {
    private long state;

    Numbers(long seed) {
      state = seed;
    }

    double uniform() {
      state = state * 6364136223846793005L + 1442695040888963407L;
      return (state >>> 11) * 0x1p-53;
    }

    double normal() {
      double total = 0;
      for (int i = 0; i < 12; i++) {
        total += uniform();
      }
      return total - 6;
    }

    double[] vector(int size) {
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        values[i] = normal();
      }
      return values;
    }

    double[][] matrix(int rows, int columns) {
      double[][] values = new double[rows][];
      for (int i = 0; i < rows; i++) {
        values[i] = vector(columns);
      }
      return values;
    }
  }

  /**
   * One of the problems.
   *
   * @param seed from 1
   * @return 3 to 16 features, 8 to 47 source rows, 5 to 24 target rows
   */
  public static ReferenceProblem of(long seed) {
    Numbers numbers = new Numbers(seed);
    int p = 3 + (int) (numbers.uniform() * 14);
    int n0 = 8 + (int) (numbers.uniform() * 40);
    int n1 = 5 + (int) (numbers.uniform() * 20);
    double rho = -1 + 3 * numbers.uniform();
    double[] w0 = numbers.vector(p);
    double[] other = numbers.vector(p);
    double share = 0.3 * numbers.uniform();
    double[] w1 = new double[p];
    for (int j = 0; j < p; j++) {
      w1[j] = rho * w0[j] + share * other[j];
    }
    double[][] x0 = numbers.matrix(n0, p);
    double[][] x1 = numbers.matrix(n1, p);
    double[] y0 = response(x0, w0, 0.7, numbers);
    double[] y1 = response(x1, w1, 0.3, numbers);
    return new ReferenceProblem(x0, y0, x1, y1, w1);
  }

  private static double[] response(double[][] x, double[] w, double sigma, Numbers numbers) {
    double[] e = numbers.vector(x.length);
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < w.length; j++) {
        y[i] += x[i][j] * w[j];
      }
      y[i] += sigma * e[i];
    }
    return y;
  }

  /**
   * The source table.
   *
   * @return a sample
   */
  public Sample source() {
    return Sample.of(x0, y0);
  }

  /**
   * The target table.
   *
   * @return a sample
   */
  public Sample target() {
    return Sample.of(x1, y1);
  }
}
