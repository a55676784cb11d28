// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The elements of NumPy arrays that are numbers, as NumPy calls them, and how each is read. */
enum NpyItem {
  F4(4, ByteBuffer::getFloat),
  F8(8, ByteBuffer::getDouble),
  I1(1, ByteBuffer::get),
  I2(2, ByteBuffer::getShort),
  I4(4, ByteBuffer::getInt),
  /** Rounded to the nearest double beyond 2^53. */
  I8(8, ByteBuffer::getLong),
  U1(1, bytes -> Byte.toUnsignedInt(bytes.get())),
  U2(2, bytes -> Short.toUnsignedInt(bytes.getShort())),
  U4(4, bytes -> Integer.toUnsignedLong(bytes.getInt())),
  /** False is 0. */
  B1(1, bytes -> bytes.get() == 0 ? 0 : 1);

  /** Takes the next element. */
  private interface Reading {
    double next(ByteBuffer bytes);
  }

  private final int bytes;
  private final Reading reading;

  NpyItem(int bytes, Reading reading) {
    this.bytes = bytes;
    this.reading = reading;
  }

  /** The item of a type such as {@code <f8}; null when there is none. */
  static NpyItem of(String type) {
    boolean ordered = !type.isEmpty() && "<>|=".indexOf(type.charAt(0)) >= 0;
    String bare = ordered ? type.substring(1) : type;
    return Arrays.stream(values())
        .filter(item -> item.code().equals(bare))
        .findFirst()
        .orElse(null);
  }

  /** The byte order of a type: little endian unless it says otherwise. */
  static ByteOrder order(String type) {
    if (type.startsWith("=")) {
      return ByteOrder.nativeOrder();
    }
    return type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** All of them, for a message. */
  static String list() {
    return Arrays.stream(values()).map(NpyItem::code).collect(Collectors.joining(", "));
  }

  private String code() {
    return Character.toLowerCase(name().charAt(0)) + name().substring(1);
  }

  /** Size of an element. */
  int bytes() {
    return bytes;
  }

  /** Takes the next element. */
  double next(ByteBuffer source) {
    return reading.next(source);
  }
}
