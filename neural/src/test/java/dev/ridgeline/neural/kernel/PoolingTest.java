// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pool beside a plain one. Nothing is rounded, so bits are compared. */
class PoolingTest extends MemoryTest {
  private static final int PLANES = 3;

  PoolingTest() {
    super(23);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(Precision.values())
        .flatMap(
            p ->
                IntStream.of(2, 3, 4, 5, 8, 12, 15, 16, 17, 18, 31, 32, 33, 48, 50)
                    .boxed()
                    .flatMap(
                        width -> IntStream.of(2, 5, 6).mapToObj(h -> Arguments.of(p, h, width))));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theLargestOfAWindowPassesIfPositive(Precision precision, int height, int width) {
    Memory images = fewValues(precision, PLANES * height * width);
    Memory out = fewValues(precision, PLANES * (height / 2) * (width / 2));
    Pooling.maxRelu(out, images, height, width);
    int at = 0;
    for (int plane = 0; plane < PLANES; plane++) {
      for (int y = 0; y < height / 2; y++) {
        for (int x = 0; x < width / 2; x++) {
          double expected = 0;
          for (int place : window(plane, y, x, height, width)) {
            expected = Math.max(expected, images.get(place));
          }
          assertThat(out.get(at++)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theFirstOfTheLargestTakesTheGradient(Precision precision, int height, int width) {
    Memory images = fewValues(precision, PLANES * height * width);
    Memory out = fewValues(precision, PLANES * (height / 2) * (width / 2));
    Pooling.maxRelu(out, images, height, width);
    Memory outGradient = reals(precision, (int) out.length());
    Memory gradient = fewValues(precision, (int) images.length());
    Pooling.maxReluBackward(gradient, images, out, outGradient, height, width);

    double[] expected = new double[(int) images.length()];
    int at = 0;
    for (int plane = 0; plane < PLANES; plane++) {
      for (int y = 0; y < height / 2; y++) {
        for (int x = 0; x < width / 2; x++) {
          int largest = window(plane, y, x, height, width)[0];
          for (int place : window(plane, y, x, height, width)) {
            largest = images.get(place) > images.get(largest) ? place : largest;
          }
          expected[largest] = images.get(largest) > 0 ? outGradient.get(at) : 0;
          at++;
        }
      }
    }
    assertThat(gradient.toArray()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatIsNotANumberStaysSo(Precision precision, int height, int width) {
    for (int place : window(1, height / 2 - 1, width / 2 - 1, height, width)) {
      Memory images = fewValues(precision, PLANES * height * width);
      images.set(place, Double.NaN);
      Memory out = fewValues(precision, PLANES * (height / 2) * (width / 2));
      Pooling.maxRelu(out, images, height, width);
      for (int i = 0; i < out.length(); i++) {
        int last = 2 * (height / 2) * (width / 2) - 1;
        assertThat(Double.isNaN(out.get(i))).isEqualTo(i == last);
      }
    }
  }

  @Test
  void imagesMustBeWholePlanes() {
    Memory images = fewValues(Precision.FLOAT, 24);
    Memory out = fewValues(Precision.FLOAT, 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pooling.maxRelu(out, images, 4, 4))
        .withMessageEndingWith("24 FLOAT, 6 FLOAT, height=4, width=4");
    assertThatIllegalArgumentException().isThrownBy(() -> Pooling.maxRelu(out, images, 1, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pooling.maxRelu(fewValues(Precision.DOUBLE, 6), images, 2, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pooling.maxReluBackward(out, images, out, out, 2, 4))
        .withMessage("lengths and kinds must agree: 6 FLOAT, 24 FLOAT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pooling.maxReluBackward(images, images, out, images, 2, 4));
  }

  /** The places of a window, row by row. */
  private static int[] window(int plane, int y, int x, int height, int width) {
    int first = (plane * height + 2 * y) * width + 2 * x;
    return new int[] {first, first + 1, first + width, first + width + 1};
  }

  /** Mostly ties, and windows without a positive number. */
  private Memory fewValues(Precision precision, int count) {
    return filled(precision, count, () -> random.nextInt(-4, 3));
  }
}
