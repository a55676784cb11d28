// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BlockSumsTest {
  private static final int ROWS = 7;

  private static NormalEquations block(long number) {
    Random random = new Random(number);
    double[] x = random.doubles(ROWS * 3, -1, 1).toArray();
    for (int i = 0; i < ROWS; i++) {
      x[i] += 1e8; // a column far from zero keeps its digits
    }
    return NormalEquations.of(
        Matrix.ofColumnMajor(x, ROWS, 3), Matrix.column(random.doubles(ROWS).toArray()));
  }

  private static NormalEquations total(List<Long> blocks, Set<Integer> cuts) {
    List<BlockSums> parts = new ArrayList<>();
    BlockSums part = new BlockSums();
    for (int i = 0; i < blocks.size(); i++) {
      if (cuts.contains(i)) {
        parts.add(part);
        part = new BlockSums();
      }
      part.add(blocks.get(i), block(blocks.get(i)));
    }
    parts.add(part);
    BlockSums all = new BlockSums();
    parts.reversed().forEach(p -> all.addAll(BlockSums.ofBytes(p.toBytes())));
    return all.total();
  }

  @RepeatedTest(20)
  void theBitsDoNotDependOnWhoHoldsWhichBlocksNorOnTheirOrder(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition(); // the repetition says how to repeat it
    Random random = new Random(seed);
    List<Long> blocks = new ArrayList<>();
    int count = 1 + random.nextInt(40);
    for (long b = 0; b < count; b++) {
      if (random.nextInt(10) > 0) { // blocks without rows
        blocks.add(b);
      }
    }
    if (blocks.isEmpty()) {
      blocks.add(0L);
    }
    NormalEquations inOrder = total(blocks, Set.of());
    assertThat(inOrder.rows()).isEqualTo((long) ROWS * blocks.size());
    Collections.shuffle(blocks, random);
    Set<Integer> cuts = new HashSet<>();
    for (int c = 0; c < 5; c++) {
      cuts.add(random.nextInt(40));
    }
    assertThat(total(blocks, cuts)).as("seed " + seed).isEqualTo(inOrder);
  }

  @Test
  void theTotalIsThatOfTheRows() {
    List<Long> blocks = List.of(0L, 1L, 2L, 3L, 4L);
    NormalEquations tree = total(blocks, Set.of(3));
    NormalEquations list = NormalEquations.merge(blocks.stream().map(b -> block(b)).toList());
    double[] expected = list.featureProducts().column(0);
    double[] actual = tree.featureProducts().column(0);
    assertThat(actual[0]).isCloseTo(expected[0], org.assertj.core.data.Offset.offset(1e-12));
    assertThat(tree.rows()).isEqualTo(35);
  }

  @Test
  void whatIsDoubledOrDamagedIsRefused() {
    BlockSums sums = new BlockSums();
    assertThatThrownBy(sums::total).isInstanceOf(IllegalStateException.class);
    sums.add(0, block(0));
    sums.add(1, block(1));
    assertThatThrownBy(() -> sums.add(1, block(1))).hasMessageContaining("twice");
    assertThatThrownBy(() -> sums.add(-1, block(1))).hasMessageContaining("block=-1");
    byte[] bytes = sums.toBytes();
    assertThatThrownBy(() -> BlockSums.ofBytes(Arrays.copyOf(bytes, bytes.length - 1)))
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> BlockSums.ofBytes(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("more behind");
  }
}
