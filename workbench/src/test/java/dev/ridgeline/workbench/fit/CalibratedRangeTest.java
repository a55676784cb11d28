// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibratedRangeTest {
  private static double[][] rows(Random random, int n, int p) {
    double[][] rows = new double[n][p];
    for (double[] row : rows) {
      double common = random.nextGaussian();
      for (int j = 0; j < p; j++) {
        row[j] = 3 + common + 0.5 * random.nextGaussian();
      }
    }
    return rows;
  }

  private static Sample sample(double[][] rows) {
    return Sample.of(rows, new double[rows.length]);
  }

  /** 1/n + (x - m)'(S + mu I)^-1 (x - m) by an inverse; each table about its own mean. */
  private static double leverage(List<double[][]> tables, double[] x, double mu) {
    int p = x.length;
    RealMatrix sum = MatrixUtils.createRealIdentityMatrix(p).scalarMultiply(mu);
    double[] mean = new double[p];
    for (double[][] rows : tables) {
      Arrays.setAll(mean, j -> Arrays.stream(rows).mapToDouble(r -> r[j]).average().orElseThrow());
      for (double[] row : rows) {
        double[] d = less(row, mean);
        sum =
            sum.add(MatrixUtils.createRealVector(d).outerProduct(MatrixUtils.createRealVector(d)));
      }
    }
    double[] d = less(x, mean);
    double[] solved = new LUDecomposition(sum).getSolver().getInverse().operate(d);
    double product = 0;
    for (int j = 0; j < p; j++) {
      product += d[j] * solved[j];
    }
    return 1.0 / tables.getLast().length + product;
  }

  private static double[] less(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(j -> a[j] - b[j]).toArray();
  }

  @ParameterizedTest
  @CsvSource({"30,4,0", "30,4,5", "8,20,60"})
  void leveragesAreThoseOfTheInverseAndTheLimitIsTheLargestOfARowLeftOut(int n, int p, double mu) {
    long seed = 11;
    Random random = new Random(seed);
    double[][] rows = rows(random, n, p);
    double[][] fresh = rows(random, 5, p);
    double[] units = new double[p];
    Arrays.fill(units, 1);
    try (Ridgeline ridgeline = Ridgeline.open()) {
      CalibratedRange range =
          CalibratedRange.of(ridgeline, List.of(sample(rows)), units, mu).orElseThrow();

      double[] leverages = range.leverages(Matrix.ofRows(fresh));
      double largest = 0;
      for (int i = 0; i < n; i++) {
        int out = i;
        double[][] others =
            IntStream.range(0, n)
                .filter(k -> k != out)
                .mapToObj(k -> rows[k])
                .toArray(double[][]::new);
        largest = Math.max(largest, leverage(List.<double[][]>of(others), rows[i], mu));
      }
      // directions below a hundredth of the penalty are not kept
      assertThat(range.limit()).as("seed %d", seed).isCloseTo(largest, within(0.02 * largest));
      for (int i = 0; i < fresh.length; i++) {
        double expected = leverage(List.<double[][]>of(rows), fresh[i], mu);
        assertThat(leverages[i]).as("seed %d", seed).isCloseTo(expected, within(0.02 * expected));
      }
    }
  }

  @Test
  void aFitThatInterpolatesStillTellsForeignRows() {
    Random random = new Random(13);
    double[][] rows = rows(random, 20, 40);
    double[][] foreign = rows(random, 5, 40);
    for (double[] row : foreign) {
      Arrays.setAll(row, j -> row[j] + 3 * Math.sin(j));
    }
    double[] units = new double[40];
    Arrays.fill(units, 1);
    try (Ridgeline ridgeline = Ridgeline.open()) {
      CalibratedRange range =
          CalibratedRange.of(ridgeline, List.of(sample(rows)), units, 0).orElseThrow();

      assertThat(Arrays.stream(range.leverages(Matrix.ofRows(foreign))))
          .allMatch(value -> value > range.limit());
      assertThat(Arrays.stream(range.leverages(Matrix.ofRows(rows))))
          .noneMatch(value -> value > range.limit());
    }
  }

  @ParameterizedTest
  @CsvSource({"3", "40"})
  void tablesArePooledEachAboutItsOwnMeanAndTheFileKeepsIt(int p) throws Exception {
    Random random = new Random(12);
    double[][] source = rows(random, 25, p);
    double[][] target = rows(random, 6, p);
    for (double[] row : target) {
      Arrays.setAll(row, j -> row[j] + 10 * j);
    }
    double[] units = new double[p];
    Arrays.fill(units, 1);
    double[] x = target[0].clone();
    x[p - 1] += 2;
    try (Ridgeline ridgeline = Ridgeline.open()) {
      CalibratedRange range =
          CalibratedRange.of(ridgeline, List.of(sample(source), sample(target)), units, 30)
              .orElseThrow();

      ObjectMapper mapper = new ObjectMapper();
      ObjectNode node = mapper.createObjectNode();
      range.write(node);
      CalibratedRange read =
          CalibratedRange.read(mapper.readTree(node.toString()), p).orElseThrow();
      double[] again = read.leverages(Matrix.ofRows(new double[][] {x}));
      double expected = leverage(List.of(source, target), x, 30);
      assertThat(again[0]).isCloseTo(expected, within(0.02 * expected));
      assertThat(again).isEqualTo(range.leverages(Matrix.ofRows(new double[][] {x})));
      assertThat(read.limit()).isEqualTo(range.limit());
      assertThatThrownBy(() -> CalibratedRange.read(node, p + 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its range needs");
    }
  }
}
