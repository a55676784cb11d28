// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogProductTest {
  private static double of(double... factors) {
    LogProduct product = new LogProduct();
    for (double factor : factors) {
      product.multiply(factor);
    }
    return product.log();
  }

  @Test
  void isZeroForTheEmptyProductAndForOnes() {
    assertThat(of()).isZero();
    assertThat(of(1, 1, 1)).isZero();
    assertThat(of(8, 0.5, 0.25)).isZero();
  }

  @Test
  void agreesWithTheLogarithmOfANumberOfAnySize() {
    double[] numbers = {
      3,
      0.1,
      1e-300,
      1e300,
      0x1.fffffffffffffp0,
      Double.MAX_VALUE,
      Double.MIN_NORMAL,
      Double.MIN_VALUE,
      3 * Double.MIN_VALUE,
      1e-310
    };
    for (double x : numbers) {
      double expected = StrictMath.log(x);
      assertThat(of(x)).as("" + x).isCloseTo(expected, within(2 * Math.ulp(expected)));
    }
  }

  @Test
  void neitherOverflowsNorUnderflows() {
    LogProduct large = new LogProduct();
    LogProduct small = new LogProduct();
    for (int i = 0; i < 5000; i++) {
      large.multiply(1.5 * 0x1p1000);
      small.multiply(1.5 * 0x1p-1070);
    }
    double mantissas = 5000 * StrictMath.log(1.5);
    double ln2 = StrictMath.log(2);
    // 5000 roundings of the mantissa, and few of sums near 3e6
    assertThat(large.log()).isCloseTo(5e6 * ln2 + mantissas, within(2e-9));
    assertThat(small.log()).isCloseTo(-5.35e6 * ln2 + mantissas, within(2e-9));
  }
}
