// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The elements of NumPy arrays that are numbers, as NumPy calls them, and how each is read. */
enum NpyItem {
  F4(4),
  F8(8),
  I1(1),
  I2(2),
  I4(4),
  /** Rounded to the nearest double beyond 2^53. */
  I8(8),
  U1(1),
  U2(2),
  U4(4),
  /** False is 0. */
  B1(1);

  private final int bytes;

  NpyItem(int bytes) {
    this.bytes = bytes;
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
    return switch (this) {
      case F4 -> source.getFloat();
      case F8 -> source.getDouble();
      case I1 -> source.get();
      case I2 -> source.getShort();
      case I4 -> source.getInt();
      case I8 -> (double) source.getLong();
      case U1 -> Byte.toUnsignedInt(source.get());
      case U2 -> Short.toUnsignedInt(source.getShort());
      case U4 -> (double) Integer.toUnsignedLong(source.getInt());
      case B1 -> source.get() == 0 ? 0 : 1;
    };
  }
}
