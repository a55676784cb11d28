// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import org.junit.jupiter.api.Test;

/** Expected values were printed from numpy.random.RandomState (NumPy 2). */
class NumpyLegacyNormalsTest {
  @Test
  void repeatsRandomStateAndCarriesTheCachedNormalOver() {
    NormalSource source = Rng.NUMPY_LEGACY.start(42);
    double[] odd = new double[5];
    source.fill(odd, 0, 1, 5);
    assertThat(odd)
        .containsExactly(
            0.4967141530112327,
            -0.13826430117118466,
            0.6476885381006925,
            1.5230298564080254,
            -0.23415337472333597);
    double[] next = new double[6];
    source.fill(next, 1, 2, 2);
    assertThat(next)
        .containsExactly(
            0,
            -0.23413695694918055,
            1.5792128155073915,
            0.7674347291529088,
            -0.4694743859349521,
            0);
  }

  @Test
  void agreesFarDownTheStream() {
    double[] many = new double[100_000];
    Rng.NUMPY_LEGACY.start(42).fill(many, 0, 1000, 100);
    assertThat(many[99_998]).isEqualTo(-0.2110916707698994);
    assertThat(many[99_999]).isEqualTo(0.12006294082414522);
  }

  @Test
  void takesTheSmallestAndTheLargestSeed() {
    double[] three = new double[3];
    Rng.NUMPY_LEGACY.start(0).fill(three, 0, 1, 3);
    assertThat(three).containsExactly(1.764052345967664, 0.4001572083672233, 0.9787379841057392);
    Rng.NUMPY_LEGACY.start(4294967295L).fill(three, 0, 1, 3);
    assertThat(three).containsExactly(0.6484086742306527, 0.6693235306338161, -1.0805437227474493);
  }

  @Test
  void refusesOtherSeeds() {
    assertThatThrownBy(() -> Rng.NUMPY_LEGACY.start(-1)).hasMessageContaining("seed=-1");
    assertThatThrownBy(() -> Rng.NUMPY_LEGACY.start(4294967296L))
        .isInstanceOf(IllegalArgumentException.class);
    Rng.NUMPY_LEGACY.requireSeeds("--first-seed", 4294967295L, 1);
    Rng.DEFAULT.requireSeeds("--first-seed", -5, 100);
    assertThatThrownBy(() -> Rng.NUMPY_LEGACY.requireSeeds("--first-seed", 4294967295L, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--first-seed");
  }
}
