// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Seed.class)
class FoldsTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10, 64})
  void everyFoldStandsOnceAmongAsManyRows(int folds, RandomGenerator random) {
    Criterion.KFold how = new Criterion.KFold(folds, random.nextLong());
    int[] all = IntStream.range(0, folds).toArray();
    for (long turn : new long[] {0, 1, 2, 999, 1L << 40, Long.MAX_VALUE / folds - 1}) {
      assertThat(how.of(turn * folds, folds)).containsExactlyInAnyOrder(all);
    }
    int[] sizes = new int[folds];
    Arrays.stream(how.of(0, 1000)).forEach(fold -> sizes[fold]++);
    int least = Arrays.stream(sizes).min().orElseThrow();
    assertThat(Arrays.stream(sizes).max().orElseThrow()).isBetween(least, least + 1);
  }

  @Test
  void aRowHasItsFoldWhereverItIsRead(RandomGenerator random) {
    Criterion.KFold how = new Criterion.KFold(7, random.nextLong());
    int[] whole = how.of(0, 500);
    assertThat(new Criterion.KFold(7, how.seed()).of(0, 500)).isEqualTo(whole);
    for (int first = 0; first < 500; ) {
      int count = random.nextInt(500 - first + 1);
      assertThat(how.of(first, count)).isEqualTo(Arrays.copyOfRange(whole, first, first + count));
      first += Math.max(1, count);
    }
    assertThat(new Criterion.KFold(7, how.seed() + 1).of(0, 500)).isNotEqualTo(whole);
    assertThatThrownBy(() -> how.of(-1, 3)).hasMessageContaining("first=-1");
  }

  /** A changed rule would change what people have published: these are the folds of seed 42. */
  @Test
  void theRuleStays() {
    assertThat(new Criterion.KFold(5, 42).of(0, 15))
        .containsExactly(2, 1, 4, 0, 3, 3, 2, 1, 0, 4, 0, 2, 1, 3, 4);
  }

  /** Chi-squared of 9 degrees of freedom exceeds 50 once in 10^7 draws. */
  @Test
  void everyFoldIsAsLikelyAtEveryPlaceAndBehindEveryOther() {
    int folds = 10;
    int turns = 20_000;
    int[] drawn = new Criterion.KFold(folds, 3).of(0, folds * turns);
    for (int place = 0; place < folds; place++) {
      int[] found = new int[folds];
      int[] followers = new int[folds];
      for (int turn = 0; turn + 1 < turns; turn++) {
        found[drawn[turn * folds + place]]++;
        // the same place of the next turn is drawn anew
        int step = drawn[(turn + 1) * folds + place] - drawn[turn * folds + place];
        followers[Math.floorMod(step, folds)]++;
      }
      for (int[] counts : List.of(found, followers)) {
        double expected = (turns - 1.0) / folds;
        double square =
            Arrays.stream(counts).mapToDouble(c -> Math.pow(c - expected, 2) / expected).sum();
        assertThat(square).isLessThan(50);
      }
    }
  }

  @Test
  void rowsOfASampleHaveTheFoldsOfTheirNumbers(RandomGenerator random) {
    double[] x = random.doubles(23).toArray();
    double[] weights = IntStream.range(0, 23).mapToDouble(i -> i % 3).toArray(); // 0 counts too
    Sample sample = Sample.of(Matrix.column(x), Matrix.column(x)).withWeights(weights);
    Criterion.KFold how = new Criterion.KFold(4, random.nextLong());
    int[] drawn = how.of(0, 23);
    List<int[]> rows = how.rows(sample);
    for (int fold = 0; fold < 4; fold++) {
      int own = fold;
      assertThat(rows.get(fold))
          .isEqualTo(IntStream.range(0, 23).filter(i -> drawn[i] == own).toArray());
    }
    assertThatThrownBy(() -> new Criterion.KFold(24, 1).rows(sample))
        .hasMessageContaining("folds=24, rows=23");
  }
}
