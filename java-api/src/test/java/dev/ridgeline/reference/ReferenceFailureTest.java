// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Spectrum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference does with input that the algorithms would have refused. */
final class ReferenceFailureTest {
  private static final double[] ONE = {1};

  private final Backend backend = new ReferenceBackend();

  private static HostBlock identityWith(double value, int i, int j) {
    HostBlock g = HostBlock.allocate(4, 4, 1);
    for (int k = 0; k < 4; k++) {
      g.data()[5 * k] = 1;
    }
    g.data()[i + 4 * j] = value;
    return g;
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void reportsNonFiniteInput(double value) {
    for (int[] place : new int[][] {{0, 0}, {2, 1}, {3, 0}, {3, 3}}) {
      try (Factor factor = backend.factor(identityWith(value, place[0], place[1]), 1)) {
        assertThat(factor.info().values()[0]).isBetween(1, 4);
      }
      HostBlock out = HostBlock.allocate(4, 1, 1);
      try (Reduced reduced =
          backend.reduce(identityWith(value, place[0], place[1]), Purpose.SOLVE)) {
        assertThat(reduced.leverages(Transpose.NO, null, ONE, out).values()[0]).isBetween(1, 4);
      }
      assertThat(out.data()).containsOnly(Double.NaN);
      try (Spectrum spectrum = backend.syevd(identityWith(value, place[0], place[1]), true)) {
        assertThat(spectrum.info().values()[0]).isBetween(1, 4);
        assertThat(backend.download(spectrum.values())).containsOnly(Double.NaN);
        assertThat(backend.download(spectrum.vectors())).containsOnly(Double.NaN);
      }
    }
  }

  @Test
  void refusesUseAfterClose() {
    HostBlock b = HostBlock.allocate(4, 1, 1);
    Factor factor = backend.factor(identityWith(1, 0, 0), 1);
    factor.close();
    assertThatThrownBy(() -> factor.solve(b)).isInstanceOf(IllegalStateException.class);
    Reduced reduced = backend.reduce(identityWith(1, 0, 0), Purpose.SOLVE);
    reduced.close();
    HostBlock trace = HostBlock.allocate(1, 1, 1);
    assertThatThrownBy(() -> reduced.traceInverse(ONE, trace))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesBlocksOfAnotherBackend() {
    try (Block foreign = new ForeignBlock()) {
      assertThatThrownBy(() -> backend.factor(foreign, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another backend");
    }
  }

  private static final class ForeignBlock implements Block {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public int leadingDimension() {
      return 1;
    }

    @Override
    public long batchStride() {
      return 1;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public Block columns(int from, int columns) {
      return this;
    }

    @Override
    public Block items(int from, int items) {
      return this;
    }

    @Override
    public Block share(int count) {
      return this;
    }

    @Override
    public void close() {}
  }
}
