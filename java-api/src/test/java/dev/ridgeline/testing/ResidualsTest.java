// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is right passes and what is a little wrong does not. */
@ExtendWith(Seed.class)
final class ResidualsTest {
  private static final double WRONG = 1e-11;

  @Test
  void tellARightSolutionFromAWrongOne(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense a = matrices.positiveDefinite(20, 1e4);
    Dense b = matrices.gaussian(20, 3);
    Dense inverse = Oracle.inverse(a);
    Dense x = inverse.times(b);
    assertThat(Residuals.solve(a, x, b)).isLessThan(2);
    assertThat(Residuals.inverse(a, inverse)).isLessThan(2);
    double size = x.norm1();
    Dense wrong = Dense.of(20, 3, (i, j) -> x.get(i, j) + (i == 5 && j == 1 ? WRONG * size : 0));
    assertThat(Residuals.solve(a, wrong, b)).isGreaterThan(1000);
    assertThat(Residuals.solve(a, b.map(y -> Double.NaN), b)).isNaN();
  }

  @Test
  void tellARightSpectrumFromAWrongOne(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    double[] values = RandomMatrices.geometric(20, 1e4);
    Dense u = matrices.orthogonal(20);
    Dense a = Dense.of(20, 20, (i, j) -> u.get(i, j) * values[j]).times(u.transpose());
    assertThat(Residuals.eigenpairs(a, values, u)).isLessThan(5);
    assertThat(Residuals.reconstruction(a, values, u)).isLessThan(5);
    assertThat(Residuals.orthogonality(u)).isLessThan(5);
    Dense wrong = Dense.of(20, 20, (i, j) -> u.get(i, j) + (i == 3 && j == 4 ? WRONG : 0));
    assertThat(Residuals.eigenpairs(a, values, wrong)).isGreaterThan(30);
    assertThat(Residuals.orthogonality(wrong)).isGreaterThan(1000);
  }

  @Test
  void refuseNanAndAnErrorWhereNothingMayBe() {
    Dense zero = Dense.column(0);
    assertThat(Residuals.elements(zero, zero, zero)).isZero();
    assertThat(Residuals.elements(Dense.column(1e-300), zero, zero)).isInfinite();
    assertThatThrownBy(() -> Residuals.check("NaN", Double.NaN)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Residuals.elements(Dense.identity(2), zero, zero))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void productsKeepWhatPlainSumsLose() {
    Dense row = Dense.of(1, 3, (i, j) -> new double[] {1e17, 1, -1e17}[j]);
    assertThat(row.times(Dense.column(1, 1, 1)).get(0, 0)).isEqualTo(1);
  }

  @Test
  void indefiniteMatricesTurnNegativeAtTheirMinor(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    for (int minor = 1; minor <= 6; minor++) {
      Dense a = matrices.indefiniteAt(6, minor);
      for (int order = 1; order <= minor; order++) {
        int k = order;
        assertThat(determinant(Dense.of(k, k, a::get)) > 0).isEqualTo(order < minor);
      }
    }
  }

  private static double determinant(Dense a) {
    int n = a.rows();
    double sum = n == 0 ? 1 : 0;
    for (int j = 0; j < n; j++) {
      int left = j;
      Dense minor = Dense.of(n - 1, n - 1, (i, k) -> a.get(i + 1, k < left ? k : k + 1));
      sum += (j % 2 == 0 ? 1 : -1) * a.get(0, j) * determinant(minor);
    }
    return sum;
  }
}
