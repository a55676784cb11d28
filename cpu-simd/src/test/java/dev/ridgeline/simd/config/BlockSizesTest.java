// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockSizesTest {
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyTableIsOfWholeTilesAndVectors(int bits) {
    for (BlockSizes sizes : new BlockSizes[] {BlockSizes.of(bits), BlockSizes.of(bits).shrunk()}) {
      assertThat(sizes.mr() % (bits / Double.SIZE)).isZero();
      assertThat(sizes.mc() % sizes.mr()).isZero();
      assertThat(sizes.mc()).isPositive();
      assertThat(sizes.kc()).isPositive();
      assertThat(sizes.potrfBlock()).isPositive();
    }
  }

  @Test
  void shrunkSizesReachBlockedPathsAtOrderTwo() {
    BlockSizes shrunk = BlockSizes.of(512).shrunk();
    assertThat(shrunk.potrfBlock()).isLessThan(2);
    assertThat(shrunk.smallOrder()).isLessThan(2);
    assertThat(shrunk.tridiagonalAtMost()).isLessThan(2);
    assertThat(shrunk.parallelFlops()).isLessThan(2);
  }

  @Test
  void thisJvmHasATableAndShrinksItWhenTold() {
    assertThat(BlockSizes.current().smallOrder() == 1)
        .isEqualTo(Boolean.getBoolean(BlockSizes.SHRINK));
  }

  @Test
  void theTuningBenchmarkReplacesWhatItNames() {
    BlockSizes sizes = BlockSizes.of(512).with("mc=96,wideBand=48");
    assertThat(sizes.mc()).isEqualTo(96);
    assertThat(sizes.wideBand()).isEqualTo(48);
    assertThat(sizes.kc()).isEqualTo(BlockSizes.of(512).kc());
    assertThat(BlockSizes.of(512).with("")).isEqualTo(BlockSizes.of(512));
  }

  @Test
  void refusesOtherWidths() {
    assertThat(BlockSizes.knows(64)).isFalse();
    assertThatThrownBy(() -> BlockSizes.of(64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bits=64");
  }
}
