// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The convolution beside a plain one that adds in the same order and rounds every operation, so
 * bits are compared, whatever the width of the vectors.
 */
class ConvolutionTest extends MemoryTest {
  private static final int EXAMPLES = 3;
  private static final int PARTIALS = 16;

  ConvolutionTest() {
    super(29);
  }

  static Stream<Arguments> shapes() {
    int[][] shapes = {
      {1, 1, 1, 1},
      {2, 3, 5, 7},
      {3, 8, 4, 16},
      {3, 9, 4, 17},
      {2, 5, 3, 33},
      {4, 16, 2, 48},
      {3, 32, 8, 32},
      {1, 6, 28, 28},
      {2, 4, 1, 3}
    };
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(shapes).map(s -> Arguments.of(p, s[0], s[1], s[2], s[3])));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatComesOutIsTheBiasAndTheProductsInTheOrderOfTheWeights(
      Precision precision, int channels, int filters, int height, int width) {
    Memory images = reals(precision, EXAMPLES * channels * height * width);
    Memory weights = reals(precision, 9 * channels * filters);
    Memory biases = reals(precision, filters);
    Memory out = reals(precision, EXAMPLES * filters * height * width);
    Convolution convolution = new Convolution(precision, channels, filters, height, width);
    convolution.parameters(weights, biases);
    convolution.forward(out, images);
    double[] in = images.toArray();
    double[] w = weights.toArray();
    double[] expected = new double[(int) out.length()];
    for (int at = 0; at < expected.length; at++) {
      int x = at % width;
      int y = at / width % height;
      int filter = at / width / height % filters;
      int first = at / width / height / filters * channels;
      double sum = biases.get(filter);
      for (int tap = 0; tap < 9 * channels; tap++) {
        int row = y + tap / channels / 3 - 1;
        int column = x + tap / channels % 3 - 1;
        double value = pixel(in, first + tap % channels, row, column, height, width);
        sum = round(precision, sum + round(precision, value * w[tap * filters + filter]));
      }
      expected[at] = sum;
    }
    assertThat(out.toArray()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theGradientIsSummedByColumnsThenImagesThenRemainders(
      Precision precision, int channels, int filters, int height, int width) {
    Memory images = reals(precision, EXAMPLES * channels * height * width);
    Memory delta = reals(precision, EXAMPLES * filters * height * width);
    Memory weights = reals(precision, 9 * channels * filters);
    Memory biases = reals(precision, filters);
    Convolution convolution = new Convolution(precision, channels, filters, height, width);
    convolution.parameters(weights, biases);
    for (int repeat = 0; repeat < 2; repeat++) {
      convolution.forward(reals(precision, (int) delta.length()), images);
      convolution.clearGradient();
      convolution.addGradient(images, delta);
      convolution.gradient(weights, biases);
    }
    double[] in = images.toArray();
    double[] d = delta.toArray();
    for (int filter = 0; filter < filters; filter++) {
      for (int tap = 0; tap < 9 * channels; tap++) {
        int channel = tap % channels;
        int row = tap / channels / 3 - 1;
        int column = tap / channels % 3 - 1;
        double[] sums = new double[PARTIALS];
        for (int i = 0; i < EXAMPLES; i++) {
          double[] ofImage = new double[PARTIALS];
          for (int block = 0; block < width; block += PARTIALS) {
            for (int y = 0; y < height; y++) {
              for (int x = block; x < Math.min(block + PARTIALS, width); x++) {
                double value =
                    pixel(in, i * channels + channel, y + row, x + column, height, width);
                double part = d[((i * filters + filter) * height + y) * width + x] * value;
                int lane = x - block;
                ofImage[lane] = round(precision, ofImage[lane] + round(precision, part));
              }
            }
          }
          addTo(sums, ofImage, precision);
        }
        assertThat(weights.get((long) tap * filters + filter)).isEqualTo(sum(sums, precision));
      }
      assertThat(biases.get(filter))
          .isEqualTo(biasGradient(d, filter, filters, height, width, precision));
    }
  }

  /** Rows first here, then blocks of columns. */
  private static double biasGradient(
      double[] d, int filter, int filters, int height, int width, Precision precision) {
    double[] sums = new double[PARTIALS];
    for (int i = 0; i < EXAMPLES; i++) {
      double[] ofImage = new double[PARTIALS];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double part = d[((i * filters + filter) * height + y) * width + x];
          ofImage[x % PARTIALS] = round(precision, ofImage[x % PARTIALS] + part);
        }
      }
      addTo(sums, ofImage, precision);
    }
    return sum(sums, precision);
  }

  @Test
  void shapesAndKindsMustAgree() {
    Convolution convolution = new Convolution(Precision.FLOAT, 2, 3, 4, 5);
    Memory images = reals(Precision.FLOAT, 40);
    Memory out = reals(Precision.FLOAT, 60);
    convolution.forward(out, images);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution.forward(images, out))
        .withMessageEndingWith(
            "60 FLOAT, 40 FLOAT, channels=2, filters=3, height=4, width=5, FLOAT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution.addGradient(reals(Precision.DOUBLE, 40), out));
    Memory weights = reals(Precision.FLOAT, 54);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution.parameters(weights, weights))
        .withMessageEndingWith("54 FLOAT, 54 FLOAT, channels=2, filters=3, FLOAT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution.gradient(weights, reals(Precision.DOUBLE, 3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Convolution(Precision.FLOAT, 0, 1, 1, 1))
        .withMessage("sizes must be at least 1: channels=0, filters=1, height=1, width=1");
  }

  private static double pixel(double[] in, int plane, int row, int column, int height, int width) {
    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? in[(plane * height + row) * width + column] : 0;
  }

  private static void addTo(double[] sums, double[] parts, Precision precision) {
    for (int i = 0; i < PARTIALS; i++) {
      sums[i] = round(precision, sums[i] + parts[i]);
    }
  }

  private static double sum(double[] parts, Precision precision) {
    double sum = 0;
    for (double part : parts) {
      sum = round(precision, sum + part);
    }
    return sum;
  }

  /** A float operation is the double one rounded, for sums and products. */
  private static double round(Precision precision, double value) {
    return precision == Precision.FLOAT ? (float) value : value;
  }
}
