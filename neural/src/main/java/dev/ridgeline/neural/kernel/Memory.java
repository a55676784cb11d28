// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A view of numbers outside the heap. Whoever allocated them keeps them alive; the view does not.
 *
 * <p>Reads and writes are checked against the length. Not synchronised.
 */
public final class Memory {
  private final MemorySegment segment;
  private final Precision precision;
  private final long length;

  private Memory(MemorySegment segment, Precision precision, long length) {
    this.segment = segment;
    this.precision = precision;
    this.length = length;
  }

  /**
   * Views native memory.
   *
   * @param address where it begins
   * @param precision the kind of its numbers
   * @param length how many numbers
   * @return the view
   */
  @SuppressWarnings("restricted") // the one place where an address becomes memory
  public static Memory at(long address, Precision precision, long length) {
    if (address == 0 || length < 0) {
      throw new IllegalArgumentException(
          "memory needs an address and a length: address=%d, length=%d".formatted(address, length));
    }
    MemorySegment segment =
        MemorySegment.ofAddress(address).reinterpret(Math.multiplyExact(length, precision.bytes()));
    return new Memory(segment, precision, length);
  }

  /**
   * The kind of numbers.
   *
   * @return float or double
   */
  public Precision precision() {
    return precision;
  }

  /**
   * How many numbers there are.
   *
   * @return the length, in numbers
   */
  public long length() {
    return length;
  }

  /**
   * Reads a number.
   *
   * @param index its place, from 0
   * @return its value
   */
  public double get(long index) {
    return precision == Precision.FLOAT
        ? segment.getAtIndex(ValueLayout.JAVA_FLOAT, index)
        : segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
  }

  /**
   * Writes a number.
   *
   * @param index its place, from 0
   * @param value its value, rounded to float if these are floats
   */
  public void set(long index, double value) {
    if (precision == Precision.FLOAT) {
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
    } else {
      segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    }
  }

  /**
   * Views a part.
   *
   * @param from the first number
   * @param count how many
   * @return the view, of the same memory
   */
  public Memory slice(long from, long count) {
    Objects.checkFromIndexSize(from, count, length);
    return new Memory(
        segment.asSlice(from * precision.bytes(), count * precision.bytes()), precision, count);
  }

  /**
   * Copies the numbers of another view of the same length and kind.
   *
   * @param source where they come from
   */
  public void copyFrom(Memory source) {
    if (source.precision != precision || source.length != length) {
      throw new IllegalArgumentException(
          "lengths and kinds must agree: %d %s, %d %s"
              .formatted(length, precision, source.length, source.precision));
    }
    segment.copyFrom(source.segment);
  }

  /**
   * Copies floats from the heap, widened if these are doubles.
   *
   * @param values where they come from
   * @param offset the first of them
   * @param target where the first one goes
   * @param count how many
   */
  public void copyFrom(float[] values, int offset, long target, int count) {
    if (precision == Precision.FLOAT) {
      MemorySegment.copy(
          values, offset, segment, ValueLayout.JAVA_FLOAT, target * Float.BYTES, count);
    } else {
      for (int i = 0; i < count; i++) {
        segment.setAtIndex(ValueLayout.JAVA_DOUBLE, target + i, values[offset + i]);
      }
    }
  }

  /** Sets every number to zero. */
  public void clear() {
    segment.fill((byte) 0);
  }

  /**
   * Copies all numbers to the heap.
   *
   * @return the values
   */
  public double[] toArray() {
    double[] values = new double[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  MemorySegment segment() {
    return segment;
  }
}
