// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

/**
 * The maximum over windows of 2 x 2, then ReLU, for either precision. Images are planes x height x
 * width numbers, row-major without gaps; what comes out is planes x height / 2 x width / 2 numbers,
 * and a last row or column that fills no window is left out. All memory of a call must be of one
 * precision and must not overlap.
 *
 * <p>Safe for use by many threads on different memory.
 */
public final class Pooling {
  private Pooling() {}

  /**
   * The pool: {@code out = max(0, largest of the window)}, NaN where the window holds one.
   *
   * @param out planes x height / 2 x width / 2 numbers, overwritten
   * @param images planes x height x width numbers
   * @param height height of the images, at least 2
   * @param width width of the images, at least 2
   */
  public static void maxRelu(Memory out, Memory images, int height, int width) {
    int planes = requirePlanes(images, out, height, width);
    if (out.precision() == Precision.FLOAT) {
      FloatPooling.maxRelu(out.segment(), images.segment(), planes, height, width);
    } else {
      DoublePooling.maxRelu(out.segment(), images.segment(), planes, height, width);
    }
  }

  /**
   * The gradient of the images. Where what came out is above 0, the first of the largest numbers of
   * the window, row by row, takes the gradient; all others take 0.
   *
   * @param gradient planes x height x width numbers, overwritten
   * @param images what {@link #maxRelu} read, as many
   * @param out what {@link #maxRelu} wrote
   * @param outGradient the gradient of it, as many
   * @param height height of the images, at least 2
   * @param width width of the images, at least 2
   */
  public static void maxReluBackward(
      Memory gradient, Memory images, Memory out, Memory outGradient, int height, int width) {
    int planes = requirePlanes(images, out, height, width);
    Kernels.requireSame(gradient, images);
    Kernels.requireSame(outGradient, out);
    if (out.precision() == Precision.FLOAT) {
      FloatPooling.maxReluBackward(
          gradient.segment(),
          images.segment(),
          out.segment(),
          outGradient.segment(),
          planes,
          height,
          width);
    } else {
      DoublePooling.maxReluBackward(
          gradient.segment(),
          images.segment(),
          out.segment(),
          outGradient.segment(),
          planes,
          height,
          width);
    }
  }

  private static int requirePlanes(Memory images, Memory out, int height, int width) {
    long size = (long) height * width;
    long planes = height < 2 || width < 2 ? 0 : images.length() / size;
    if (planes < 1
        || images.precision() != out.precision()
        || images.length() != planes * size
        || out.length() != planes * (height / 2) * (width / 2)) {
      throw new IllegalArgumentException(
          "images must be planes of height x width, each window giving a number:"
              + " %d %s, %d %s, height=%d, width=%d"
                  .formatted(
                      images.length(),
                      images.precision(),
                      out.length(),
                      out.precision(),
                      height,
                      width));
    }
    return Math.toIntExact(planes);
  }
}
