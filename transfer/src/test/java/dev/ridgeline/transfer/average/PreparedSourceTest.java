// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedSourceTest {
  private static Matrix columns(double[][] rows) {
    int m = rows.length;
    double[] all = new double[m * rows[0].length];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows[i % m][i / m];
    }
    return Matrix.ofColumnMajor(all, m, rows[0].length);
  }

  /** On both sides of the order above which the backend multiplies. */
  @ParameterizedTest
  @ValueSource(ints = {5, 64, 65, 90})
  void theCovarianceIsThatOfItsFormula(int r) {
    int p = 100;
    int r0 = 60;
    double mu = 0.3;
    Random random = new Random(r);
    double[] s = Problems.normal(random, r);
    double[][] v = Problems.normal(random, p, r);
    double[] squares = new double[r0];
    double[][] axes = new double[p][r0]; // the first features
    for (int k = 0; k < r0; k++) {
      squares[k] = k + random.nextDouble();
      axes[k][k] = 1;
    }
    double[] y = new double[p];
    TargetView target =
        new TargetView(
            Matrix.ofColumnMajor(new double[p * r], p, r),
            s,
            columns(v),
            new double[r],
            y,
            y,
            p,
            1);
    Matrix model = Matrix.column(Problems.normal(random, p));
    SourceView source = SourceView.ofSums(model, 0, new double[] {mu}, columns(axes), squares, 1);
    double[] expected = new double[r * r];
    for (int a = 0; a < r; a++) {
      for (int b = 0; b < r; b++) {
        for (int j = 0; j < p; j++) {
          double variance = 1 / ((j < r0 ? squares[j] : 0) + mu);
          expected[a * r + b] += s[a] * v[j][a] * variance * v[j][b] * s[b];
        }
      }
    }
    try (Ridgeline ridgeline = Ridgeline.builder().threads(2).backend("reference").open()) {
      assertThat(new PreparedSource(ridgeline, target, source).covariance(0))
          .containsExactly(expected, within(1e-9));
    }
  }
}
