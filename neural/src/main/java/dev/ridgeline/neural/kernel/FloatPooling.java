// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import static dev.ridgeline.neural.kernel.FloatKernels.get;
import static dev.ridgeline.neural.kernel.FloatKernels.load;
import static dev.ridgeline.neural.kernel.FloatKernels.set;
import static dev.ridgeline.neural.kernel.FloatKernels.store;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link Pooling} on floats, which has checked the lengths. {@code DoublePooling} is
 * this file with the type exchanged, and a test compares them.
 *
 * <p>A vector holds as many columns of one row, so of half as many windows; what belongs to windows
 * stands in its first half. Nothing is rounded.
 */
final class FloatPooling {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int SIZE = Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** The lanes of windows. */
  private static final VectorMask<Float> WINDOWS = SPECIES.indexInRange(0, LANES / 2);

  /** The right columns of windows. */
  private static final VectorMask<Float> RIGHT =
      VectorMask.fromLong(SPECIES, 0xAAAA_AAAA_AAAA_AAAAL);

  /** From columns to windows: their left column, their right column. */
  private static final VectorShuffle<Float> LEFTS =
      VectorShuffle.fromOp(SPECIES, i -> 2 * i % LANES);

  private static final VectorShuffle<Float> RIGHTS =
      VectorShuffle.fromOp(SPECIES, i -> (2 * i + 1) % LANES);

  /** From windows to columns: each twice. */
  private static final VectorShuffle<Float> TWICE = VectorShuffle.fromOp(SPECIES, i -> i / 2);

  /** From each column to the other one of its window. */
  private static final VectorShuffle<Float> OTHER = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);

  private FloatPooling() {}

  /** {@link Pooling#maxRelu}. */
  static void maxRelu(MemorySegment out, MemorySegment images, int planes, int height, int width) {
    for (int plane = 0; plane < planes; plane++) {
      for (int y = 0; y < height / 2; y++) {
        long upper = ((long) plane * height + 2L * y) * width;
        long to = ((long) plane * (height / 2) + y) * (width / 2);
        maxReluRow(out, to, images, upper, width);
      }
    }
  }

  private static void maxReluRow(
      MemorySegment out, long to, MemorySegment images, long upper, int width) {
    long lower = upper + width;
    int bound = SPECIES.loopBound(width);
    int x = 0;
    for (; x < bound; x += LANES) {
      FloatVector columns = load(images, upper + x).max(load(images, lower + x));
      FloatVector windows = columns.rearrange(LEFTS).max(columns.rearrange(RIGHTS)).max(0);
      windows.intoMemorySegment(out, (to + x / 2) * SIZE, ORDER, WINDOWS);
    }
    for (; x + 1 < width; x += 2) {
      float left = Math.max(get(images, upper + x), get(images, lower + x));
      float right = Math.max(get(images, upper + x + 1), get(images, lower + x + 1));
      set(out, to + x / 2, Math.max(Math.max(left, right), 0));
    }
  }

  /** {@link Pooling#maxReluBackward}. */
  static void maxReluBackward(
      MemorySegment gradient,
      MemorySegment images,
      MemorySegment out,
      MemorySegment outGradient,
      int planes,
      int height,
      int width) {
    for (int plane = 0; plane < planes; plane++) {
      for (int y = 0; y < height / 2; y++) {
        long upper = ((long) plane * height + 2L * y) * width;
        long from = ((long) plane * (height / 2) + y) * (width / 2);
        maxReluBackwardRow(gradient, images, upper, out, outGradient, from, width);
      }
      if (height % 2 == 1) {
        long last = ((long) plane * height + height - 1) * width;
        for (int x = 0; x < width; x++) {
          set(gradient, last + x, 0);
        }
      }
    }
  }

  private static void maxReluBackwardRow(
      MemorySegment gradient,
      MemorySegment images,
      long upper,
      MemorySegment out,
      MemorySegment outGradient,
      long from,
      int width) {
    FloatVector zero = FloatVector.zero(SPECIES);
    long lower = upper + width;
    int bound = SPECIES.loopBound(width);
    int x = 0;
    for (; x < bound; x += LANES) {
      FloatVector largest = loadWindows(out, from + x / 2).rearrange(TWICE);
      FloatVector given = loadWindows(outGradient, from + x / 2).rearrange(TWICE);
      given = zero.blend(given, largest.compare(VectorOperators.GT, zero));
      FloatVector up = load(images, upper + x);
      FloatVector low = load(images, lower + x);
      VectorMask<Float> upIs = up.eq(largest);
      VectorMask<Float> lowIs = low.eq(largest);
      VectorMask<Float> upOtherIs = up.rearrange(OTHER).eq(largest);
      VectorMask<Float> lowOtherIs = low.rearrange(OTHER).eq(largest);
      VectorMask<Float> upFirst = upIs.andNot(upOtherIs.and(RIGHT));
      VectorMask<Float> lowFirst =
          lowIs.andNot(lowOtherIs.and(RIGHT)).andNot(upIs).andNot(upOtherIs);
      store(gradient, upper + x, zero.blend(given, upFirst));
      store(gradient, lower + x, zero.blend(given, lowFirst));
    }
    for (; x + 1 < width; x += 2) {
      backwardWindow(gradient, images, upper + x, lower + x, out, outGradient, from + x / 2);
    }
    if (x < width) {
      set(gradient, upper + x, 0);
      set(gradient, lower + x, 0);
    }
  }

  private static void backwardWindow(
      MemorySegment gradient,
      MemorySegment images,
      long upper,
      long lower,
      MemorySegment out,
      MemorySegment outGradient,
      long at) {
    float largest = get(out, at);
    float given = largest > 0 ? get(outGradient, at) : 0;
    boolean taken = false;
    for (int i = 0; i < 4; i++) {
      long place = (i < 2 ? upper : lower) + i % 2;
      boolean takes = !taken && get(images, place) == largest;
      set(gradient, place, takes ? given : 0);
      taken |= takes;
    }
  }

  private static FloatVector loadWindows(MemorySegment memory, long index) {
    return FloatVector.fromMemorySegment(SPECIES, memory, index * SIZE, ORDER, WINDOWS);
  }
}
