// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  @Test
  void pairsOfEqualAxesAreDecomposed() {
    // the axes of one table, twice: half of the eigenvalues are rounding
    int p = 300;
    int count = 128;
    Random random = new Random(3);
    double[][] axes = new double[count][p];
    for (int a = 0; a < count / 2; a++) {
      for (int j = 0; j < p; j++) {
        axes[a][j] = random.nextGaussian() * Math.pow(0.97, a);
      }
      axes[a + count / 2] = axes[a].clone();
    }
    double[] products = new double[count * count];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        for (int j = 0; j < p; j++) {
          products[a + b * count] += axes[a][j] * axes[b][j];
        }
      }
    }

    SymmetricEigen eigen =
        SymmetricEigen.of(new ReferenceBackendProvider().open(Workers.SERIAL), products, count);

    double[] values = eigen.values();
    for (int k = 1; k < count; k++) {
      assertThat(values[k]).isLessThanOrEqualTo(values[k - 1]);
    }
    assertThat(values[count / 2]).isCloseTo(0, within(1e-12 * values[0]));
    for (int a = 0; a < count; a += 9) {
      for (int b = 0; b < count; b += 7) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
          sum += values[k] * eigen.vectors().get(a, k) * eigen.vectors().get(b, k);
        }
        assertThat(sum).isCloseTo(products[a + b * count], within(1e-11 * values[0]));
      }
    }
  }
}
