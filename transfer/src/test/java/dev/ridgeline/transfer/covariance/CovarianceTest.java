// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CovarianceTest {

  @Test
  void powerLawHasMeanOneAndTheRightRatios() {
    Covariance covariance = Covariance.powerLaw(7, 1.5);
    assertThat(covariance.trace()).isCloseTo(7.0, within(1e-13));
    assertThat(covariance.entry(0, 0) / covariance.entry(3, 3))
        .isCloseTo(Math.pow(4.0, 1.5), within(1e-12));
    assertThat(covariance.isDiagonal()).isTrue();
    assertThat(covariance.entry(0, 1)).isZero();
  }

  @Test
  void powerLawOfExponentZeroIsTheIdentity() {
    assertThat(Covariance.powerLaw(3, 0.0).eigenvalues())
        .containsExactly(Covariance.isotropic(3).eigenvalues());
  }

  @Test
  void denseReassemblesFromItsEigenvectors() {
    int p = 23;
    double[] entries = product(p, 30, 11L);
    Covariance covariance = Covariance.dense(entries, p);
    double[] values = covariance.eigenvalues();
    double[] v = covariance.eigenvectors();
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        double sum = 0.0;
        double dot = 0.0;
        for (int k = 0; k < p; k++) {
          sum += values[k] * v[k * p + i] * v[k * p + j];
          dot += v[i * p + k] * v[j * p + k];
        }
        assertThat(sum).as("seed 11").isCloseTo(entries[j * p + i], within(1e-12));
        assertThat(dot).as("seed 11").isCloseTo(i == j ? 1.0 : 0.0, within(1e-12));
      }
    }
    assertThat(values).isSorted();
  }

  @Test
  void denseSetsEigenvaluesThatAreZeroToRoundingToZero() {
    int p = 12;
    double[] values = Covariance.dense(product(p, 5, 12L), p).eigenvalues();
    for (int i = 0; i < p - 5; i++) {
      assertThat(values[i]).as("seed 12").isZero();
    }
    assertThat(values[p - 5]).isPositive();
  }

  @Test
  void denseAndDiagonalAgreeOnAQuadraticForm() {
    Covariance diagonal = Covariance.diagonal(new double[] {3.0, 0.0, 1.5});
    Covariance dense = Covariance.dense(diagonal.toColumnMajor(), 3);
    double[] x = {1.0, -2.0, 4.0};
    assertThat(dense.quadraticForm(x)).isEqualTo(diagonal.quadraticForm(x)).isEqualTo(27.0);
    assertThat(dense.trace()).isEqualTo(4.5);
    assertThat(dense.eigenvalues()).containsExactly(new double[] {0.0, 1.5, 3.0}, within(1e-15));
  }

  @Test
  void keepsItsOwnCopies() {
    double[] eigenvalues = {1.0, 2.0};
    Covariance covariance = Covariance.diagonal(eigenvalues);
    eigenvalues[0] = 9.0;
    covariance.eigenvalues()[1] = 9.0;
    assertThat(covariance.eigenvalues()).containsExactly(1.0, 2.0);
  }

  @Test
  void refusesWhatIsNoCovariance() {
    assertThatThrownBy(() -> Covariance.diagonal(new double[] {1.0, -1.0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("eigenvalues[1]=-1.0");
    assertThatThrownBy(() -> Covariance.isotropic(0)).hasMessageContaining("dimension=0");
    assertThatThrownBy(() -> Covariance.powerLaw(3, Double.NaN)).hasMessageContaining("alpha=NaN");
    assertThatThrownBy(() -> Covariance.dense(new double[] {1, 2, 3}, 2))
        .hasMessageContaining("entries=3");
    assertThatThrownBy(() -> Covariance.dense(new double[] {1.0, 0.5, 0.4, 1.0}, 2))
        .hasMessageContaining("symmetric");
    assertThatThrownBy(() -> Covariance.dense(new double[] {1.0, 2.0, 2.0, 1.0}, 2))
        .hasMessageContaining("no negative eigenvalue");
    assertThatThrownBy(() -> Covariance.dense(new double[] {1.0, Double.NaN, 0.0, 1.0}, 2))
        .hasMessageContaining("row=1, column=0");
  }

  /** A A'/p for a Gaussian A of the given rank, column-major. */
  private static double[] product(int p, int rank, long seed) {
    Random random = new Random(seed);
    double[][] a = new double[p][rank];
    for (double[] row : a) {
      for (int k = 0; k < rank; k++) {
        row[k] = random.nextGaussian();
      }
    }
    double[] entries = new double[p * p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        for (int k = 0; k < rank; k++) {
          entries[j * p + i] += a[i][k] * a[j][k] / p;
        }
      }
    }
    return entries;
  }
}
