// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The loops beside plain ones. Sums and products of small integers, and all single operations, are
 * exact, so bits are compared wherever no tolerance is named.
 */
class KernelsTest extends MemoryTest {
  KernelsTest() {
    super(17);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(Precision.values())
        .flatMap(
            p ->
                IntStream.of(1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 67, 257)
                    .mapToObj(n -> Arguments.of(p, n)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void biasesAreAddedToEveryRow(Precision precision, int width) {
    Memory z = integers(precision, 3 * width);
    Memory rectified = copy(z);
    Memory bias = integers(precision, width);
    double[] before = z.toArray();
    Kernels.addBias(z, bias, 3);
    Kernels.addBiasRelu(rectified, bias, 3);
    for (int i = 0; i < before.length; i++) {
      assertThat(z.get(i)).isEqualTo(before[i] + bias.get(i % width));
      assertThat(rectified.get(i)).isEqualTo(Math.max(z.get(i), 0));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void reluLetsTheGradientPassWhereTheOutputIsPositive(Precision precision, int count) {
    Memory output = integers(precision, count);
    Kernels.addBiasRelu(output, filled(precision, count, () -> 0), 1);
    Memory gradient = integers(precision, count);
    double[] before = gradient.toArray();
    Kernels.reluBackward(gradient, output, 1.5);
    for (int i = 0; i < count; i++) {
      assertThat(output.get(i)).isNotNegative();
      assertThat(gradient.get(i)).isEqualTo(output.get(i) > 0 ? before[i] * 1.5 : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void columnsAreSummedFromTheFirstRowOn(Precision precision, int width) {
    Memory matrix = reals(precision, 5 * width);
    Memory sums = integers(precision, width);
    Kernels.columnSums(sums, matrix, 5);
    for (int j = 0; j < width; j++) {
      double sum = 0;
      for (int row = 0; row < 5; row++) {
        sum = round(precision, sum + matrix.get((long) row * width + j));
      }
      assertThat(sums.get(j)).isEqualTo(sum);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void penaltiesJoinTheGradient(Precision precision, int count) {
    Memory theta = integers(precision, count);
    theta.set(0, 0);
    Memory anchor = integers(precision, count);
    Memory signs = integers(precision, count);
    Memory pulls = copy(signs);
    double[] before = signs.toArray();
    Kernels.addSign(signs, theta, 0.5);
    Kernels.addPull(pulls, theta, anchor, 0.5);
    for (int i = 0; i < count; i++) {
      assertThat(signs.get(i)).isEqualTo(before[i] + 0.5 * Math.signum(theta.get(i)));
      assertThat(pulls.get(i)).isEqualTo(before[i] + 0.5 * (theta.get(i) - anchor.get(i)));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyElementOfAdamHasTheSameBitsWhereverItLies(Precision precision, int count) {
    Memory[] whole =
        Stream.generate(() -> positives(precision, count)).limit(4).toArray(Memory[]::new);
    Memory[] single = Stream.of(whole).map(this::copy).toArray(Memory[]::new);
    AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 1e-2, 3);
    Kernels.adam(whole[0], whole[1], whole[2], whole[3], step);
    // One element at a time is the scalar loop.
    for (int i = 0; i < count; i++) {
      Kernels.adam(
          single[0].slice(i, 1),
          single[1].slice(i, 1),
          single[2].slice(i, 1),
          single[3].slice(i, 1),
          step);
    }
    for (int k = 0; k < 4; k++) {
      assertThat(whole[k].toArray()).isEqualTo(single[k].toArray());
    }
  }

  @Test
  void theFirstStepOfAdamHasTheLengthOfTheLearningRate() {
    Memory theta = integers(Precision.DOUBLE, 1);
    theta.set(0, 2);
    Memory gradient = copy(theta);
    Memory m = copy(theta);
    m.clear();
    Memory v = copy(m);
    Kernels.adam(theta, gradient, m, v, new AdamStep(0.25, 0.9, 0.999, 1e-8, 0, 1));
    assertThat(theta.get(0)).isCloseTo(1.75, within(1e-8));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void sparseProductsAreThoseOfTheDenseMatrix(Precision precision, int width) {
    SparseRows rows =
        new SparseRows(
            6, new int[] {0, 2, 2, 5}, new int[] {1, 4, 0, 1, 5}, new float[] {2, 3, -1, 4, 5});
    double[][] dense = {{0, 2, 0, 0, 3, 0}, {0, 0, 0, 0, 0, 0}, {-1, 4, 0, 0, 0, 5}};
    int[] order = {9, 2, 1, 0};
    Memory weights = integers(precision, 6 * width);
    Memory out = integers(precision, 3 * width);
    Kernels.sparseProduct(out, weights, rows, order, 1, 3);
    Memory gradient = integers(precision, 6 * width);
    Kernels.sparseTransposedProduct(gradient, out, rows, order, 1, 3);
    for (int j = 0; j < width; j++) {
      double[] expected = new double[6];
      for (int i = 0; i < 3; i++) {
        double product = 0;
        for (int feature = 0; feature < 6; feature++) {
          product += dense[order[1 + i]][feature] * weights.get((long) feature * width + j);
        }
        assertThat(out.get((long) i * width + j)).isEqualTo(product);
        for (int feature = 0; feature < 6; feature++) {
          expected[feature] += dense[order[1 + i]][feature] * product;
        }
      }
      for (int feature = 0; feature < 6; feature++) {
        assertThat(gradient.get((long) feature * width + j)).isEqualTo(expected[feature]);
      }
    }
  }

  @Test
  void distancesAreSummedInDouble() {
    Memory a = integers(Precision.FLOAT, 101);
    Memory b = integers(Precision.FLOAT, 101);
    double expected = 0;
    for (int i = 0; i < 101; i++) {
      expected += (a.get(i) - b.get(i)) * (a.get(i) - b.get(i));
    }
    assertThat(Kernels.squaredDistance(a, b)).isEqualTo(expected);
  }

  @Test
  void lengthsAndKindsMustAgree() {
    Memory three = integers(Precision.FLOAT, 3);
    Memory four = integers(Precision.FLOAT, 4);
    Memory doubles = integers(Precision.DOUBLE, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> Kernels.multiply(three, four));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kernels.multiply(three, doubles))
        .withMessage("lengths and kinds must agree: 3 FLOAT, 3 DOUBLE");
    assertThatIllegalArgumentException().isThrownBy(() -> Kernels.addBias(four, three, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Kernels", "Pooling", "Convolution"})
  void theLoopsOnDoublesAreThoseOnFloats(String name) throws IOException {
    Path folder = Path.of("src/main/java/dev/ridgeline/neural/kernel");
    String floats = Files.readString(folder.resolve("Float" + name + ".java"));
    String expected =
        floats
            .replace("{@code Double" + name + "}", "{@code @" + name + "}")
            .replace("Float" + name, "Double" + name)
            .replace("@" + name, "Float" + name)
            .replace("on floats, which", "on doubles, which")
            .replace("FloatVector", "DoubleVector")
            .replace("<Float>", "<Double>")
            .replace("Float.BYTES", "Double.BYTES")
            .replace("OfFloat", "OfDouble")
            .replace("JAVA_FLOAT", "JAVA_DOUBLE")
            .replace("(float) ", "")
            .replaceAll("\\bfloat\\b", "double")
            // Sparse rows hold floats in either case.
            .replace("double[] values", "float[] values");
    String doubles = Files.readString(folder.resolve("Double" + name + ".java"));
    assertThat(words(doubles)).isEqualTo(words(expected));
  }

  /** Where lines break and imports stand is the formatter's. */
  private static String words(String source) {
    return source
        .lines()
        .filter(line -> !line.startsWith("import"))
        .reduce("", String::concat)
        .replace("*", "")
        .replaceAll("\\s+", "");
  }

  private static double round(Precision precision, double value) {
    return precision == Precision.FLOAT ? (float) value : value;
  }

  private Memory integers(Precision precision, int count) {
    return filled(precision, count, () -> random.nextInt(-8, 9));
  }

  private Memory positives(Precision precision, int count) {
    return filled(precision, count, random::nextDouble);
  }

  private Memory copy(Memory source) {
    Memory memory = allocate(source.precision(), (int) source.length());
    memory.copyFrom(source);
    return memory;
  }
}
