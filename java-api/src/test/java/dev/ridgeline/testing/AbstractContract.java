// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Info;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What all contracts share: one backend per class, and operands that are looked at again after
 * every test: inputs must be unchanged bit for bit, and nothing may be written around a block.
 */
@ExtendWith(Seed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AbstractContract {
  /** Under test; one for the whole class. */
  protected Backend backend;

  private final List<GuardedBlock> inputs = new ArrayList<>();
  private final List<GuardedBlock> written = new ArrayList<>();

  /** For subclasses. */
  protected AbstractContract() {}

  /**
   * Opens the backend under test; closed by this class.
   *
   * @return the backend
   */
  protected abstract Backend open();

  @BeforeAll
  final void openBackend() {
    backend = RequiredBackend.check(open());
  }

  @AfterAll
  final void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }

  @AfterEach
  final void checkOperands() {
    List<GuardedBlock> reads = List.copyOf(inputs);
    List<GuardedBlock> writes = List.copyOf(written);
    inputs.clear();
    written.clear();
    reads.forEach(GuardedBlock::assertUnchanged);
    writes.forEach(GuardedBlock::assertGuards);
    reads.forEach(GuardedBlock::close);
    writes.forEach(GuardedBlock::close);
  }

  /**
   * Operands that must not change.
   *
   * @param items one matrix per item
   * @return a block, checked after the test
   */
  protected final GuardedBlock input(Dense... items) {
    return track(inputs, GuardedBlock.of(backend, items));
  }

  /**
   * An operand that all items share and that must not change.
   *
   * @param count number of items
   * @param item the matrix
   * @return a block of stride 0, checked after the test
   */
  protected final GuardedBlock shared(int count, Dense item) {
    return track(inputs, GuardedBlock.shared(backend, count, item));
  }

  /**
   * Operands that a verb changes.
   *
   * @param items one matrix per item
   * @return a block, whose surroundings are checked after the test
   */
  protected final GuardedBlock changed(Dense... items) {
    return track(written, GuardedBlock.of(backend, items));
  }

  /**
   * A block that a verb overwrites: NaN before.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param count number of items
   * @return a block, whose surroundings are checked after the test
   */
  protected final GuardedBlock output(int rows, int columns, int count) {
    return track(written, GuardedBlock.output(backend, rows, columns, count));
  }

  private static synchronized GuardedBlock track(List<GuardedBlock> list, GuardedBlock block) {
    list.add(block);
    return block;
  }

  /** A computation on some of the items of a test. */
  @FunctionalInterface
  protected interface OnItems {
    /**
     * Runs it on one batch.
     *
     * @param items which items, in this order
     * @return one result per item
     */
    Dense[] run(int[] items);
  }

  /**
   * Demands that an item has the same bits alone as in a batch of 3 and of 7, in any place.
   *
   * @param computation on items 0 .. 6
   */
  protected static void assertBatchInvariant(OnItems computation) {
    Dense[] alone = new Dense[7];
    for (int k = 0; k < 7; k++) {
      alone[k] = computation.run(new int[] {k})[0];
    }
    for (int[] batch : new int[][] {{0, 1, 2}, {6, 5, 4, 3, 2, 1, 0}}) {
      Dense[] together = computation.run(batch);
      for (int place = 0; place < batch.length; place++) {
        assertSameBits(
            "item " + batch[place] + " in a batch of " + batch.length,
            together[place],
            alone[batch[place]]);
      }
    }
  }

  /**
   * Picks items.
   *
   * @param all all of them
   * @param items which
   * @return those
   */
  protected static Dense[] pick(Dense[] all, int[] items) {
    return IntStream.of(items).mapToObj(k -> all[k]).toArray(Dense[]::new);
  }

  /**
   * What all items of a block hold.
   *
   * @param block the block
   * @return one matrix per item
   */
  protected static Dense[] items(GuardedBlock block) {
    return IntStream.range(0, block.block().count()).mapToObj(block::item).toArray(Dense[]::new);
  }

  /**
   * Demands equal bits.
   *
   * @param what for the message
   * @param actual computed
   * @param expected to be equal
   */
  protected static void assertSameBits(String what, Dense actual, Dense expected) {
    assertThat(bits(actual)).as(what).isEqualTo(bits(expected));
  }

  private static long[] bits(Dense matrix) {
    return Arrays.stream(matrix.data()).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  /**
   * Demands equal numbers, where a zero may have either sign.
   *
   * @param what for the message
   * @param actual computed
   * @param expected exact
   */
  protected static void assertExact(String what, Dense actual, Dense expected) {
    assertThat(actual.toString()).as(what).isEqualTo(expected.toString());
    assertSameBits(what, actual.map(x -> x + 0.0), expected.map(x -> x + 0.0));
  }

  /**
   * Demands success everywhere.
   *
   * @param info from a verb
   * @param length number of outcomes
   */
  protected static void assertSuccess(Info info, int length) {
    assertThat(info.values()).as("info").isEqualTo(new int[length]);
    assertThat(info.success()).isTrue();
  }

  /**
   * Demands NaN everywhere.
   *
   * @param what for the message
   * @param matrix of a failed item
   */
  protected static void assertAllNan(String what, Dense matrix) {
    assertThat(Arrays.stream(matrix.data()).allMatch(Double::isNaN)).as(what).isTrue();
  }
}
