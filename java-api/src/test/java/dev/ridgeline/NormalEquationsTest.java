// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.testing.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seed.class)
class NormalEquationsTest {
  private static final LambdaGrid SUM = LambdaGrid.of(LambdaScale.SUM, 0.01, 1, 30, 1e3, 1e5);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static Sample draw(RandomGenerator random, int n, int p, int t, boolean weighted) {
    double[][] x = new double[n][p];
    double[][] y = new double[n][t];
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        x[i][j] = 10 * j + random.nextGaussian();
      }
      for (int c = 0; c < t; c++) {
        y[i][c] = 5 + (p == 0 ? 0 : x[i][0]) + random.nextGaussian();
      }
      v[i] = 0.1 + random.nextDouble();
    }
    Sample sample = Sample.of(Matrix.ofRows(x), Matrix.ofRows(y));
    return weighted ? sample.withWeights(v) : sample;
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static void assertNear(NormalEquations actual, NormalEquations expected, double share) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(actual.weight()).isCloseTo(expected.weight(), within(share * expected.weight()));
    for (int j = 0; j < expected.features(); j++) {
      double mean = expected.featureMeans()[j];
      assertThat(actual.featureMeans()[j]).isCloseTo(mean, within(share * (1 + Math.abs(mean))));
      for (int i = 0; i < expected.features(); i++) {
        double size = Math.sqrt(square(expected, i) * square(expected, j));
        assertThat(actual.featureProducts().get(i, j))
            .isCloseTo(expected.featureProducts().get(i, j), within(share * size));
      }
      for (int c = 0; c < expected.responses(); c++) {
        double size = Math.sqrt(square(expected, j) * expected.responseSquares()[c]);
        assertThat(actual.responseProducts().get(j, c))
            .isCloseTo(expected.responseProducts().get(j, c), within(share * size));
      }
    }
    for (int c = 0; c < expected.responses(); c++) {
      double size = expected.responseSquares()[c];
      assertThat(actual.responseSquares()[c]).isCloseTo(size, within(share * size));
    }
  }

  private static double square(NormalEquations of, int j) {
    return of.featureProducts().get(j, j);
  }

  @Test
  void everyPartitionMergesToTheSame(RandomGenerator random) {
    for (int round = 0; round < 20; round++) {
      Sample sample = draw(random, 60, 4, 2, round % 2 == 1);
      NormalEquations direct = NormalEquations.of(sample);
      List<NormalEquations> parts = new ArrayList<>();
      for (int from = 0; from < 60; ) {
        int to = Math.min(60, from + random.nextInt(1, 15));
        parts.add(NormalEquations.of(sample.rows(range(from, to))));
        from = to;
      }
      assertNear(NormalEquations.merge(parts), direct, 1e-12);
      NormalEquations inTurn = parts.stream().reduce(NormalEquations::merge).orElseThrow();
      assertNear(inTurn, direct, 1e-12);
    }
  }

  @Test
  void theSameTreeHasTheSameBits(RandomGenerator random) {
    Sample sample = draw(random, 70, 5, 1, true);
    List<NormalEquations> parts =
        IntStream.range(0, 7)
            .mapToObj(k -> NormalEquations.of(sample.rows(range(10 * k, 10 * k + 10))))
            .toList();
    NormalEquations all = NormalEquations.merge(parts);
    List<NormalEquations> left = parts.subList(0, 4);
    List<NormalEquations> right = parts.subList(4, 7);
    // the largest power of two goes left: machines may merge their own parts first
    assertThat(NormalEquations.merge(left).merge(NormalEquations.merge(right))).isEqualTo(all);
    assertThat(NormalEquations.merge(parts)).isEqualTo(all).hasSameHashCodeAs(all);
  }

  @Test
  void blocksOfAnySizeGiveTheSameBits(RandomGenerator random) {
    for (boolean weighted : new boolean[] {false, true}) {
      Sample sample = draw(random, 53, 6, 2, weighted);
      NormalEquations whole = NormalEquations.of(sample);
      for (int rows : new int[] {1, 7, 52, 53}) {
        assertThat(NormalEquations.of(sample.inBlocks(rows))).isEqualTo(whole);
        assertThat(ridgeline.normalEquations(sample.inBlocks(rows))).isEqualTo(whole);
      }
    }
  }

  @Test
  void soDoMillionsOfRows() {
    // more than one chunk of the builder: 2^23 numbers
    int n = 4_300_000;
    NormalEquations one = NormalEquations.of(made(n, 1_000_000));
    assertThat(NormalEquations.of(made(n, 333_333))).isEqualTo(one);
    assertThat(one.rows()).isEqualTo(n);
    assertThat(one.featureMeans()[0]).isCloseTo(0.5, within(1e-3));
    assertThat(square(one, 0) / n).isCloseTo(1 / 12.0, within(1e-3));
  }

  private static Rows made(int rows, int each) {
    return Rows.of(
        rows,
        1,
        1,
        Math.ceilDiv(rows, each),
        block -> {
          int from = block * each;
          int count = Math.min(each, rows - from);
          double[] x = new double[count];
          double[] y = new double[count];
          for (int i = 0; i < count; i++) {
            x[i] = (((from + i) * 0x9e3779b97f4a7c15L) >>> 11) * 0x1p-53;
            y[i] = 3 * x[i] + 1;
          }
          return Sample.of(Matrix.column(x), Matrix.column(y));
        });
  }

  @Test
  void columnsFarFromZeroKeepTheirDigits(RandomGenerator random) {
    int n = 200;
    double[][] x = new double[n][2];
    double[][] far = new double[n][2];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 2; j++) {
        // exact beside 1e8
        x[i][j] = Math.rint(random.nextGaussian() * 0x1p20) * 0x1p-20;
        far[i][j] = 1e8 + x[i][j];
      }
      y[i] = 2 * x[i][0] - x[i][1] + 1 + 0.1 * random.nextGaussian();
    }
    List<NormalEquations> parts = new ArrayList<>();
    for (int from = 0; from < n; from += 9) {
      int[] rows = range(from, Math.min(n, from + 9));
      parts.add(NormalEquations.of(Sample.of(far, y).rows(rows)));
    }
    Preparation plain = Preparation.DEFAULT;
    double[] near =
        ridgeline.path(RidgeProblem.of(NormalEquations.of(x, y), plain), SUM).coefficients(1);
    for (NormalEquations sums :
        List.of(
            NormalEquations.of(far, y),
            NormalEquations.merge(parts),
            parts.stream().reduce(NormalEquations::merge).orElseThrow())) {
      double[] b = ridgeline.path(RidgeProblem.of(sums, plain), SUM).coefficients(1);
      assertThat(b[0]).isCloseTo(near[0], within(1e-12));
      assertThat(b[1]).isCloseTo(near[1], within(1e-12));
    }
  }

  @Test
  void aFoldThatHoldsAllOfAColumnsScatterTakesNoDigitsFromTheOthers(RandomGenerator random) {
    int n = 60;
    double[][] x = new double[n][2];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double size = i < 12 ? 1e8 : 1; // fold 0
      x[i] = new double[] {size * random.nextGaussian(), random.nextGaussian()};
      y[i] = random.nextGaussian();
    }
    Sample sample = Sample.of(x, y);
    List<NormalEquations> folds =
        IntStream.range(0, 5)
            .mapToObj(k -> NormalEquations.of(sample.rows(range(12 * k, 12 * k + 12))))
            .toList();
    List<NormalEquations> others = NormalEquations.withoutEach(folds);
    assertThat(others).hasSize(5);
    for (int k = 0; k < 5; k++) {
      int fold = k;
      int[] rest = IntStream.range(0, n).filter(i -> i / 12 != fold).toArray();
      assertNear(others.get(k), NormalEquations.of(sample.rows(rest)), 1e-13);
    }
    assertThatThrownBy(() -> NormalEquations.withoutEach(folds.subList(0, 1)))
        .hasMessageContaining("folds=1");
  }

  @Test
  void bytesGiveTheSameBitsBack(RandomGenerator random) {
    for (NormalEquations sums :
        List.of(
            NormalEquations.of(draw(random, 9, 3, 2, true)),
            NormalEquations.of(draw(random, 3, 0, 1, false)),
            NormalEquations.of(
                Sample.of(new double[][] {{1e-200, 2e-200}, {3e-200, -1e-200}}, new double[2])),
            NormalEquations.ofProducts(
                5L << 32,
                Matrix.ofRows(new double[][] {{2}}),
                Matrix.ofRows(new double[][] {{1.5}}),
                new double[] {3}))) {
      NormalEquations read = NormalEquations.ofBytes(sums.toBytes());
      assertThat(read).isEqualTo(sums);
      assertThat(read.toBytes()).isEqualTo(sums.toBytes());
      assertThat(read.rows()).isEqualTo(sums.rows());
    }
  }

  @Test
  void damagedBytesAreRefused(RandomGenerator random) {
    byte[] bytes = NormalEquations.of(draw(random, 9, 2, 1, true)).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> NormalEquations.ofBytes(cut))
          .as("%d bytes of %d", length, bytes.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> NormalEquations.ofBytes(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> NormalEquations.ofBytes(flipped))
          .as("bit %d", bit)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static NormalEquationsBatch batch(RandomGenerator random, int count, int p, int[] rows) {
    return NormalEquationsBatch.of(
        IntStream.range(0, count)
            .mapToObj(k -> NormalEquations.of(draw(random, rows[k % rows.length], p, 1, false)))
            .toList());
  }

  @Test
  void anItemOfABatchIsSolvedAsItIsAlone(RandomGenerator random) {
    int count = 2000;
    NormalEquationsBatch batch = batch(random, count, 8, new int[] {12, 20, 5});
    Preparation plain = Preparation.DEFAULT;
    RidgeProblem problem = RidgeProblem.of(batch, plain).withGcv().withEvidence();
    RidgePath path = ridgeline.path(problem, SUM).requireSuccess();
    for (int k = 0; k < count; k += 37) {
      NormalEquations own = batch.get(k);
      RidgePath one =
          ridgeline.path(
              RidgeProblem.of(NormalEquationsBatch.of(List.of(own)), plain)
                  .withGcv()
                  .withEvidence(),
              SUM);
      RidgePath single = ridgeline.path(RidgeProblem.of(own, plain).withGcv().withEvidence(), SUM);
      for (int j = 0; j < SUM.size(); j++) {
        for (RidgePath alone : List.of(one, single)) {
          assertThat(path.coefficients(k, j, 0)).isEqualTo(alone.coefficients(j));
          assertThat(path.intercept(k, j, 0)).isEqualTo(alone.intercept(0, j, 0));
          assertThat(path.gcv().get(k, j, 0)).isEqualTo(alone.gcv().get(0, j, 0));
          assertThat(path.evidence().get(k, j, 0)).isEqualTo(alone.evidence().get(0, j, 0));
          assertThat(path.route(k, j)).isEqualTo(alone.route(0, j));
        }
      }
    }
  }

  @Test
  void theScaleMeanCountsTheRowsOfEveryItem(RandomGenerator random) {
    int[] rows = {12, 40, 9, 333};
    NormalEquationsBatch batch = batch(random, 4, 5, rows);
    LambdaGrid mean = LambdaGrid.of(LambdaScale.MEAN, 1e-3, 0.1, 1, 10, 100);
    RidgePath path =
        ridgeline.path(RidgeProblem.of(batch, Preparation.DEFAULT).withGcv().withEvidence(), mean);
    for (int k = 0; k < 4; k++) {
      RidgePath single =
          ridgeline.path(
              RidgeProblem.of(batch.get(k), Preparation.DEFAULT).withGcv().withEvidence(), mean);
      for (int j = 0; j < mean.size(); j++) {
        double[] expected = single.coefficients(j);
        for (int i = 0; i < 5; i++) {
          assertThat(path.coefficients(k, j, 0)[i]).isCloseTo(expected[i], within(1e-12));
        }
        double gcv = single.gcv().get(0, j, 0);
        assertThat(path.gcv().get(k, j, 0)).isCloseTo(gcv, within(1e-11 * gcv));
        double evidence = single.evidence().get(0, j, 0);
        assertThat(path.evidence().get(k, j, 0))
            .isCloseTo(evidence, within(1e-11 * (1 + Math.abs(evidence))));
        assertThat(path.effectiveDegreesOfFreedom(k, j))
            .isCloseTo(single.effectiveDegreesOfFreedom(0, j), within(1e-11));
      }
    }
  }

  @Test
  void aBatchOfProductsIsTakenAsItIs(RandomGenerator random) {
    double[] xx = {2, 1, 1, 3, 5, 0, 0, 1};
    double[] xy = {1, 2, 3, 4};
    double[] yy = {6, 70};
    NormalEquationsBatch batch =
        NormalEquationsBatch.ofProducts(
            new long[] {7, 9},
            MatrixBatch.ofColumnMajor(xx, 2, 2, 2),
            MatrixBatch.ofColumnMajor(xy, 2, 1, 2),
            MatrixBatch.ofColumnMajor(yy, 1, 1, 2));
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(batch, Preparation.DEFAULT.withoutIntercept()),
            LambdaGrid.of(LambdaScale.SUM, 1));
    // (3 1; 1 4) b = (1 2), diag(6 2) b = (3 4)
    assertThat(path.coefficients(0, 0, 0)[0]).isCloseTo(2 / 11.0, within(1e-15));
    assertThat(path.coefficients(0, 0, 0)[1]).isCloseTo(5 / 11.0, within(1e-15));
    assertThat(path.coefficients(1, 0, 0)[0]).isCloseTo(0.5, within(1e-15));
    assertThat(path.coefficients(1, 0, 0)[1]).isCloseTo(2, within(1e-15));
    assertThatThrownBy(() -> RidgeProblem.of(batch, Preparation.DEFAULT).withLeaveOneOut())
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused(RandomGenerator random) {
    NormalEquations two = NormalEquations.of(draw(random, 9, 2, 1, false));
    NormalEquations three = NormalEquations.of(draw(random, 9, 3, 1, false));
    NormalEquations zero =
        NormalEquations.ofProducts(
            9, two.featureProducts(), two.responseProducts(), two.responseSquares());
    assertThatThrownBy(() -> two.merge(three)).hasMessageContaining("features");
    assertThatThrownBy(() -> two.merge(zero)).hasMessageContaining("centring");
    assertThatThrownBy(() -> NormalEquations.merge(List.of())).hasMessageContaining("one part");
    assertThatThrownBy(() -> RidgeProblem.of(zero, Preparation.DEFAULT))
        .hasMessageContaining("an intercept needs sums about the means");
    assertThatThrownBy(
            () ->
                NormalEquations.ofProducts(
                    0, two.featureProducts(), two.responseProducts(), two.responseSquares()))
        .hasMessageContaining("rows=0");
    assertThatThrownBy(
            () ->
                NormalEquations.ofProducts(
                    9,
                    Matrix.ofRows(new double[][] {{-1}}),
                    Matrix.ofRows(new double[][] {{1}}),
                    new double[] {1}))
        .hasMessageContaining("diagonal");
  }
}
