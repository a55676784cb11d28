// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guards themselves are tested: a guard that never trips proves nothing. */
final class GuardedBlockTest {
  private final Backend backend = new ReferenceBackendProvider().open(Workers.SERIAL);

  @Test
  void seesNothingWhenOnlyTheBlockIsWritten() {
    GuardedBlock block = GuardedBlock.output(backend, 2, 3, 2);
    HostBlock host = HostBlock.from(block.block());
    for (int item = 0; item < 2; item++) {
      for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 2; i++) {
          host.data()[host.at(item) + i + j * host.leadingDimension()] = 1;
        }
      }
    }
    block.assertGuards();
    assertThat(block.item(1).data()).containsOnly(1.0);
  }

  /** Places: before the block, below a column, between items, after the last. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 4, 15, 24, 39})
  void tripsWhenTheSurroundingsAreWritten(int place) {
    GuardedBlock block = GuardedBlock.output(backend, 2, 3, 2);
    HostBlock host = HostBlock.from(block.block());
    assertThat(host.leadingDimension()).isEqualTo(5);
    assertThat(host.batchStride()).isEqualTo(22);
    host.data()[host.at(0) + place] = 1;
    assertThatThrownBy(block::assertGuards).isInstanceOf(AssertionError.class);
  }

  @Test
  void tripsWhenAnInputChangesByOneBit() {
    GuardedBlock block = GuardedBlock.of(backend, Dense.of(2, 2, (i, j) -> 0.0));
    block.assertUnchanged();
    HostBlock host = HostBlock.from(block.block());
    host.data()[host.at(0)] = -0.0;
    assertThatThrownBy(block::assertUnchanged).isInstanceOf(AssertionError.class);
  }

  @Test
  void startsOutputsWithNan() {
    GuardedBlock block = GuardedBlock.output(backend, 2, 3, 1);
    assertThat(block.item(0).data()).containsOnly(Double.NaN);
  }

  @Test
  void showsOneMatrixToManyItems() {
    Dense item = Dense.of(3, 2, (i, j) -> i - j);
    GuardedBlock block = GuardedBlock.shared(backend, 4, item);
    assertThat(block.block().count()).isEqualTo(4);
    assertThat(block.item(3).data()).containsExactly(item.data());
  }
}
