// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.HostBlock;
import java.util.Arrays;

/**
 * Four columns worked on at once: four independent sums hide the latency of one. When fewer are
 * wanted the others hold zeros; a column has the same bits in any company.
 */
final class FourColumns {
  static final int WIDTH = 4;

  final double[] x0;
  final double[] x1;
  final double[] x2;
  final double[] x3;
  private final double[] sums = new double[WIDTH];

  FourColumns(int n) {
    x0 = new double[n];
    x1 = new double[n];
    x2 = new double[n];
    x3 = new double[n];
  }

  double[] column(int t) {
    return switch (t) {
      case 0 -> x0;
      case 1 -> x1;
      case 2 -> x2;
      default -> x3;
    };
  }

  /** Takes columns {@code first .. first + 3} of op(B), as far as there are so many. */
  void load(Transpose trans, HostBlock b, int item, int first) {
    int columns = trans == Transpose.NO ? b.columns() : b.rows();
    int ldb = b.leadingDimension();
    for (int t = 0; t < WIDTH; t++) {
      double[] x = column(t);
      if (first + t >= columns) {
        Arrays.fill(x, 0);
      } else if (trans == Transpose.NO) {
        System.arraycopy(b.data(), b.at(item) + (first + t) * ldb, x, 0, x.length);
      } else {
        for (int i = 0; i < x.length; i++) {
          x[i] = b.data()[b.at(item) + first + t + i * ldb];
        }
      }
    }
  }

  /** Takes columns {@code first .. first + 3} of the identity. */
  void loadIdentity(int first) {
    for (int t = 0; t < WIDTH; t++) {
      double[] x = column(t);
      Arrays.fill(x, 0);
      if (first + t < x.length) {
        x[first + t] = 1;
      }
    }
  }

  void copyFrom(FourColumns other) {
    for (int t = 0; t < WIDTH; t++) {
      System.arraycopy(other.column(t), 0, column(t), 0, x0.length);
    }
  }

  void fill(double value) {
    for (int t = 0; t < WIDTH; t++) {
      Arrays.fill(column(t), value);
    }
  }

  /** Puts the first {@code width} columns to columns {@code first ..} of B. */
  void store(int width, HostBlock b, int item, int first) {
    for (int t = 0; t < width; t++) {
      int start = b.at(item) + (first + t) * b.leadingDimension();
      System.arraycopy(column(t), 0, b.data(), start, x0.length);
    }
  }

  /**
   * v' x_t on rows {@code from .. to - 1}, summed in the order of the rows.
   *
   * @return the four sums, valid until the next call
   */
  double[] dots(double[] v, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = from; i < to; i++) {
      double vi = v[i];
      s0 += vi * x0[i];
      s1 += vi * x1[i];
      s2 += vi * x2[i];
      s3 += vi * x3[i];
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    return sums;
  }

  /** x_t -= s_t v on rows {@code from .. to - 1}. */
  void subtract(double[] v, double s0, double s1, double s2, double s3, int from, int to) {
    for (int i = from; i < to; i++) {
      x0[i] -= s0 * v[i];
      x1[i] -= s1 * v[i];
      x2[i] -= s2 * v[i];
      x3[i] -= s3 * v[i];
    }
  }

  /** x_t[i] -= s_t. */
  void subtract(int i, double[] s) {
    x0[i] -= s[0];
    x1[i] -= s[1];
    x2[i] -= s[2];
    x3[i] -= s[3];
  }

  /** x_t[i] /= d. */
  void divide(int i, double d) {
    x0[i] /= d;
    x1[i] /= d;
    x2[i] /= d;
    x3[i] /= d;
  }

  /** H x_t with the reflector H = I - tau v v', v zero outside {@code from .. to - 1}. */
  void reflect(double tau, double[] v, int from, int to) {
    double[] s = dots(v, from, to);
    subtract(v, tau * s[0], tau * s[1], tau * s[2], tau * s[3], from, to);
  }
}
