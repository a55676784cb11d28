// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link Convolution} on floats, which has checked lengths. {@code DoubleConvolution}
 * is this file with the type exchanged, and a test compares them.
 *
 * <p>One image at a time is copied between zeros, and rows of what comes out are filled up to whole
 * vectors, so there are no tails; a block of filters stays in the innermost cache.
 *
 * <p>Rounding: each operation by itself, never fused. A number that comes out is its bias plus the
 * products, in the order of the weights. The gradient of a weight is 16 sums per image, one for the
 * columns of equal remainder, which are added up over images and only then with each other; so bits
 * do not depend on the width of the vectors.
 */
final class FloatConvolution {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT;
  private static final int SIZE = Float.BYTES;

  /** Sums per weight; a multiple of the lanes of vectors of up to 512 bits. */
  private static final int PARTIALS = 16;

  /** Filters whose sums fit the registers, 8 forward, 4 x 3 weights backward (2026-11-24). */
  private static final int BLOCK = 8;

  private static final int BACKWARD_BLOCK = 4;

  private final int channels;
  private final int filters;
  private final int height;
  private final int width;

  /** Columns of the image between zeros, of what comes out. */
  private final int inStride;

  private final int outStride;

  /** channels x (height + 2) x inStride: the image. */
  private final float[] image;

  /** block x height x outStride: what comes out of some filters. */
  private final float[] block;

  /** backward block x height x outStride: its gradient, 0 where a row has been filled up. */
  private final float[] delta;

  /** blocks x taps x block: the weights. */
  private final float[] packed;

  private final float[] packedBiases;

  /** Where the image begins for each of the taps, in the order of the weights. */
  private final int[] offsets;

  /** backward blocks x channels x 3 rows x (4 filters x 3 columns) x partials. */
  private final float[] weightSums;

  /** filters x partials. */
  private final float[] biasSums;

  FloatConvolution(int channels, int filters, int height, int width) {
    this.channels = channels;
    this.filters = filters;
    this.height = height;
    this.width = width;
    outStride = Math.ceilDiv(width, PARTIALS) * PARTIALS;
    inStride = outStride + 2;
    int taps = 9 * channels;
    image = new float[channels * (height + 2) * inStride];
    block = new float[BLOCK * height * outStride];
    delta = new float[BACKWARD_BLOCK * height * outStride];
    packedBiases = new float[Math.ceilDiv(filters, BLOCK) * BLOCK];
    packed = new float[packedBiases.length * taps];
    offsets = new int[taps];
    for (int tap = 0; tap < taps; tap++) {
      int row = tap / channels / 3;
      int column = tap / channels % 3;
      offsets[tap] = (tap % channels * (height + 2) + row) * inStride + column;
    }
    int blocks = Math.ceilDiv(filters, BACKWARD_BLOCK);
    weightSums = new float[blocks * BACKWARD_BLOCK * taps * PARTIALS];
    biasSums = new float[blocks * BACKWARD_BLOCK * PARTIALS];
  }

  /** {@link Convolution#forward}, for one image at a place of images and out. */
  void forward(MemorySegment out, long to, MemorySegment images, long from) {
    readImage(images, from);
    for (int first = 0; first < filters; first += BLOCK) {
      int count = Math.min(BLOCK, filters - first);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x += LANES) {
          tile(first, y * inStride + x, y * outStride + x);
        }
      }
      writeBlock(out, to + (long) first * height * width, count);
    }
  }

  /** Some columns of one row of what comes out of a block. */
  private void tile(int first, int pixel, int to) {
    float[] in = image;
    float[] w = packed;
    float[] bias = packedBiases;
    FloatVector c0 = FloatVector.broadcast(SPECIES, bias[first]);
    FloatVector c1 = FloatVector.broadcast(SPECIES, bias[first + 1]);
    FloatVector c2 = FloatVector.broadcast(SPECIES, bias[first + 2]);
    FloatVector c3 = FloatVector.broadcast(SPECIES, bias[first + 3]);
    FloatVector c4 = FloatVector.broadcast(SPECIES, bias[first + 4]);
    FloatVector c5 = FloatVector.broadcast(SPECIES, bias[first + 5]);
    FloatVector c6 = FloatVector.broadcast(SPECIES, bias[first + 6]);
    FloatVector c7 = FloatVector.broadcast(SPECIES, bias[first + 7]);
    int k = first * offsets.length;
    for (int offset : offsets) {
      FloatVector x = FloatVector.fromArray(SPECIES, in, pixel + offset);
      c0 = c0.add(x.mul(w[k]));
      c1 = c1.add(x.mul(w[k + 1]));
      c2 = c2.add(x.mul(w[k + 2]));
      c3 = c3.add(x.mul(w[k + 3]));
      c4 = c4.add(x.mul(w[k + 4]));
      c5 = c5.add(x.mul(w[k + 5]));
      c6 = c6.add(x.mul(w[k + 6]));
      c7 = c7.add(x.mul(w[k + 7]));
      k += BLOCK;
    }
    int plane = height * outStride;
    c0.intoArray(block, to);
    c1.intoArray(block, to + plane);
    c2.intoArray(block, to + 2 * plane);
    c3.intoArray(block, to + 3 * plane);
    c4.intoArray(block, to + 4 * plane);
    c5.intoArray(block, to + 5 * plane);
    c6.intoArray(block, to + 6 * plane);
    c7.intoArray(block, to + 7 * plane);
  }

  /** Takes weights, taps x filters numbers, and biases for the images to come. */
  void pack(MemorySegment weights, MemorySegment biases) {
    MemorySegment.copy(biases, LAYOUT, 0, packedBiases, 0, filters);
    for (int tap = 0; tap < offsets.length; tap++) {
      for (int filter = 0; filter < filters; filter++) {
        int place = (filter / BLOCK * offsets.length + tap) * BLOCK + filter % BLOCK;
        packed[place] = weights.getAtIndex(LAYOUT, (long) tap * filters + filter);
      }
    }
  }

  /** Begins a gradient. */
  void clearGradient() {
    Arrays.fill(weightSums, 0);
    Arrays.fill(biasSums, 0);
  }

  /** {@link Convolution#addGradient}, for one image at a place of images and outGradient. */
  void addGradient(MemorySegment images, long from, MemorySegment outGradient, long at) {
    readImage(images, from);
    for (int first = 0; first < filters; first += BACKWARD_BLOCK) {
      int count = Math.min(BACKWARD_BLOCK, filters - first);
      readDelta(outGradient, at + (long) first * height * width, count);
      for (int lane = 0; lane < Math.min(PARTIALS, width); lane += LANES) {
        addBiases(lane, first * PARTIALS + lane);
        for (int channel = 0; channel < channels; channel++) {
          for (int row = 0; row < 3; row++) {
            int pixel = (channel * (height + 2) + row) * inStride + lane;
            addWeights(lane, pixel, sumsOf(first, channel, row, 0) + lane);
          }
        }
      }
    }
  }

  /** Adds the sums over a block of 4 filters. */
  private void addBiases(int lane, int to) {
    float[] d = delta;
    int plane = height * outStride;
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    for (int i = lane; i < plane; i += PARTIALS) {
      c0 = c0.add(FloatVector.fromArray(SPECIES, d, i));
      c1 = c1.add(FloatVector.fromArray(SPECIES, d, i + plane));
      c2 = c2.add(FloatVector.fromArray(SPECIES, d, i + 2 * plane));
      c3 = c3.add(FloatVector.fromArray(SPECIES, d, i + 3 * plane));
    }
    add(biasSums, to, c0);
    add(biasSums, to + PARTIALS, c1);
    add(biasSums, to + 2 * PARTIALS, c2);
    add(biasSums, to + 3 * PARTIALS, c3);
  }

  /** Adds the sums for 4 filters x 3 weights of one row of one channel. */
  private void addWeights(int lane, int pixel, int to) {
    float[] in = image;
    float[] d = delta;
    int plane = height * outStride;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c32 = FloatVector.zero(SPECIES);
    for (int x = 0; x < outStride; x += PARTIALS) {
      int at = lane + x;
      int i = pixel + x;
      for (int y = 0; y < height; y++) {
        FloatVector x0 = FloatVector.fromArray(SPECIES, in, i);
        FloatVector x1 = FloatVector.fromArray(SPECIES, in, i + 1);
        FloatVector x2 = FloatVector.fromArray(SPECIES, in, i + 2);
        FloatVector d0 = FloatVector.fromArray(SPECIES, d, at);
        c00 = c00.add(x0.mul(d0));
        c01 = c01.add(x1.mul(d0));
        c02 = c02.add(x2.mul(d0));
        FloatVector d1 = FloatVector.fromArray(SPECIES, d, at + plane);
        c10 = c10.add(x0.mul(d1));
        c11 = c11.add(x1.mul(d1));
        c12 = c12.add(x2.mul(d1));
        FloatVector d2 = FloatVector.fromArray(SPECIES, d, at + 2 * plane);
        c20 = c20.add(x0.mul(d2));
        c21 = c21.add(x1.mul(d2));
        c22 = c22.add(x2.mul(d2));
        FloatVector d3 = FloatVector.fromArray(SPECIES, d, at + 3 * plane);
        c30 = c30.add(x0.mul(d3));
        c31 = c31.add(x1.mul(d3));
        c32 = c32.add(x2.mul(d3));
        at += outStride;
        i += inStride;
      }
    }
    add(weightSums, to, c00);
    add(weightSums, to + PARTIALS, c01);
    add(weightSums, to + 2 * PARTIALS, c02);
    add(weightSums, to + 3 * PARTIALS, c10);
    add(weightSums, to + 4 * PARTIALS, c11);
    add(weightSums, to + 5 * PARTIALS, c12);
    add(weightSums, to + 6 * PARTIALS, c20);
    add(weightSums, to + 7 * PARTIALS, c21);
    add(weightSums, to + 8 * PARTIALS, c22);
    add(weightSums, to + 9 * PARTIALS, c30);
    add(weightSums, to + 10 * PARTIALS, c31);
    add(weightSums, to + 11 * PARTIALS, c32);
  }

  /** Writes the gradients of weights and biases. */
  void gradient(MemorySegment weightsGradient, MemorySegment biasesGradient) {
    for (int filter = 0; filter < filters; filter++) {
      biasesGradient.setAtIndex(LAYOUT, filter, sum(biasSums, filter * PARTIALS));
      for (int tap = 0; tap < offsets.length; tap++) {
        int row = tap / channels / 3;
        int sums = sumsOf(filter, tap % channels, row, tap / channels % 3);
        weightsGradient.setAtIndex(LAYOUT, (long) tap * filters + filter, sum(weightSums, sums));
      }
    }
  }

  /** Where the sums for one weight begin. */
  private int sumsOf(int filter, int channel, int row, int column) {
    int group = (filter / BACKWARD_BLOCK * channels + channel) * 3 + row;
    return ((group * BACKWARD_BLOCK + filter % BACKWARD_BLOCK) * 3 + column) * PARTIALS;
  }

  private static void add(float[] sums, int at, FloatVector part) {
    FloatVector.fromArray(SPECIES, sums, at).add(part).intoArray(sums, at);
  }

  private static float sum(float[] sums, int from) {
    float sum = 0;
    for (int i = from; i < from + PARTIALS; i++) {
      sum += sums[i];
    }
    return sum;
  }

  /** Copies an image between zeros. */
  private void readImage(MemorySegment images, long from) {
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < height; y++) {
        long source = from + (long) (channel * height + y) * width;
        int target = (channel * (height + 2) + y + 1) * inStride + 1;
        MemorySegment.copy(images, LAYOUT, source * SIZE, image, target, width);
      }
    }
  }

  /** Copies the gradient of some filters, row by row where rows have been filled up. */
  private void readDelta(MemorySegment planes, long from, int count) {
    int length = outStride == width ? count * height * width : width;
    int rows = outStride == width ? 1 : count * height;
    for (int row = 0; row < rows; row++) {
      long source = from + (long) row * width;
      MemorySegment.copy(planes, LAYOUT, source * SIZE, delta, row * outStride, length);
    }
  }

  private void writeBlock(MemorySegment planes, long to, int count) {
    int length = outStride == width ? count * height * width : width;
    int rows = outStride == width ? 1 : count * height;
    for (int row = 0; row < rows; row++) {
      long target = to + (long) row * width;
      MemorySegment.copy(block, row * outStride, planes, LAYOUT, target * SIZE, length);
    }
  }
}
