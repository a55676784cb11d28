// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Memory: allocate, upload, download, and the views of a block. */
public abstract class AbstractBlockContract extends AbstractContract {
  /** For subclasses. */
  protected AbstractBlockContract() {}

  @Test
  void saysWhoItIs() {
    assertThat(backend.name()).isNotBlank().isLowerCase();
    assertThat(backend.device().device()).isNotBlank();
    assertThat(backend.device().lanes()).isNotBlank();
    assertThat(backend.device().memoryBytes()).isPositive();
  }

  @Test
  void allocatesWhatIsAskedFor() {
    try (Block block = backend.allocate(3, 4, 2)) {
      assertThat(block.rows()).isEqualTo(3);
      assertThat(block.columns()).isEqualTo(4);
      assertThat(block.count()).isEqualTo(2);
      assertThat(block.leadingDimension()).isGreaterThanOrEqualTo(3);
      assertThat(block.batchStride()).isNotZero();
      assertThat(backend.download(block)).hasSize(24);
    }
    for (int[] shape : new int[][] {{0, 4, 2}, {4, 0, 2}, {4, 2, 0}, {0, 0, 0}}) {
      try (Block block = backend.allocate(shape[0], shape[1], shape[2])) {
        assertThat(backend.download(block)).isEmpty();
      }
    }
  }

  @Test
  void bringsBackWhatWasUploaded(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] items = {matrices.gaussian(5, 3), matrices.gaussian(5, 3), matrices.gaussian(5, 3)};
    GuardedBlock block = input(items);
    for (int k = 0; k < 3; k++) {
      assertSameBits("item " + k, block.item(k), items[k]);
    }
    GuardedBlock shared = shared(3, items[0]);
    assertThat(shared.block().batchStride()).isZero();
    for (int k = 0; k < 3; k++) {
      assertSameBits("shared " + k, shared.item(k), items[0]);
    }
  }

  @Test
  void downloadsToAnOffset() {
    double[] target = new double[9];
    Arrays.fill(target, -1);
    backend.download(input(Dense.of(2, 3, (i, j) -> i + 2 * j)).block(), target, 2);
    assertThat(target).containsExactly(-1, -1, 0, 1, 2, 3, 4, 5, -1);
  }

  @Test
  void receivesRowMajorMemoryTransposed() {
    // two 2 x 3 matrices, rows 4 apart
    double[] data = new double[20];
    Arrays.setAll(data, i -> i);
    MatrixBatch host = MatrixBatch.of(data, 1, 2, 3, 4, 9, 2, Order.ROW_MAJOR);
    assertThat(host.transpose()).isEqualTo(Transpose.YES);
    try (Block block = backend.upload(host)) {
      assertThat(block.rows()).isEqualTo(3);
      assertThat(block.columns()).isEqualTo(2);
      assertThat(backend.download(block)).containsExactly(1, 2, 3, 5, 6, 7, 10, 11, 12, 14, 15, 16);
    }
  }

  @Test
  void viewsColumnsAndItems(RandomGenerator random) {
    RandomMatrices matrices = new RandomMatrices(random);
    Dense[] items = {matrices.gaussian(4, 6), matrices.gaussian(4, 6), matrices.gaussian(4, 6)};
    Block block = input(items).block();
    try (Block columns = block.columns(2, 3)) {
      assertSame(columns, items[0].columns(2, 3), items[1].columns(2, 3), items[2].columns(2, 3));
    }
    try (Block rest = block.items(1, 2)) {
      assertSame(rest, items[1], items[2]);
      try (Block both = rest.columns(5, 1)) {
        assertSame(both, items[1].columns(5, 1), items[2].columns(5, 1));
      }
      try (Block shared = rest.share(3)) {
        assertThat(shared.batchStride()).isZero();
        assertSame(shared, items[1], items[1], items[1]);
      }
    }
    try (Block none = block.columns(6, 0);
        Block nobody = block.items(3, 0)) {
      assertThat(backend.download(none)).isEmpty();
      assertThat(backend.download(nobody)).isEmpty();
    }
    // closing a view releases nothing
    assertSame(block, items);
  }

  private void assertSame(Block block, Dense... items) {
    assertThat(block.count()).isEqualTo(items.length);
    double[] all = backend.download(block);
    int size = block.rows() * block.columns();
    for (int k = 0; k < items.length; k++) {
      double[] item = Arrays.copyOfRange(all, k * size, (k + 1) * size);
      assertSameBits("item " + k, new Dense(block.rows(), block.columns(), item), items[k]);
    }
  }
}
