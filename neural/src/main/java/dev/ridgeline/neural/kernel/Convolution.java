// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

/**
 * A convolution with kernels of 3 x 3 padded by 1, for images of few channels whose own gradient
 * nobody asks for, and for either precision. All memory of a call must be of one precision and must
 * not overlap; images are examples x channels x height x width numbers, what comes out is examples
 * x filters x height x width, the weights are 3 x 3 x channels x filters, row-major without gaps.
 *
 * <p>Holds memory for one image on the heap; not for use by several threads at once. Bits are the
 * same at every width of vectors up to 512 bits.
 */
public final class Convolution {
  private final Precision precision;
  private final int channels;
  private final int filters;
  private final int height;
  private final int width;
  private final FloatConvolution floats;
  private final DoubleConvolution doubles;

  /**
   * Allocates the memory.
   *
   * @param precision the kind of numbers
   * @param channels channels of the images
   * @param filters channels of what comes out
   * @param height height of the images
   * @param width width of the images
   */
  public Convolution(Precision precision, int channels, int filters, int height, int width) {
    if (channels < 1 || filters < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "sizes must be at least 1: channels=%d, filters=%d, height=%d, width=%d"
              .formatted(channels, filters, height, width));
    }
    this.precision = precision;
    this.channels = channels;
    this.filters = filters;
    this.height = height;
    this.width = width;
    boolean single = precision == Precision.FLOAT;
    floats = single ? new FloatConvolution(channels, filters, height, width) : null;
    doubles = single ? null : new DoubleConvolution(channels, filters, height, width);
  }

  /**
   * Takes the parameters for the images to come.
   *
   * @param weights 3 x 3 x channels x filters numbers
   * @param biases filters numbers
   */
  public void parameters(Memory weights, Memory biases) {
    requireParameters(weights, biases);
    if (precision == Precision.FLOAT) {
      floats.pack(weights.segment(), biases.segment());
    } else {
      doubles.pack(weights.segment(), biases.segment());
    }
  }

  /**
   * The convolution: {@code out[f][y][x] = bias[f] + sum over i, j, c of weight[i][j][c][f] *
   * image[c][y + i - 1][x + j - 1]}, for every image.
   *
   * @param out examples x filters x height x width numbers, overwritten
   * @param images examples x channels x height x width numbers
   */
  public void forward(Memory out, Memory images) {
    int examples = requireExamples(out, images);
    for (int i = 0; i < examples; i++) {
      long to = (long) i * filters * height * width;
      long from = (long) i * channels * height * width;
      if (precision == Precision.FLOAT) {
        floats.forward(out.segment(), to, images.segment(), from);
      } else {
        doubles.forward(out.segment(), to, images.segment(), from);
      }
    }
  }

  /** Begins a gradient of the parameters, at 0. */
  public void clearGradient() {
    if (precision == Precision.FLOAT) {
      floats.clearGradient();
    } else {
      doubles.clearGradient();
    }
  }

  /**
   * Adds what images contribute to the gradient of the parameters.
   *
   * @param images examples x channels x height x width numbers
   * @param outGradient the gradient of what came out, examples x filters x height x width numbers
   */
  public void addGradient(Memory images, Memory outGradient) {
    int examples = requireExamples(outGradient, images);
    for (int i = 0; i < examples; i++) {
      long from = (long) i * channels * height * width;
      long at = (long) i * filters * height * width;
      if (precision == Precision.FLOAT) {
        floats.addGradient(images.segment(), from, outGradient.segment(), at);
      } else {
        doubles.addGradient(images.segment(), from, outGradient.segment(), at);
      }
    }
  }

  /**
   * Writes the gradient, summed over the images since {@link #clearGradient}.
   *
   * @param weightsGradient 3 x 3 x channels x filters numbers, overwritten
   * @param biasesGradient filters numbers, overwritten
   */
  public void gradient(Memory weightsGradient, Memory biasesGradient) {
    requireParameters(weightsGradient, biasesGradient);
    if (precision == Precision.FLOAT) {
      floats.gradient(weightsGradient.segment(), biasesGradient.segment());
    } else {
      doubles.gradient(weightsGradient.segment(), biasesGradient.segment());
    }
  }

  private void requireParameters(Memory weights, Memory biases) {
    if (weights.precision() != precision
        || biases.precision() != precision
        || weights.length() != 9L * channels * filters
        || biases.length() != filters) {
      throw new IllegalArgumentException(
          "parameters must be 3 x 3 x channels x filters, and filters numbers:"
              + " %d %s, %d %s, channels=%d, filters=%d, %s"
                  .formatted(
                      weights.length(),
                      weights.precision(),
                      biases.length(),
                      biases.precision(),
                      channels,
                      filters,
                      precision));
    }
  }

  private int requireExamples(Memory out, Memory images) {
    long size = (long) height * width;
    long examples = images.length() / (channels * size);
    if (out.precision() != precision
        || images.precision() != precision
        || images.length() != examples * channels * size
        || out.length() != examples * filters * size) {
      throw new IllegalArgumentException(
          "images must be examples x channels x height x width, and what comes out as many of"
              + " filters: %d %s, %d %s, channels=%d, filters=%d, height=%d, width=%d, %s"
                  .formatted(
                      images.length(),
                      images.precision(),
                      out.length(),
                      out.precision(),
                      channels,
                      filters,
                      height,
                      width,
                      precision));
    }
    return Math.toIntExact(examples);
  }
}
