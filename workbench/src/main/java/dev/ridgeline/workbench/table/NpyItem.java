// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The elements of NumPy arrays that are numbers, as NumPy calls them, and how each is read. */
enum NpyItem {
  F2(2),
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
  /** Rounded to the nearest double beyond 2^53. */
  U8(8),
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

  /** The element at a place. */
  double at(ByteBuffer source, int place) {
    return switch (this) {
      case F2 -> Float.float16ToFloat(source.getShort(place));
      case F4 -> source.getFloat(place);
      case F8 -> source.getDouble(place);
      case I1 -> source.get(place);
      case I2 -> source.getShort(place);
      case I4 -> source.getInt(place);
      case I8 -> (double) source.getLong(place);
      case U1 -> Byte.toUnsignedInt(source.get(place));
      case U2 -> Short.toUnsignedInt(source.getShort(place));
      case U4 -> (double) Integer.toUnsignedLong(source.getInt(place));
      case U8 -> unsigned(source.getLong(place));
      case B1 -> source.get(place) == 0 ? 0 : 1;
    };
  }

  // Halved for the signed conversion; a bit that falls off still tells a tie from what lies above.
  private static double unsigned(long bits) {
    return bits >= 0 ? (double) bits : 2 * (double) ((bits >>> 1) | (bits & 1));
  }
}
